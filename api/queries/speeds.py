"""What the read model knows of the workers' speeds; they are the computers', nobody's own."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.estimates import Speed
from schemas import tables
from schemas.tasks import Task

speeds = tables.speeds


async def of(tx: AsyncConnection, base_model: str, task: Task) -> list[Speed]:
    """Every worker's with this base model and task."""
    query = (
        select(
            speeds.c.worker_id,
            speeds.c.device_name,
            speeds.c.tokens_per_second,
            speeds.c.took_ratio,
            speeds.c.measured,
        )
        .where(speeds.c.base_model == base_model, speeds.c.task == task.value)
        .order_by(speeds.c.worker_id, speeds.c.device_name)
    )
    return [Speed(*row) for row in await tx.execute(query)]
