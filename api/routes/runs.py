"""Runs: asked for, listed, looked at, stopped, repeated."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from sqlalchemy.ext.asyncio import AsyncConnection

from api import estimates
from api.access import Principal, people_only
from api.commands import runs as commands
from api.commands.datasets import Dataset
from api.commands.rules import Rules
from api.commands.runs import Run
from api.documents import BodyOptional
from api.idempotency import RunIds, run_ids
from api.problems import RefusedError
from api.queries import alerts
from api.queries import runs as queries
from api.queries.runs import RunFilter, RunOrder
from api.routes.wiring import (
    LATE,
    Asker,
    Limit,
    Listed,
    Offset,
    Opened,
    Search,
    Spoken,
    accepted,
    refusals,
)
from api.services import Services
from api.sight import Sight
from api.views.base import Accepted
from api.views.runs import (
    Cancellation,
    NewRun,
    Retrial,
    Row,
    RunChange,
    RunDetails,
    RunMetrics,
    RunPage,
    Turn,
    details_of,
    summary_of,
)
from schemas import subjects
from schemas.commands.run import CancelRun, RenameRun, ReproduceRun, RequestRun, RetryRun
from schemas.events.run import RunEvent
from schemas.lifecycle import RunStatus
from schemas.problems import ProblemCode
from schemas.tasks import Task

IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="Repeat a request with its key and nothing is done twice: the answer is the"
        " first one's. The same key with another body is refused.",
    ),
]


@post(
    "/",
    summary="Train a model",
    response_description="The run is queued",
    status_code=HTTP_201_CREATED,
    responses=LATE
    | refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.DATASET_VERSION_NOT_FOUND,
        ProblemCode.TASK_MISMATCH,
        ProblemCode.TASK_NOT_TAUGHT,
        ProblemCode.CLASS_TOO_SMALL,
        ProblemCode.ENTITY_TYPE_TOO_SMALL,
        ProblemCode.BASE_MODEL_NOT_ALLOWED,
        ProblemCode.QUOTA_RUNS,
        ProblemCode.QUOTA_RUNS_OF_ALL,
        ProblemCode.IDEMPOTENCY_KEY_REUSED,
    ),
)
async def request_run(
    data: JSONBody[NewRun],
    services: Opened,
    principal: Asker,
    idempotency_key: IdempotencyKey = None,
) -> Response[Accepted]:
    """Queue a training on a dataset. The preset is resolved now, and the run keeps the result."""
    body = data.model_dump_json(exclude_unset=True)
    ids = run_ids(principal.subject, idempotency_key, body)
    dataset = (await services.datasets.load(subjects.dataset(data.dataset_id))).state
    rules = await services.standing.rules()
    command = _request(data, ids, dataset, services, rules, principal)
    written = await services.admission.admit(
        ids.run_id,
        lambda run: commands.request(
            command,
            run,
            dataset,
            principal.sight,
            services.settings.base_models,
            services.now(),
        ),
    )
    return await accepted(services, ids.run_id, written.first_sequence, HTTP_201_CREATED)


def _request(
    data: NewRun,
    ids: RunIds,
    dataset: Dataset | None,
    services: Services,
    rules: Rules,
    principal: Principal,
) -> RequestRun:
    """The command, with what the body leaves open taken from the dataset and the rules."""
    return RequestRun(
        command_id=ids.command_id,
        run_id=ids.run_id,
        actor=principal.actor,
        name=data.name or (dataset.uploaded.name if dataset else "?"),
        dataset_id=data.dataset_id,
        dataset_version=data.dataset_version,
        task=data.task or (dataset.uploaded.reading.task if dataset else Task.TEXT_CLASSIFICATION),
        base_model=data.base_model,
        preset=data.preset,
        base=rules.base(data.preset),
        overrides=data.hyperparameters,
        pool=services.settings.pool,
        max_retries=rules.limits.retries,
        exports=data.exports,
    )


@get("/", summary="List runs", responses=refusals(ProblemCode.INVALID_REQUEST))
async def list_runs(  # noqa: PLR0913 (one parameter for each of the query's)
    services: Opened,
    principal: Asker,
    listing: Listed,
    limit: Limit = 50,
    offset: Offset = 0,
    status: FromQuery[RunStatus | None] = None,
    dataset_id: FromQuery[UUID | None] = None,
    search: Search = None,
    order: FromQuery[RunOrder] = RunOrder.CREATED,
    descending: FromQuery[bool] = True,  # noqa: FBT002 - the framework passes it by name
) -> RunPage:
    """Answer with your runs, the newest first unless another order is wanted."""
    wanted = RunFilter(
        listing=listing,
        status=status,
        dataset_id=dataset_id,
        search=search,
        order=order,
        descending=descending,
    )
    async with services.engine.connect() as tx:
        rows, total = await queries.page(tx, principal.sight, wanted, limit, offset)
    return RunPage(items=[summary_of(row) for row in rows], total=total)


@get("/{run_id:uuid}", summary="Show a run", responses=refusals(ProblemCode.RUN_NOT_FOUND))
async def show_run(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    language: Spoken,
) -> RunDetails:
    """Answer with all that is known of a run, enough to repeat it."""
    async with services.engine.connect() as tx:
        row = await queries.one(tx, principal.sight, run_id)
        if row is None:
            raise RefusedError(ProblemCode.RUN_NOT_FOUND)
        opened = await alerts.open_of_run(tx, run_id)
        return details_of(row, opened, language, await _turn(tx, row))


async def _turn(tx: AsyncConnection, row: Row) -> Turn | None:
    position = await queries.queue_position(tx, row)
    if position is None:
        return None
    busy = await queries.seconds_left(tx, row["pool"])
    return Turn(position, estimates.starts_in(position, busy))


@get(
    "/{run_id:uuid}/metrics",
    summary="Show what a run measured",
    responses=refusals(ProblemCode.RUN_NOT_FOUND),
)
async def show_metrics(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
) -> RunMetrics:
    """Answer with one entry per finished epoch, and the final exam once there is one."""
    async with services.engine.connect() as tx:
        exam = await queries.report(tx, principal.sight, run_id)
        if exam is None:
            raise RefusedError(ProblemCode.RUN_NOT_FOUND)
        epochs = await queries.metrics(tx, principal.sight, run_id)
    return RunMetrics.model_validate({"epochs": epochs, "final": exam["report"]})


@patch(
    "/{run_id:uuid}",
    summary="Rename a run",
    response_description="It is called so",
    responses=LATE | refusals(ProblemCode.INVALID_REQUEST, ProblemCode.RUN_NOT_FOUND),
)
async def rename_run(
    run_id: FromPath[UUID], services: Opened, principal: Asker, data: JSONBody[RunChange]
) -> Response[Accepted]:
    """Call a run otherwise; it may wait, train or have ended."""
    command = RenameRun(run_id=run_id, name=data.name, actor=principal.actor)
    written = await services.runs.carry_out(
        subjects.run(run_id),
        lambda run: commands.rename(command, run, principal.sight, services.now()),
    )
    return await accepted(services, run_id, written.last_sequence, HTTP_200_OK)


@post(
    "/{run_id:uuid}/cancel",
    summary="Stop a run",
    response_description="The run has ended, or knows that it is to stop",
    operation_class=BodyOptional,
    status_code=HTTP_200_OK,
    responses=LATE
    | refusals(
        ProblemCode.INVALID_REQUEST, ProblemCode.RUN_NOT_FOUND, ProblemCode.RUN_ALREADY_ENDED
    ),
)
async def cancel_run(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    data: JSONBody[Cancellation | None] = None,
) -> Response[Accepted]:
    """Ask a run to stop: one that waits ends at once, one that trains after a checkpoint."""
    keep_model = data is not None and data.keep_model
    command = CancelRun(run_id=run_id, keep_model=keep_model, actor=principal.actor)
    written = await services.runs.carry_out(
        subjects.run(run_id),
        lambda run: commands.cancel(command, run, principal.sight, services.now()),
    )
    return await accepted(services, run_id, written.last_sequence, HTTP_200_OK)


@post(
    "/{run_id:uuid}/reproduce",
    summary="Repeat a run",
    response_description="The new run is queued",
    status_code=HTTP_201_CREATED,
    responses=LATE
    | refusals(
        ProblemCode.RUN_NOT_FOUND,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.QUOTA_RUNS,
        ProblemCode.QUOTA_RUNS_OF_ALL,
        ProblemCode.IDEMPOTENCY_KEY_REUSED,
    ),
)
async def reproduce_run(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    idempotency_key: IdempotencyKey = None,
) -> Response[Accepted]:
    """Queue a new run with the same examples, hyperparameters and seed."""
    ids = run_ids(principal.subject, idempotency_key, f"reproduce {run_id}")
    command = ReproduceRun(
        command_id=ids.command_id, run_id=ids.run_id, source_id=run_id, actor=principal.actor
    )
    return await _admitted(services, principal.sight, command, commands.reproduce)


@post(
    "/{run_id:uuid}/retry",
    summary="Try a failed run again",
    response_description="The new run is queued",
    operation_class=BodyOptional,
    status_code=HTTP_201_CREATED,
    responses=LATE
    | refusals(
        ProblemCode.INVALID_REQUEST,
        ProblemCode.RUN_NOT_FOUND,
        ProblemCode.DATASET_NOT_FOUND,
        ProblemCode.RUN_NOT_FAILED,
        ProblemCode.RUN_LIGHTEST,
        ProblemCode.QUOTA_RUNS,
        ProblemCode.QUOTA_RUNS_OF_ALL,
        ProblemCode.IDEMPOTENCY_KEY_REUSED,
    ),
)
async def retry_run(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    data: JSONBody[Retrial | None] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response[Accepted]:
    """Queue a new run on the same examples: from where the failed one was, or with less to do."""
    wish = data or Retrial()
    ids = run_ids(principal.subject, idempotency_key, f"retry {run_id} {wish.lighter}")
    command = RetryRun(
        command_id=ids.command_id,
        run_id=ids.run_id,
        source_id=run_id,
        lighter=wish.lighter,
        actor=principal.actor,
    )
    return await _admitted(services, principal.sight, command, commands.retry)


Again = TypeVar("Again", ReproduceRun, RetryRun)


async def _admitted(
    services: Services,
    sight: Sight,
    command: Again,
    decide: Callable[[Again, Run | None, Run, Dataset | None, Sight, datetime], Sequence[RunEvent]],
) -> Response[Accepted]:
    """The answer to who wants a run to be made of another one."""
    original = await _seen(services, command.source_id, sight)
    of_dataset = subjects.dataset(original.requested.dataset_id)
    dataset = (await services.datasets.load(of_dataset)).state
    written = await services.admission.admit(
        command.run_id,
        lambda run: decide(command, run, original, dataset, sight, services.now()),
    )
    return await accepted(services, command.run_id, written.first_sequence, HTTP_201_CREATED)


async def _seen(services: Services, run_id: UUID, sight: Sight) -> Run:
    run = (await services.runs.load(subjects.run(run_id))).state
    model = (await services.models.load(subjects.model(run_id))).state
    return commands.seen(run, model.grantees if model else frozenset(), sight)


router = Router(
    path="/runs",
    route_handlers=[
        request_run,
        list_runs,
        show_run,
        show_metrics,
        rename_run,
        cancel_run,
        reproduce_run,
        retry_run,
    ],
    guards=[people_only],
    tags=["runs"],
)
