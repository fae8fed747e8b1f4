"""Versions of a dataset: tried, made, taken back, compared."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_202_ACCEPTED

from api import revisions, storage
from api.access import people_only
from api.commands import datasets as commands
from api.commands.datasets import Dataset
from api.datasets.quality import suspects
from api.decider import Written
from api.problems import RefusedError
from api.revisions import Wish, Workshop
from api.routes.wiring import Asker, Opened, Spoken, Version, refusals
from api.views.versions import (
    DifferenceShown,
    MadeVersion,
    NewVersion,
    Suspects,
    Trial,
    VersionPreview,
    difference_of,
    preview_of,
    suspects_of,
)
from schemas.problems import DataProblem, ProblemCode

Expected = Annotated[
    int | None,
    QueryParameter(
        ge=1, description="The newest version that you know of: refused if there is a newer one"
    ),
]
BackTo = Annotated[
    int | None, QueryParameter(ge=1, description="Which version to go back to; else the one before")
]
From = Annotated[int, QueryParameter(name="from", ge=1, description="The version to compare with")]
To = Annotated[
    int | None,
    QueryParameter(name="to", ge=1, description="The one to compare; else the newest"),
]

MADE = {
    HTTP_200_OK: ResponseSpec(MadeVersion, description="The newest version is made of it already"),
    HTTP_202_ACCEPTED: ResponseSpec(
        MadeVersion, description="Made; reading it back takes a moment longer"
    ),
}


@post(
    "/{dataset_id:uuid}/preview",
    summary="Try some changes",
    response_description="What the version would be",
    status_code=HTTP_200_OK,
    responses=refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.DATASET_NOT_FOUND, ProblemCode.RECIPE_INVALID
    ),
)
async def preview_version(
    dataset_id: FromPath[UUID],
    data: JSONBody[Trial],
    services: Opened,
    principal: Asker,
    language: Spoken,
) -> VersionPreview:
    """Answer with what a recipe would make of the dataset, and what it changes; keep nothing."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    with services.intake.folder() as folder:
        workshop = Workshop(services, dataset, folder)
        revised = await workshop.revised(data.recipe)
        difference = await workshop.difference(dataset.version())
    return preview_of(data.recipe, revised, difference, language)


@post(
    "/{dataset_id:uuid}/versions",
    summary="Make a version",
    response_description="The version is made",
    status_code=HTTP_201_CREATED,
    responses=MADE
    | refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.RECIPE_INVALID,
        ProblemCode.VERSION_CONFLICT,
    ),
)
async def make_version(
    dataset_id: FromPath[UUID],
    data: JSONBody[NewVersion],
    services: Opened,
    principal: Asker,
) -> Response[MadeVersion]:
    """Apply a recipe to the first version's examples. Earlier versions stay as they are."""
    dataset = await storage.changeable(services, dataset_id, principal.sight)
    wish = Wish(principal.actor, principal.sight, data.recipe, data.expected_version)
    return made(*await revisions.make(services, dataset, wish))


@post(
    "/{dataset_id:uuid}/versions/undo",
    summary="Go back to a version",
    response_description="There is a new version like the earlier one",
    status_code=HTTP_201_CREATED,
    responses=MADE
    | refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_VERSION_NOT_FOUND,
        ProblemCode.VERSION_CONFLICT,
    ),
)
async def undo_version(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    version: BackTo = None,
    expected_version: Expected = None,
) -> Response[MadeVersion]:
    """Make a version like an earlier one, by default the one before. Nothing is lost by it."""
    dataset = await storage.changeable(services, dataset_id, principal.sight)
    command = commands.back_to(version, dataset, principal.actor)
    expecting = command.model_copy(update={"expected_version": expected_version})
    return made(*await storage.revise(services, expecting, principal.sight, None))


def made(written: Written[Dataset], shown: bool) -> Response[MadeVersion]:  # noqa: FBT001
    """201 for a new version, 200 for one that was there, 202 while it cannot be read."""
    dataset = written.state
    body = MadeVersion(
        id=dataset.uploaded.dataset_id, version=dataset.newest, sequence=written.last_sequence
    )
    status = HTTP_201_CREATED if written.changed else HTTP_200_OK
    return Response(body, status_code=status if shown else HTTP_202_ACCEPTED)


@get(
    "/{dataset_id:uuid}/difference",
    summary="Compare two versions",
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_VERSION_NOT_FOUND,
    ),
)
async def show_difference(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    before: From = 1,
    after: To = None,
) -> DifferenceShown:
    """Answer with the examples that were dropped, added or changed between two versions."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    with services.intake.folder() as folder:
        workshop = Workshop(services, dataset, folder)
        difference = await workshop.difference(dataset.version(before), dataset.version(after))
    return difference_of(difference)


@post(
    "/{dataset_id:uuid}/suspects",
    summary="Look for mixed-up labels",
    response_description="The labels that are probably others",
    status_code=HTTP_200_OK,
    responses=refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_VERSION_NOT_FOUND,
        ProblemCode.SUSPECTS_UNFIT,
    ),
)
async def find_suspects(
    dataset_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
    version: Version = None,
) -> Suspects:
    """Answer with examples whose label a quick model doubts. It takes some seconds."""
    dataset = await storage.seen(services, dataset_id, principal.sight)
    with services.intake.folder() as folder:
        path = await Workshop(services, dataset, folder).examples(dataset.version(version))
        found = await services.intake.run(suspects.look, path, dataset.uploaded.reading.task)
    if isinstance(found, DataProblem):
        raise RefusedError(found.code, found.params)
    return suspects_of(found, version or dataset.newest, language)


router = Router(
    path="/datasets",
    route_handlers=[preview_version, make_version, undo_version, show_difference, find_suspects],
    guards=[people_only],
    tags=["datasets"],
)
