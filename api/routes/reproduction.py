"""What came of repeating a run."""

from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncConnection

from api.access import people_only
from api.problems import RefusedError
from api.queries import runs as queries
from api.routes.wiring import Asker, Opened, Spoken, refusals
from api.sight import Sight
from api.views.reproduction import Reproduction, reproduction_of
from api.views.runs import Row
from schemas import reproduction
from schemas.events.run import Environment, ModelFiles
from schemas.forecast import Forecast
from schemas.lifecycle import RunStatus
from schemas.metrics import EpochMetrics, reports
from schemas.problems import ProblemCode
from schemas.reproduction import Side


@get(
    "/{run_id:uuid}/reproduction",
    summary="Compare a repeated run with its original",
    responses=refusals(ProblemCode.RUN_NOT_FOUND, ProblemCode.RUN_REPEATS_NONE),
)
async def show_reproduction(
    run_id: FromPath[UUID], services: Opened, principal: Asker, language: Spoken
) -> Reproduction:
    """Answer with whether the same came of it, to the last bit, and with what was otherwise."""
    async with services.engine.connect() as tx:
        copy = await _seen(tx, principal.sight, run_id)
        original_id: UUID | None = copy["reproduces"]
        if original_id is None:
            raise RefusedError(ProblemCode.RUN_REPEATS_NONE)
        original = await _seen(tx, principal.sight, original_id)
        sides = [await _side(tx, principal.sight, row) for row in (original, copy)]
    return reproduction_of(run_id, original_id, reproduction.compare(*sides), language)


async def _seen(tx: AsyncConnection, sight: Sight, run_id: UUID) -> Row:
    row = await queries.one(tx, sight, run_id)
    if row is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    return row


async def _side(tx: AsyncConnection, sight: Sight, row: Row) -> Side:
    epochs = await queries.metrics(tx, sight, row["run_id"])
    return Side(
        status=RunStatus(row["status"]),
        environment=row["environment"] and Environment.model_validate(row["environment"]),
        forecast=row["forecast"] and Forecast.model_validate(row["forecast"]),
        model=row["model"] and ModelFiles.model_validate(row["model"]),
        report=row["report"] and reports.validate_python(row["report"]),
        epochs=[EpochMetrics.model_validate(epoch) for epoch in epochs],
    )


router = Router(
    path="/runs", route_handlers=[show_reproduction], guards=[people_only], tags=["runs"]
)
