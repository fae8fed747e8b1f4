"""What the read model knows of the workers' speeds; they are the computers', nobody's own.

A speed names no person, no run and no data: everybody's estimates use it.
"""

from sqlalchemy import Float, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.estimates import Speed
from schemas import tables
from schemas.tasks import Task

RECENT = 5
"""Attempts that an average goes back, so that a new graphics card is soon believed."""


async def of(tx: AsyncConnection, base_model: str, task: Task) -> list[Speed]:
    """Every worker's with this base model and task, the mean of its latest measured attempts."""
    runs, attempts = tables.runs.c, tables.attempts.c
    device_name = attempts.environment["device_name"].astext
    latest = func.row_number().over(
        partition_by=(attempts.worker_id, device_name), order_by=attempts.last_sequence.desc()
    )
    measured = (
        select(
            attempts.worker_id,
            device_name.label("device_name"),
            attempts.forecast["tokens_per_second"].astext.cast(Float).label("tokens_per_second"),
            attempts.took_ratio,
            latest.label("latest"),
        )
        .join(tables.runs, runs.run_id == attempts.run_id)
        .where(runs.base_model == base_model, runs.task == task.value)
        .where(attempts.forecast.is_not(None))
        .subquery()
        .c
    )
    query = (
        select(
            measured.worker_id,
            measured.device_name,
            func.avg(measured.tokens_per_second),
            func.avg(measured.took_ratio),
            func.count(),
        )
        .where(measured.latest <= RECENT)
        .group_by(measured.worker_id, measured.device_name)
        .order_by(measured.worker_id, measured.device_name)
    )
    return [Speed(*row) for row in await tx.execute(query)]
