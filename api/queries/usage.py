"""What people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
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

    active_runs: int = 0
    datasets: int = 0
    dataset_bytes: int = 0
    training_hours: float = 0.0
    """Since the month of the question began, as far as it is told when attempts ended."""


async def of(tx: AsyncConnection, owner_id: str, now: datetime) -> Used:
    """What the person uses at ``now``."""
    return (await by_person(tx, now, owner_id)).get(owner_id, Used())


async def by_person(
    tx: AsyncConnection, now: datetime, only: str | None = None
) -> Mapping[str, Used]:
    """What everybody uses at ``now``, or one person; who uses nothing is not among them."""
    files = await _files(tx, _whose(datasets.c.owner_id, only))
    active = await _active(tx, _whose(runs.c.owner_id, only))
    hours = await _training_hours(tx, _whose(runs.c.owner_id, only), now)
    return {
        owner_id: Used(
            active_runs=active.get(owner_id, 0),
            datasets=files.get(owner_id, (0, 0))[0],
            dataset_bytes=files.get(owner_id, (0, 0))[1],
            training_hours=hours.get(owner_id, 0.0),
        )
        for owner_id in files.keys() | active.keys() | hours.keys()
    }


def _whose(owner: ColumnElement[str], only: str | None) -> ColumnElement[bool]:
    return true() if only is None else owner == only


async def _files(tx: AsyncConnection, whose: Any) -> dict[str, tuple[int, int]]:
    """How many, and how large together."""
    size = func.coalesce(func.sum(datasets.c.size_bytes), 0)
    query = select(datasets.c.owner_id, func.count(), size)
    query = query.where(whose, datasets.c.deleted_at.is_(None)).group_by(datasets.c.owner_id)
    return {owner_id: (count, int(total)) for owner_id, count, total in await tx.execute(query)}


async def _active(tx: AsyncConnection, whose: Any) -> dict[str, int]:
    query = select(runs.c.owner_id, func.count()).where(whose, runs.c.status.in_(ACTIVE))
    rows = await tx.execute(query.group_by(runs.c.owner_id))
    return {row.owner_id: row[1] for row in rows}


async def _training_hours(tx: AsyncConnection, whose: Any, now: datetime) -> dict[str, float]:
    """Of all attempts, each from the month's beginning on at the earliest; open ones until now."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    began = func.greatest(attempts.c.started_at, month)
    ended = func.coalesce(attempts.c.ended_at, now)
    seconds = func.coalesce(func.sum(func.extract("epoch", ended - began)), 0)
    query = (
        select(runs.c.owner_id, seconds)
        .join(attempts, runs.c.run_id == attempts.c.run_id)
        .where(whose, ended > month)
        .group_by(runs.c.owner_id)
    )
    return {owner_id: float(sum_) / HOUR_SECONDS for owner_id, sum_ in await tx.execute(query)}
