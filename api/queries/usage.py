"""What one person uses."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.queries.admissions import ACTIVE
from schemas import tables

HOUR_SECONDS = 3600
datasets = tables.datasets
runs = tables.runs
attempts = tables.attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Of runs, files and computers."""

    active_runs: int
    datasets: int
    dataset_bytes: int
    training_hours: float
    """Since the month of the question began, as far as it is told when attempts ended."""


async def of(tx: AsyncConnection, owner_id: str, now: datetime) -> Used:
    """What the person uses at ``now``."""
    own = datasets.c.owner_id == owner_id, datasets.c.deleted_at.is_(None)
    size = func.coalesce(func.sum(datasets.c.size_bytes), 0)
    files = (await tx.execute(select(func.count(), size).where(*own))).one()
    active = runs.c.owner_id == owner_id, runs.c.status.in_(ACTIVE)
    count = select(func.count()).select_from(runs).where(*active)
    return Used(
        active_runs=await tx.scalar(count) or 0,
        datasets=files[0],
        dataset_bytes=int(files[1]),
        training_hours=await _training_seconds(tx, owner_id, now) / HOUR_SECONDS,
    )


async def _training_seconds(tx: AsyncConnection, owner_id: str, now: datetime) -> float:
    """Of all attempts, each from the month's beginning on at the earliest; open ones until now."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    began = func.greatest(attempts.c.started_at, month)
    ended = func.coalesce(attempts.c.ended_at, now)
    seconds = func.sum(func.extract("epoch", ended - began))
    query = (
        select(func.coalesce(seconds, 0))
        .join(runs, runs.c.run_id == attempts.c.run_id)
        .where(runs.c.owner_id == owner_id, ended > month)
    )
    return float(await tx.scalar(query) or 0)
