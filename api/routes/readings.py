"""A stored file, read in another way: other columns, another sheet, another task."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED

from api import storage
from api.access import people_only
from api.datasets.glance import glance
from api.datasets.upload import Received
from api.rates import COST
from api.routes.uploads import KEPT, UPLOAD_COST, kept
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.uploads import Upload
from api.views.sheets import ColumnShown, SheetShown
from api.views.uploads import FileColumns, NewReading, UploadedDataset
from infra.blobs import upload_key
from schemas.problems import ProblemCode


@get(
    "/{dataset_id:uuid}/columns",
    summary="Show a file's columns",
    opt={COST: UPLOAD_COST},
    responses=refusals(ProblemCode.DATASET_NOT_FOUND),
)
async def show_columns(
    dataset_id: FromPath[UUID], services: Opened, principal: Asker
) -> FileColumns:
    """Answer with the columns of the file that a dataset was read from, and with its sheets."""
    original = (await storage.seen(services, dataset_id, principal.sight)).uploaded
    limits = (await services.standing.rules()).of_files
    with services.intake.folder() as folder:
        key = upload_key(original.file_sha256)
        path = await storage.at_hand(services.blobs, key, folder)
        seen = await services.intake.run(glance, path, original.filename, original.reading, limits)
    return FileColumns(
        columns=[ColumnShown.model_validate(each, from_attributes=True) for each in seen.columns],
        sheets=[SheetShown.model_validate(each, from_attributes=True) for each in seen.sheets],
    )


@post(
    "/{dataset_id:uuid}/readings",
    summary="Read a file in another way",
    response_description="The dataset is new",
    status_code=HTTP_201_CREATED,
    opt={COST: UPLOAD_COST},
    responses=KEPT
    | refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.DATASET_NOT_FOUND, ProblemCode.DATASET_INVALID
    ),
)
async def read_again(
    dataset_id: FromPath[UUID],
    data: JSONBody[NewReading],
    services: Opened,
    principal: Asker,
    language: Spoken,
) -> Response[UploadedDataset]:
    """Read a stored file with other columns. It becomes another dataset; this one stays."""
    original = (await storage.changeable(services, dataset_id, principal.sight)).uploaded
    limits = (await services.standing.rules()).of_files
    with services.intake.folder() as folder:
        key = upload_key(original.file_sha256)
        path = await storage.at_hand(services.blobs, key, folder)
        received = Received(path, original.file_sha256, original.size_bytes)
        fields = data.fields().model_copy(update={"name": original.name})
        upload = Upload(received, original.filename, fields)
        prepared = await services.intake.prepare(upload, folder, limits=limits)
        return await kept(services, upload, prepared, folder, principal, language)


router = Router(
    path="/datasets",
    route_handlers=[show_columns, read_again],
    guards=[people_only],
    tags=["datasets"],
)
