"""Datasets: tried, taken in, listed, downloaded, removed."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, delete, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_202_ACCEPTED

from api import storage, uploads
from api.access import Principal, people_only
from api.commands import datasets as commands
from api.commands.datasets import DeleteDataset, StoreDataset
from api.datasets.preparation import Prepared
from api.problems import RefusedError
from api.queries import datasets as queries
from api.queries import runs as run_queries
from api.routes.wiring import Asker, Limit, Offset, Opened, PersonRequest, Spoken, refusals
from api.services import Services
from api.uploads import COLUMN_FIELDS, Upload
from api.views.base import Accepted
from api.views.datasets import (
    Dataset,
    DatasetPage,
    DatasetReport,
    UploadedDataset,
    dataset_of,
    report_of,
)
from infra.blobs import upload_key
from infra.bus import UnavailableError
from schemas import subjects
from schemas.events.dataset import QualitySummary
from schemas.problems import ProblemCode

ANY_BYTES = "application/octet-stream"


def _text(description: str) -> Schema:
    return Schema(type=OpenAPIType.STRING, description=description)


_FIELDS = {
    "file": Schema(
        type=OpenAPIType.STRING,
        content_media_type=ANY_BYTES,
        description="A workbook (.xlsx, .xls) or a table in text (.csv)",
    ),
    "task": _text("By default what the columns speak for, else `text-classification`"),
    "sheet": _text("The workbook's sheet, by name"),
    "label_separator": _text("Between the labels of one cell; `none` where there is only one"),
    "form": _text("How the examples of a text generation are laid out"),
    "base_model": _text("Whose tokens the texts' lengths are counted in"),
} | {
    field: _text(f"The column with the role `{role}`, by name; looked for by default")
    for field, role in COLUMN_FIELDS.items()
}
_NAME = {"name": _text("What to call the dataset; by default the file's name")}


def _form(fields: dict[str, Schema]) -> RequestBody:
    schema = Schema(type=OpenAPIType.OBJECT, properties={**fields}, required=["file"])
    return RequestBody(content={"multipart/form-data": OpenAPIMediaType(schema)}, required=True)


@dataclass
class TryOperation(Operation):
    """The description of a form that is read by hand, as it comes."""

    def __post_init__(self) -> None:
        self.request_body = _form(_FIELDS)


@dataclass
class StoreOperation(Operation):
    """The same, with a name."""

    def __post_init__(self) -> None:
        self.request_body = _form(_FIELDS | _NAME)


@post(
    "/validate",
    summary="Try a spreadsheet",
    response_description="The file can be used",
    operation_class=TryOperation,
    status_code=HTTP_200_OK,
    request_max_body_size=None,
    responses=refusals(ProblemCode.DATASET_INVALID, ProblemCode.INVALID_REQUEST),
)
async def validate_dataset(
    request: PersonRequest, services: Opened, language: Spoken
) -> DatasetReport:
    """Answer with what is found in a file, or with all that is wrong with it; keep nothing."""
    with services.intake.folder() as folder:
        upload = await uploads.take(request, folder, services.intake.limits.file_bytes)
        prepared = await services.intake.prepare(upload, folder)
    return report_of(upload, prepared, language)


@post(
    "/upload",
    summary="Store a spreadsheet",
    response_description="The dataset is new",
    operation_class=StoreOperation,
    status_code=HTTP_201_CREATED,
    request_max_body_size=None,
    responses={
        HTTP_200_OK: ResponseSpec(UploadedDataset, description="It was here already"),
        HTTP_202_ACCEPTED: ResponseSpec(
            UploadedDataset, description="Stored; reading it back takes a moment longer"
        ),
    }
    | refusals(ProblemCode.DATASET_INVALID, ProblemCode.INVALID_REQUEST),
)
async def upload_dataset(
    request: PersonRequest,
    services: Opened,
    principal: Asker,
    language: Spoken,
) -> Response[UploadedDataset]:
    """Take in a file. The same bytes, read the same way, are the same dataset ever after."""
    with services.intake.folder() as folder:
        upload = await uploads.take(request, folder, services.intake.limits.file_bytes)
        prepared = await services.intake.prepare(upload, folder)
        command = _command(upload, prepared, principal)
        async with storage.held(services.engine, command.file_sha256, command.examples_sha256):
            written = await storage.store(services, command, upload.received.path, folder)
            shown = await services.can_be_read(written.last_sequence)
    report = report_of(upload, prepared, language)
    body = UploadedDataset.model_validate(
        report.model_dump()
        | {
            "id": command.dataset_id,
            "sequence": written.last_sequence,
            "name": written.state.uploaded.name,
        }
    )
    status = HTTP_201_CREATED if written.changed else HTTP_200_OK
    return Response(body, status_code=status if shown else HTTP_202_ACCEPTED)


def _command(upload: Upload, prepared: Prepared, principal: Principal) -> StoreDataset:
    left_out = prepared.left_out_file
    return StoreDataset(
        actor=principal.actor,
        name=upload.name,
        filename=upload.filename,
        file_sha256=upload.received.sha256,
        size_bytes=upload.received.size_bytes,
        reading=prepared.reading.told(prepared.sheet),
        rows_total=prepared.rows_total,
        rows_used=prepared.rows_used,
        examples=prepared.examples,
        labels=list(prepared.labels),
        examples_sha256=prepared.examples_file.sha256,
        examples_size_bytes=prepared.examples_file.size_bytes,
        left_out_sha256=left_out and left_out.sha256,
        report_sha256=prepared.report_file.sha256,
        quality=QualitySummary.of(prepared.quality),
    )


@get("/", summary="List datasets", responses=refusals(ProblemCode.INVALID_REQUEST))
async def list_datasets(
    services: Opened,
    principal: Asker,
    limit: Limit = 50,
    offset: Offset = 0,
) -> DatasetPage:
    """Answer with your datasets, newest first."""
    async with services.engine.connect() as tx:
        rows, total = await queries.page(tx, principal.subject, limit, offset)
    return DatasetPage(items=[dataset_of(row) for row in rows], total=total)


@get(
    "/{dataset_id:uuid}",
    summary="Show a dataset",
    responses=refusals(ProblemCode.DATASET_NOT_FOUND),
)
async def show_dataset(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> Dataset:
    """Answer with a dataset's columns, counts and hashes."""
    return await _one(services, principal, dataset_id)


