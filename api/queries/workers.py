"""What the log says of workers; how they are now is their presence."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.views.runs import Row
from schemas import tables


async def every(tx: AsyncConnection) -> Sequence[Row]:
    """All workers ever admitted, by name."""
    query = select(tables.workers).order_by(tables.workers.c.name, tables.workers.c.worker_id)
    return (await tx.execute(query)).mappings().all()
