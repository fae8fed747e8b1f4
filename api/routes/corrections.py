"""Corrections of a dataset: noted while looking at a model's mistakes, then made a version."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, post, put
from litestar.params import FromPath, JSONBody, PathParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from api import notes, revisions, storage
from api.access import people_only
from api.commands.datasets import recipe_of
from api.commands.downloads import DownloadDataset
from api.datasets.recipes import correction_workbook
from api.datasets.recipes.correction_workbook import Sources
from api.problems import RefusedError
from api.revisions import Wish, Workshop
from api.routes import downloads
from api.routes.dataset_contents import XLSX, named
from api.routes.dataset_versions import MADE, made
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.sentences.correction import correction_words
from api.services import Services
from api.views.base import Row
from api.views.corrections import CorrectionList, NewCorrection, corrections_of
from api.views.versions import MadeVersion
from schemas.events.dataset import Download
from schemas.problems import ProblemCode

SheetRow = Annotated[
    int, PathParameter(ge=1, le=2**31 - 1, description="As a spreadsheet program numbers it")
]
OF_DATASET = (ProblemCode.INVALID_REQUEST, ProblemCode.DATASET_NOT_FOUND)


@get(
    "/",
    summary="Show what is to be corrected in a dataset",
    responses=refusals(*OF_DATASET),
)
async def list_corrections(
    dataset_id: FromPath[UUID], services: Opened, principal: Asker
) -> CorrectionList:
    """Answer with the rows that are to get another label or to go; only who may change it is."""
    await storage.changeable(services, dataset_id, principal.sight)
    return corrections_of(await _noted(services, dataset_id))


@put(
    "/{row:int}",
    summary="Note that a row is wrong",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OF_DATASET, ProblemCode.TOO_MANY_CORRECTIONS),
)
async def note_correction(
    dataset_id: FromPath[UUID],
    row: SheetRow,
    data: JSONBody[NewCorrection],
    services: Opened,
    principal: Asker,
) -> None:
    """Note its right label, or that it is to be left out. The dataset stays as it is until then."""
    await storage.changeable(services, dataset_id, principal.sight)
    async with services.engine.begin() as tx:
        await notes.note(tx, dataset_id, row, data.label, services.now())


@delete(
    "/{row:int}",
    summary="Take a correction back",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*OF_DATASET),
)
async def forget_correction(
    dataset_id: FromPath[UUID], row: SheetRow, services: Opened, principal: Asker
) -> None:
    """Leave the row as it is. Twice is once."""
    await storage.changeable(services, dataset_id, principal.sight)
    async with services.engine.begin() as tx:
        await notes.forget(tx, dataset_id, [row])


@post(
    "/version",
    summary="Make a version of the corrections",
    response_description="The version is made, and nothing is left to be corrected",
    status_code=HTTP_201_CREATED,
    responses=MADE
    | refusals(
        *OF_DATASET,
        ProblemCode.NO_CORRECTIONS,
        ProblemCode.RECIPE_INVALID,
        ProblemCode.VERSION_CONFLICT,
    ),
)
async def make_corrected_version(
    dataset_id: FromPath[UUID], services: Opened, principal: Asker
) -> Response[MadeVersion]:
    """Apply all that is noted to the newest version. Earlier versions stay as they are."""
    dataset = await storage.changeable(services, dataset_id, principal.sight)
    found = await _expected(services, dataset_id)
    recipe = [*recipe_of(dataset.version()), *notes.steps(found)]
    wish = Wish(principal.actor, principal.sight, recipe, dataset.newest)
    written, shown = await revisions.make(services, dataset, wish)
    async with services.engine.begin() as tx:
        await notes.forget(tx, dataset_id, [one["row"] for one in found])
    return made(written, shown)


@get(
    "/download",
    summary="Download what is to be corrected",
    media_type=XLSX,
    status_code=HTTP_200_OK,
    responses=downloads.described(XLSX, "The rows of the newest version, with what is right")
    | refusals(*OF_DATASET, ProblemCode.NO_CORRECTIONS),
)
async def download_corrections(
    dataset_id: FromPath[UUID], services: Opened, principal: Asker, language: Spoken
) -> Stream:
    """Send the rows for whoever keeps the sheet elsewhere."""
    dataset = await storage.changeable(services, dataset_id, principal.sight)
    found = await _expected(services, dataset_id)
    with services.intake.folder() as folder:
        path = await Workshop(services, dataset, folder).examples(dataset.version())
        labels = {one["row"]: one["label"] for one in found}
        sources = Sources(path, dataset.uploaded.reading, labels)
        target, words = folder / "corrections.xlsx", correction_words(language)
        await services.intake.run(correction_workbook.write, sources, target, words)
        told = DownloadDataset(
            dataset_id=dataset_id,
            what=Download.EXPORT,
            version=dataset.newest,
            actor=principal.actor,
        )
        await storage.tell(services, told, principal.sight)
        return downloads.sent(target, named(dataset.uploaded.name, words.correction, "xlsx"), XLSX)


async def _noted(services: Services, dataset_id: UUID) -> list[Row]:
    async with services.engine.connect() as tx:
        return list(await notes.noted(tx, dataset_id))


async def _expected(services: Services, dataset_id: UUID) -> list[Row]:
    found = await _noted(services, dataset_id)
    if not found:
        raise RefusedError(ProblemCode.NO_CORRECTIONS)
    return found


router = Router(
    path="/datasets/{dataset_id:uuid}/corrections",
    route_handlers=[
        list_corrections,
        note_correction,
        forget_correction,
        make_corrected_version,
        download_corrections,
    ],
    guards=[people_only],
    tags=["datasets"],
)