@get(
    "/{dataset_id:uuid}/download",
    summary="Download the original file",
    media_type=ANY_BYTES,
    responses={
        HTTP_200_OK: ResponseSpec(
            bytes,
            media_type=ANY_BYTES,
            description="The very bytes that were uploaded",
            generate_examples=False,
        )
    }
    | refusals(ProblemCode.DATASET_NOT_FOUND),
)
async def download_dataset(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> Stream:
    """Send the original bytes under their original name."""
    dataset = await _one(services, principal, dataset_id)
    content = await storage.sending(services.blobs, upload_key(dataset.file_sha256))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(dataset.filename, safe='')}",
        "Content-Length": str(dataset.size_bytes),
        "ETag": f'"{dataset.file_sha256}"',
    }
    return Stream(content, media_type=ANY_BYTES, headers=headers)


@delete(
    "/{dataset_id:uuid}",
    summary="Delete a dataset",
    response_description="The dataset is gone",
    status_code=HTTP_200_OK,
    responses=refusals(ProblemCode.DATASET_NOT_FOUND, ProblemCode.DATASET_IN_USE),
)
async def delete_dataset(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> Accepted:
    """Remove a dataset that no run uses. Its bytes go too, unless another dataset has the same."""
    command = DeleteDataset(dataset_id=dataset_id, actor=principal.actor)
    state = (await services.datasets.load(subjects.dataset(dataset_id))).state
    dataset = commands.owned(state, principal.actor)
    async with storage.held(services.engine, *storage.hashes_of(dataset)):
        runs = await _runs_using(services, principal, dataset_id)
        written = await services.datasets.carry_out(
            subjects.dataset(dataset_id),
            lambda dataset: commands.delete(command, dataset, runs, services.now()),
        )
        if await services.can_be_read(written.last_sequence):
            await storage.remove(services, written.state)
    return Accepted(id=dataset_id, sequence=written.last_sequence)


async def _runs_using(services: Services, principal: Principal, dataset_id: UUID) -> int:
    """How many runs use the dataset, once the read model knows of all that were asked for.

    Raises:
        UnavailableError: the read model is too far behind to tell.
    """
    if not await services.can_be_read(await services.log.last_sequence()):
        raise UnavailableError("the read model is behind")
    async with services.engine.connect() as tx:
        return await run_queries.using_dataset(tx, principal.subject, dataset_id)


async def _one(services: Services, principal: Principal, dataset_id: UUID) -> Dataset:
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.subject, dataset_id)
    if row is None:
        raise RefusedError(ProblemCode.DATASET_NOT_FOUND)
    return dataset_of(row)


router = Router(
    path="/datasets",
    route_handlers=[
        validate_dataset,
        upload_dataset,
        list_datasets,
        show_dataset,
        download_dataset,
        delete_dataset,
    ],
    guards=[people_only],
    tags=["datasets"],
)
