"""What people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, cast, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from api.queries.admissions import ACTIVE
from schemas import tables

HOUR_SECONDS = 3600
datasets = tables.datasets
runs = tables.runs
attempts = tables.attempts
jobs = tables.classifications

FIGURES = ("active_runs", "datasets", "dataset_bytes", "sheet_bytes", "seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Of runs, files and computers."""

    active_runs: int = 0
    datasets: int = 0
    dataset_bytes: int = 0
    stored_bytes: int = 0
    """Of the datasets' files, and of what is kept of classified sheets."""
    training_hours: float = 0.0
    """Since the month of the question began, as far as it is told when attempts ended."""


async def of(tx: AsyncConnection, owner_id: str, now: datetime) -> Used:
    """What the person uses at ``now``."""
    return (await by_person(tx, now, owner_id)).get(owner_id, Used())


async def by_person(
    tx: AsyncConnection, now: datetime, only: str | None = None
) -> Mapping[str, Used]:
    """What everybody uses at ``now``, or one person; who uses nothing is not among them."""
    parts = union_all(_files(), _sheets(), _active(), _training_seconds(now)).subquery()
    totals = [func.sum(parts.c[name]).label(name) for name in FIGURES]
    query = select(parts.c.owner_id, *totals).group_by(parts.c.owner_id)
    if only is not None:
        query = query.where(parts.c.owner_id == only)
    return {
        row.owner_id: Used(
            active_runs=int(row.active_runs),
            datasets=int(row.datasets),
            dataset_bytes=int(row.dataset_bytes),
            stored_bytes=int(row.dataset_bytes + row.sheet_bytes),
            training_hours=float(row.seconds) / HOUR_SECONDS,
        )
        for row in await tx.execute(query)
    }


def _part(owner_id: ColumnElement[str], **figures: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Some figures by person; the others are 0 there."""
    named = (figures.get(name, literal(0)) for name in FIGURES)
    return select(
        owner_id.label("owner_id"),
        *(cast(each, Float).label(name) for name, each in zip(FIGURES, named, strict=True)),
    ).group_by(owner_id)


def _files() -> Select[*tuple[Any, ...]]:
    size = func.sum(datasets.c.size_bytes)
    return _part(datasets.c.owner_id, datasets=func.count(), dataset_bytes=size).where(
        datasets.c.deleted_at.is_(None)
    )


def _sheets() -> Select[*tuple[Any, ...]]:
    kept = jobs.c.deleted_at.is_(None)
    return _part(jobs.c.owner_id, sheet_bytes=func.sum(jobs.c.size_bytes)).where(kept)


def _active() -> Select[*tuple[Any, ...]]:
    return _part(runs.c.owner_id, active_runs=func.count()).where(runs.c.status.in_(ACTIVE))


def _training_seconds(now: datetime) -> Select[*tuple[Any, ...]]:
    """Of all attempts, each from the month's beginning on at the earliest; open ones until now."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    began = func.greatest(attempts.c.started_at, month)
    ended = func.coalesce(attempts.c.ended_at, now)
    seconds = func.sum(func.extract("epoch", ended - began))
    return (
        _part(runs.c.owner_id, seconds=seconds)
        .join(attempts, runs.c.run_id == attempts.c.run_id)
        .where(ended > month)
    )
