"""Files on their way in: tried, stored, followed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_202_ACCEPTED

from api import base_models, storage, uploads
from api.access import Principal, people_only
from api.commands.datasets import StoreDataset
from api.datasets.preparation import Prepared
from api.rates import COST
from api.refusals import AnyRequest
from api.routes.wiring import Asker, Opened, PersonRequest, Spoken, refusals
from api.sentences import Language
from api.services import Services
from api.uploads import COLUMN_FIELDS, Upload
from api.views.uploads import (
    DatasetReport,
    UploadedDataset,
    UploadProgress,
    progress_of,
    report_of,
    uploaded_of,
)
from schemas.events.dataset import QualitySummary
from schemas.problems import ProblemCode

UPLOAD_COST = 10
"""Requests of another kind."""

KEPT = {
    HTTP_200_OK: ResponseSpec(UploadedDataset, description="It was here already"),
    HTTP_202_ACCEPTED: ResponseSpec(
        UploadedDataset, description="Stored; reading it back takes a moment longer"
    ),
}

ProgressId = Annotated[
    UUID | None,
    QueryParameter(
        description="A new UUID of yours, under which `/api/datasets/progress` tells how far it is"
    ),
]


def _text(description: str) -> Schema:
    return Schema(type=OpenAPIType.STRING, description=description)


_FIELDS = {
    "file": Schema(
        type=OpenAPIType.STRING,
        content_media_type="application/octet-stream",
        description="A spreadsheet, or another file with examples",
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


def form(fields: dict[str, Schema], *, required: bool = True) -> RequestBody:
    """How the API's document tells of a form around a file."""
    schema = Schema(type=OpenAPIType.OBJECT, properties={**fields}, required=["file"])
    content = {"multipart/form-data": OpenAPIMediaType(schema)}
    return RequestBody(content=content, required=required)


@dataclass
class TryOperation(Operation):
    """The description of a form that is read by hand, as it comes."""

    def __post_init__(self) -> None:
        self.request_body = form(_FIELDS)


@dataclass
class StoreOperation(Operation):
    """The same, with a name."""

    def __post_init__(self) -> None:
        self.request_body = form(_FIELDS | _NAME)


@post(
    "/validate",
    summary="Try a spreadsheet",
    response_description="The file can be used",
    operation_class=TryOperation,
    status_code=HTTP_200_OK,
    request_max_body_size=None,
    opt={COST: UPLOAD_COST},
    responses=refusals(
        ProblemCode.DATASET_INVALID,
        ProblemCode.INVALID_REQUEST,
        ProblemCode.BASE_MODEL_NOT_ALLOWED,
    ),
)
async def validate_dataset(
    request: PersonRequest,
    services: Opened,
    principal: Asker,
    language: Spoken,
    progress_id: ProgressId = None,
) -> DatasetReport:
    """Answer with what is found in a file, or with all that is wrong with it; keep nothing."""
    intake = services.intake
    with (
        intake.folder() as folder,
        intake.followed(principal.subject, progress_id, folder) as told,
    ):
        upload = await _received(request, services, folder)
        rules = await services.standing.rules()
        prepared = await intake.prepare(upload, folder, told, rules.of_files)
    return report_of(upload, prepared, language)


@post(
    "/upload",
    summary="Store a spreadsheet",
    response_description="The dataset is new",
    operation_class=StoreOperation,
    status_code=HTTP_201_CREATED,
    request_max_body_size=None,
    opt={COST: UPLOAD_COST},
    responses=KEPT
    | refusals(
        ProblemCode.DATASET_INVALID,
        ProblemCode.INVALID_REQUEST,
        ProblemCode.BASE_MODEL_NOT_ALLOWED,
    ),
)
async def upload_dataset(
    request: PersonRequest,
    services: Opened,
    principal: Asker,
    language: Spoken,
    progress_id: ProgressId = None,
) -> Response[UploadedDataset]:
    """Take in a file. The same bytes, read the same way, are the same dataset ever after."""
    intake = services.intake
    with (
        intake.folder() as folder,
        intake.followed(principal.subject, progress_id, folder) as told,
    ):
        upload = await _received(request, services, folder)
        rules = await services.standing.rules()
        prepared = await intake.prepare(upload, folder, told, rules.of_files)
        return await kept(services, upload, prepared, folder, principal, language)


async def kept(
    services: Services,
    upload: Upload,
    prepared: Prepared,
    folder: Path,
    principal: Principal,
    language: Language,
) -> Response[UploadedDataset]:
    """201 for a new dataset, 200 for one that was there, 202 while it cannot be read."""
    command = _command(upload, prepared, principal)
    written, shown = await storage.take_in(services, command, upload.received.path, folder)
    body = uploaded_of(report_of(upload, prepared, language), written)
    status = HTTP_201_CREATED if written.changed else HTTP_200_OK
    return Response(body, status_code=status if shown else HTTP_202_ACCEPTED)


async def _received(request: AnyRequest, services: Services, folder: Path) -> Upload:
    """The file, with a base model that may be used.

    Raises:
        RefusedError: the file is too large, or the base model is not allowed.
    """
    limits = (await services.standing.rules()).of_files
    upload = await uploads.take(request, folder, limits.file_bytes)
    if upload.fields.base_model is not None:
        base_models.refuse_others(upload.fields.base_model, services.settings.base_models)
    return upload


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


@get(
    "/progress/{progress_id:uuid}",
    summary="Follow a file",
    responses=refusals(ProblemCode.NOT_FOUND),
)
async def show_progress(
    progress_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
) -> UploadProgress:
    """Answer with how far the file is that you are sending; 404 once it is done."""
    stage, fraction = services.intake.progress(principal.subject, progress_id)
    return progress_of(stage, fraction, language)


router = Router(
    path="/datasets",
    route_handlers=[validate_dataset, upload_dataset, show_progress],
    guards=[people_only],
    tags=["datasets"],
)
