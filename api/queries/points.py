"""What the steps of runs measured, as the read model has it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.points import Point
from schemas import tables

points = tables.points


async def of_run(tx: AsyncConnection, run_id: UUID, after: int) -> list[Point]:
    """The run's points above sequence ``after`` of TELEMETRY, in its order."""
    columns = (points.c[name] for name in Point.__slots__)
    query = select(*columns).where(points.c.run_id == run_id, points.c.sequence > after)
    return [Point(*row) for row in await tx.execute(query.order_by(points.c.sequence))]
