"""Letting others see a dataset or a model, and no longer."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, put
from litestar.params import FromPath, PathParameter, QueryParameter
from litestar.status_codes import HTTP_200_OK

from api import storage
from api.access import Principal, people_only
from api.commands import runs, shares
from api.commands.runs import Run
from api.commands.shares import Share
from api.problems import RefusedError
from api.queries import shares as queries
from api.routes.wiring import LATE, STORABLE, Asker, Opened, accepted, refusals
from api.services import Services
from api.views.base import Accepted
from api.views.shares import NameList, ShareList, names_of, shares_of
from schemas import subjects
from schemas.problems import ProblemCode
from schemas.shares import EVERYONE, Shared

With = Annotated[
    str,
    PathParameter(
        pattern=r"^(\*|[a-z0-9][a-z0-9-]{0,62})$", description="A person's id; `*` is everyone"
    ),
]
Like = Annotated[
    str,
    QueryParameter(
        min_length=1, max_length=100, pattern=STORABLE, description="What the name has in it."
    ),
]

OF_DATASET = (ProblemCode.INVALID_REQUEST, ProblemCode.DATASET_NOT_FOUND)
OF_MODEL = (ProblemCode.INVALID_REQUEST, ProblemCode.RUN_NOT_FOUND)


@get(
    "/datasets/{dataset_id:uuid}/shares",
    summary="Show who else sees a dataset",
    responses=refusals(*OF_DATASET),
)
async def list_dataset_shares(
    dataset_id: FromPath[UUID], services: Opened, principal: Asker
) -> ShareList:
    """Answer with the people with whom the dataset is shared; only its owner is told."""
    await storage.changeable(services, dataset_id, principal.sight)
    async with services.engine.connect() as tx:
        return shares_of(await queries.of(tx, Shared.DATASET, dataset_id))


@put(
    "/datasets/{dataset_id:uuid}/shares/{grantee:str}",
    summary="Share a dataset",
    response_description="It is shared",
    responses=LATE | refusals(*OF_DATASET, ProblemCode.USER_NOT_FOUND),
)
async def share_dataset(
    dataset_id: FromPath[UUID], grantee: With, services: Opened, principal: Asker
) -> Response[Accepted]:
    """Let somebody, or everyone, see the dataset, download it and train on it, but change nothing.

    Sharing twice is sharing once.
    """
    await storage.changeable(services, dataset_id, principal.sight)
    await _expect(services, grantee)
    command = Share(id=dataset_id, grantee=grantee, actor=principal.actor)
    written = await services.datasets.carry_out(
        subjects.dataset(dataset_id),
        lambda dataset: shares.share_dataset(command, dataset, principal.sight, services.now()),
    )
    return await accepted(services, dataset_id, written.last_sequence)


@delete(
    "/datasets/{dataset_id:uuid}/shares/{grantee:str}",
    summary="Share a dataset no longer",
    response_description="It is not shared with them any more",
    status_code=HTTP_200_OK,
    responses=LATE | refusals(*OF_DATASET),
)
async def unshare_dataset(
    dataset_id: FromPath[UUID], grantee: With, services: Opened, principal: Asker
) -> Response[Accepted]:
    """End what they may see. Trainings that they have begun go on: those are their own."""
    command = Share(id=dataset_id, grantee=grantee, actor=principal.actor)
    written = await services.datasets.carry_out(
        subjects.dataset(dataset_id),
        lambda dataset: shares.unshare_dataset(command, dataset, principal.sight, services.now()),
    )
    return await accepted(services, dataset_id, written.last_sequence)


@get(
    "/models/{run_id:uuid}/shares",
    summary="Show who else sees a model",
    responses=refusals(*OF_MODEL),
)
async def list_model_shares(
    run_id: FromPath[UUID], services: Opened, principal: Asker
) -> ShareList:
    """Answer with the people with whom the model is shared; only its owner is told."""
    await _changeable(services, run_id, principal)
    async with services.engine.connect() as tx:
        return shares_of(await queries.of(tx, Shared.MODEL, run_id))


@put(
    "/models/{run_id:uuid}/shares/{grantee:str}",
    summary="Share a model",
    response_description="It is shared",
    responses=LATE | refusals(*OF_MODEL, ProblemCode.USER_NOT_FOUND, ProblemCode.RUN_WITHOUT_MODEL),
)
async def share_model(
    run_id: FromPath[UUID], grantee: With, services: Opened, principal: Asker
) -> Response[Accepted]:
    """Let somebody, or everyone, see what a run has learned and measured, but not its log.

    Sharing twice is sharing once.
    """
    run = await _changeable(services, run_id, principal)
    await _expect(services, grantee)
    command = Share(id=run_id, grantee=grantee, actor=principal.actor)
    written = await services.models.carry_out(
        subjects.model(run_id),
        lambda model: shares.share_model(command, model, run, principal.sight, services.now()),
    )
    return await accepted(services, run_id, written.last_sequence)


@delete(
    "/models/{run_id:uuid}/shares/{grantee:str}",
    summary="Share a model no longer",
    response_description="It is not shared with them any more",
    status_code=HTTP_200_OK,
    responses=LATE | refusals(*OF_MODEL),
)
async def unshare_model(
    run_id: FromPath[UUID], grantee: With, services: Opened, principal: Asker
) -> Response[Accepted]:
    """End what they may see, at once: streams that they have open end, too."""
    run = await _changeable(services, run_id, principal)
    command = Share(id=run_id, grantee=grantee, actor=principal.actor)
    written = await services.models.carry_out(
        subjects.model(run_id),
        lambda model: shares.unshare_model(command, model, run, principal.sight, services.now()),
    )
    return await accepted(services, run_id, written.last_sequence)


@get(
    "/users/names",
    summary="Find people to share with",
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def list_names(like: Like, services: Opened, principal: Asker) -> NameList:
    """Answer with others whose name has the text in it: their names and ids, nothing else."""
    async with services.engine.connect() as tx:
        return names_of(await queries.names(tx, like, principal.subject))


async def _changeable(services: Services, run_id: UUID, principal: Principal) -> Run:
    run = (await services.runs.load(subjects.run(run_id))).state
    model = (await services.models.load(subjects.model(run_id))).state
    found = runs.seen(run, model.grantees if model else frozenset(), principal.sight)
    principal.sight.must_change(found.holding())
    return found


async def _expect(services: Services, grantee: str) -> None:
    """Let nobody share with one who is not here.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    async with services.engine.connect() as tx:
        if grantee != EVERYONE and not await queries.is_here(tx, grantee):
            raise RefusedError(ProblemCode.USER_NOT_FOUND)


router = Router(
    path="/",
    route_handlers=[
        list_dataset_shares,
        share_dataset,
        unshare_dataset,
        list_model_shares,
        share_model,
        unshare_model,
        list_names,
    ],
    guards=[people_only],
    tags=["shares"],
)
