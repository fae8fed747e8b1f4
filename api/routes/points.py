"""The points of a run's charts."""

from typing import Annotated
from uuid import UUID

import anyio.to_thread
from litestar import Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncConnection

from api.access import people_only
from api.points import Point, standing, thinned
from api.problems import RefusedError
from api.queries import points
from api.queries import runs as queries
from api.rates import COST
from api.routes.wiring import Asker, Opened, refusals
from api.sight import Sight
from api.views.points import RunPoints, points_of
from schemas.problems import ProblemCode

POINTS_COST = 2
"""Requests of another kind."""
_MOST = (1 << 63) - 1

MaxPoints = Annotated[
    int, QueryParameter(ge=3, le=10_000, description="How many to answer with at most.")
]
After = Annotated[
    int, QueryParameter(ge=0, le=_MOST, description="Only what was told after this sequence.")
]


@get(
    "/{run_id:uuid}/points",
    summary="Show what a run's steps measured",
    opt={COST: POINTS_COST},
    responses=refusals(ProblemCode.INVALID_REQUEST, ProblemCode.RUN_NOT_FOUND),
)
async def show_points(
    run_id: FromPath[UUID],
    services: Opened,
    principal: Asker,
    max_points: MaxPoints = 2000,
    after: After = 0,
) -> RunPoints:
    """Answer with the points of the training error, thinned so that their line keeps its shape.

    There is about one a second of training, for as long as log lines are kept.
    """
    async with services.engine.connect() as tx:
        told = await _told(tx, principal.sight, run_id, after)
    return await anyio.to_thread.run_sync(_shown, told, max_points, after)


async def _told(tx: AsyncConnection, sight: Sight, run_id: UUID, after: int) -> list[Point]:
    if await queries.one(tx, sight, run_id) is None:
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    return await points.of_run(tx, run_id, after)


def _shown(told: list[Point], max_points: int, after: int) -> RunPoints:
    held = standing(told)
    sequence = told[-1].sequence if told else after
    return points_of(thinned(held, max_points), len(held), sequence)


router = Router(path="/runs", route_handlers=[show_points], guards=[people_only], tags=["runs"])
