"""Trained models: listed, looked at, renamed, put away, removed."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, patch
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from api.access import Principal, people_only
from api.commands import models as commands
from api.commands.models import ChangeModel, DeleteModel, Trained
from api.problems import RefusedError
from api.queries import classifications
from api.queries import models as queries
from api.queries.models import ModelFilter
from api.routes.wiring import LATE, Asker, Limit, Listed, Offset, Opened, Search, accepted, refusals
from api.services import Services
from api.sight import Holding, Sight
from api.views.base import Accepted, Row
from api.views.models import Model, ModelChange, ModelPage, model_of
from infra.bus import UnavailableError
from infra.presence import is_present
from schemas import subjects
from schemas.problems import ProblemCode

OF_MODEL = (
    ProblemCode.INVALID_REQUEST,
    ProblemCode.RUN_NOT_FOUND,
    ProblemCode.RUN_WITHOUT_MODEL,
)
Archived = Annotated[bool, QueryParameter(description="Those that were put away, instead.")]


def wanted(
    listing: Listed,
    search: Search = None,
    archived: Archived = False,  # noqa: FBT002 - the framework passes it by name
) -> ModelFilter:
    """Which models a list is to have."""
    return ModelFilter(listing=listing, search=search, archived=archived)


@get(
    "/",
    summary="List models",
    dependencies={"wanted": Provide(wanted, sync_to_thread=False)},
    responses=refusals(ProblemCode.INVALID_REQUEST),
)
async def list_models(
    services: Opened,
    principal: Asker,
    wanted: NamedDependency[ModelFilter],
    limit: Limit = 50,
    offset: Offset = 0,
) -> ModelPage:
    """Answer with what your trainings have left, newest first."""
    async with services.engine.connect() as tx:
        rows, total = await queries.page(tx, principal.sight, wanted, limit, offset)
    heard = {worker: await _heard(services, worker) for worker in {r["worker_id"] for r in rows}}
    items = [model_of(row, online=heard[row["worker_id"]]) for row in rows]
    return ModelPage(items=items, total=total)


@get("/{run_id:uuid}", summary="Show a model", responses=refusals(*OF_MODEL))
async def show_model(run_id: FromPath[UUID], services: Opened, principal: Asker) -> Model:
    """Answer with what the model can answer, how well, and where it is."""
    return await _shown(services, run_id, principal.sight)


@patch(
    "/{run_id:uuid}",
    summary="Change a model",
    responses=LATE | refusals(*OF_MODEL, ProblemCode.MODEL_DELETED),
)
async def change_model(
    run_id: FromPath[UUID], data: JSONBody[ModelChange], services: Opened, principal: Asker
) -> Response[Accepted]:
    """Call the model otherwise, put it away or back, or say which answers go to a person.

    Its training keeps its own name.
    """
    trained = await _changeable(services, run_id, principal)
    name = data.name and data.name.strip()
    command = ChangeModel(
        run_id=run_id,
        name=name,
        archived=data.archived,
        review_threshold=data.review_threshold,
        actor=principal.actor,
    )
    written = await services.models.carry_out(
        subjects.model(run_id),
        lambda model: commands.change(command, model, trained, services.now()),
    )
    return await accepted(services, run_id, written.last_sequence)


@delete(
    "/{run_id:uuid}",
    summary="Delete a model",
    response_description="Nobody can use it any more",
    status_code=HTTP_200_OK,
    responses=LATE | refusals(*OF_MODEL, ProblemCode.MODEL_IN_USE),
)
async def delete_model(
    run_id: FromPath[UUID], services: Opened, principal: Asker
) -> Response[Accepted]:
    """Have the model's files removed from its machine: at once, or when that is there again.

    Its training stays with all that was measured, and so do sheets that were classified.
    """
    trained = await _changeable(services, run_id, principal)
    command = DeleteModel(run_id=run_id, actor=principal.actor)
    open_jobs = await _open_jobs(services, run_id)
    written = await services.models.carry_out(
        subjects.model(run_id),
        lambda model: commands.request_deletion(command, model, trained, open_jobs, services.now()),
    )
    return await accepted(services, run_id, written.last_sequence)


async def row_of(services: Services, run_id: UUID, sight: Sight) -> Row:
    """The model's row, if it is there for the asker.

    Raises:
        RefusedError: RUN_NOT_FOUND, RUN_WITHOUT_MODEL.
    """
    async with services.engine.connect() as tx:
        row = await queries.one(tx, sight, run_id)
        if row is None:
            there = await queries.is_run(tx, sight, run_id)
            code = ProblemCode.RUN_WITHOUT_MODEL if there else ProblemCode.RUN_NOT_FOUND
            raise RefusedError(code)
    return row


async def _shown(services: Services, run_id: UUID, sight: Sight) -> Model:
    row = await row_of(services, run_id, sight)
    return model_of(row, online=await _heard(services, row["worker_id"]))


async def _heard(services: Services, worker_id: str) -> bool:
    """Whether the machine lives, as far as the broker tells."""
    try:
        return await is_present(services.log.client, worker_id)
    except UnavailableError:
        return False


async def _changeable(services: Services, run_id: UUID, principal: Principal) -> Trained:
    trained = queries.trained(await row_of(services, run_id, principal.sight))
    principal.sight.must_change(Holding(trained.owner_id))
    return trained


async def _open_jobs(services: Services, run_id: UUID) -> int:
    """Once the read model knows of all that were asked for."""
    if not await services.can_be_read(await services.log.last_sequence()):
        raise UnavailableError("the read model is behind")
    async with services.engine.connect() as tx:
        return await classifications.open_of_model(tx, run_id)


router = Router(
    path="/models",
    route_handlers=[list_models, show_model, change_model, delete_model],
    guards=[people_only],
    tags=["models"],
)
