"""Sheets that a model classifies: asked for, followed, fetched, removed."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, post
from litestar.openapi.spec import Operation, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from api import answers, portions, storage, uploads
from api.access import Principal, people_only
from api.classifying import MOST_ROWS, Sent, begin, remove
from api.commands import classifications as commands
from api.commands import models as model_commands
from api.datasets import answered
from api.datasets.texts import TextWish
from api.problems import RefusedError
from api.queries import classifications as queries
from api.queries import models
from api.rates import COST
from api.routes import downloads
from api.routes.models import OF_MODEL, row_of
from api.routes.uploads import UPLOAD_COST, form
from api.routes.wiring import (
    LATE,
    Asker,
    Limit,
    Offset,
    Opened,
    PersonRequest,
    Spoken,
    accepted,
    refusals,
)
from api.sentences.answers import answer_words
from api.services import Services
from api.views.base import Accepted, Row
from api.views.classifications import Classification, ClassificationPage, classification_of
from infra.blobs import upload_key
from schemas import subjects
from schemas.classification import ClassificationStatus
from schemas.problems import ProblemCode
from schemas.reading import Role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OfDataset = Annotated[
    UUID | None,
    QueryParameter(description="Whose original file to classify; then no file is sent."),
]


@dataclass
class ClassifyOperation(Operation):
    """The description of a form that is read by hand, as it comes."""

    def __post_init__(self) -> None:
        text = partial(Schema, type=OpenAPIType.STRING)
        self.request_body = form(
            {
                "file": text(
                    content_media_type="application/octet-stream",
                    description="A spreadsheet, or another file with texts",
                ),
                "text_column": text(
                    description="The column with the texts, by name; looked for by default"
                ),
                "sheet": text(description="The workbook's sheet, by name"),
            },
            required=False,
        )


@post(
    "/models/{run_id:uuid}/classifications",
    summary="Classify a spreadsheet",
    response_description="It waits for the model's machine",
    operation_class=ClassifyOperation,
    status_code=HTTP_201_CREATED,
    request_max_body_size=None,
    opt={COST: UPLOAD_COST},
    responses=LATE
    | refusals(
        *OF_MODEL,
        ProblemCode.MODEL_DELETED,
        ProblemCode.WORKER_REVOKED,
        ProblemCode.TASK_NOT_OF_SHEETS,
        ProblemCode.QUOTA_CLASSIFICATIONS,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_INVALID,
    ),
)
async def classify_sheet(
    request: PersonRequest,
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    dataset_id: OfDataset = None,
) -> Response[Accepted]:
    """Have every text of a sheet answered; while the model's machine is away, it waits.

    At most 100,000 rows. The answers come as a workbook with the sheet's own columns.
    """
    trained = models.trained(await row_of(services, run_id, principal.sight))
    model = (await services.models.load(subjects.model(run_id))).state
    commands.refuse_unfit(model, trained)
    with services.intake.folder() as folder:
        if dataset_id is None:
            sent = await _received(request, services, folder)
        else:
            sent = await _of_dataset(services, dataset_id, principal, folder)
        written = await begin(services, principal, trained, sent, folder)
    about = written.state.requested.classification_id
    return await accepted(services, about, written.last_sequence, HTTP_201_CREATED)


async def _received(request: PersonRequest, services: Services, folder: Path) -> Sent:
    limits = (await services.standing.rules()).of_files
    upload = await uploads.take(request, folder, limits.file_bytes)
    column = upload.fields.columns.get(Role.TEXT)
    wish = await _wish(services, column, upload.fields.sheet)
    return Sent(path=upload.received.path, filename=upload.filename, wish=wish)


async def _of_dataset(
    services: Services, dataset_id: UUID, principal: Principal, folder: Path
) -> Sent:
    """The file that a dataset was made from, read as it was then."""
    found = (await storage.seen(services, dataset_id, principal.sight)).uploaded
    path = await storage.at_hand(services.blobs, upload_key(found.file_sha256), folder)
    wish = await _wish(services, found.reading.columns.get(Role.TEXT), found.reading.sheet)
    return Sent(path=path, filename=found.filename, wish=wish, dataset_id=dataset_id)


async def _wish(services: Services, column: str | None, sheet: str | None) -> TextWish:
    limits = (await services.standing.rules()).of_files
    rows = min(limits.rows, MOST_ROWS)
    return TextWish(column=column, sheet=sheet, limits=replace(limits, rows=rows))


@get(
    "/models/{run_id:uuid}/classifications",
    summary="List a model's classified spreadsheets",
    responses=refusals(*OF_MODEL),
)
async def list_classifications(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
    limit: Limit = 50,
    offset: Offset = 0,
) -> ClassificationPage:
    """Answer with the sheets that you had classified with the model, newest first."""
    await row_of(services, run_id, principal.sight)
    async with services.engine.connect() as tx:
        rows, total = await queries.page(tx, principal.sight, run_id, limit, offset)
        places = [await queries.place(tx, row) for row in rows]
    reached = [await portions.answered(services.blobs, row) for row in rows]
    items = [
        classification_of(row, rows_answered, place, language)
        for row, rows_answered, place in zip(rows, reached, places, strict=True)
    ]
    return ClassificationPage(items=items, total=total)


@get(
    "/classifications/{classification_id:uuid}",
    summary="Show a classified spreadsheet",
    responses=refusals(ProblemCode.CLASSIFICATION_NOT_FOUND),
)
async def show_classification(
    classification_id: FromPath[UUID], services: Opened, principal: Asker, language: Spoken
) -> Classification:
    """Answer with how far it is."""
    row = await _row(services, classification_id, principal)
    async with services.engine.connect() as tx:
        place = await queries.place(tx, row)
    return classification_of(row, await portions.answered(services.blobs, row), place, language)


@get(
    "/classifications/{classification_id:uuid}/download",
    summary="Download a classified spreadsheet",
    media_type=XLSX,
    responses=downloads.described(XLSX, "The sheet's own columns, then the answers")
    | refusals(ProblemCode.CLASSIFICATION_NOT_FOUND, ProblemCode.CLASSIFICATION_UNFINISHED),
)
async def download_classification(
    classification_id: FromPath[UUID], services: Opened, principal: Asker, language: Spoken
) -> Stream:
    """Send a workbook, in which no cell is a formula, whatever was sent.

    It says which answers a person is to look at, as is chosen for the model now.
    """
    row = await _row(services, classification_id, principal)
    if row["status"] != ClassificationStatus.COMPLETED:
        raise RefusedError(ProblemCode.CLASSIFICATION_UNFINISHED)
    model = (await services.models.load(subjects.model(row["run_id"]))).state
    words = answer_words(language, model_commands.review_threshold(model))
    with services.intake.folder() as folder:
        found = await answers.at_hand(services.blobs, classification_id, folder)
        target = folder / "answers.xlsx"
        await services.intake.run(answered.write, found, target, words)
        name = f"{Path(row['filename']).stem} - {words.suffix}.xlsx"
        return downloads.sent(target, name, XLSX)


@delete(
    "/classifications/{classification_id:uuid}",
    summary="Stop or delete a classified spreadsheet",
    response_description="It is stopped, or gone",
    status_code=HTTP_200_OK,
    responses=LATE | refusals(ProblemCode.CLASSIFICATION_NOT_FOUND),
)
async def remove_classification(
    classification_id: FromPath[UUID], services: Opened, principal: Asker
) -> Response[Accepted]:
    """Stop one that waits or goes on; take away one that is over. Its texts and answers go."""
    written = await remove(services, classification_id, principal.sight, principal.actor)
    return await accepted(services, classification_id, written.last_sequence)


async def _row(services: Services, classification_id: UUID, principal: Principal) -> Row:
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.sight, classification_id)
    if row is None:
        raise RefusedError(ProblemCode.CLASSIFICATION_NOT_FOUND)
    return row


router = Router(
    path="/",
    route_handlers=[
        classify_sheet,
        list_classifications,
        show_classification,
        download_classification,
        remove_classification,
    ],
    guards=[people_only],
    tags=["models"],
)
