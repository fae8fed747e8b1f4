"""What the read model knows of a run that ended without a model, and of its other tries."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.sight import RUNS, Sight
from api.views.base import Row
from schemas import tables

runs, audit, workers, logs = tables.runs, tables.audit, tables.workers, tables.logs

MOST_TRIES = 50
"""That are told; who tries more often is after something else."""


async def tries(tx: AsyncConnection, sight: Sight, run_id: UUID) -> Sequence[Row]:
    """The run, what it tries again, and what tried it again, that the asker sees: oldest first."""
    first = _line(run_id)
    told = select(runs).where(sight.seen(RUNS), runs.c.run_id.in_(first))
    found = await tx.execute(told.order_by(runs.c.requested_sequence).limit(MOST_TRIES))
    return found.mappings().all()


async def keeper(tx: AsyncConnection, run: Row) -> str | None:
    """The name of the computer that kept a checkpoint of ``run``, the newest if there are several.

    One that goes on from an earlier run's may not have told of one of its own; epochs have one.
    """
    saved = select(audit.c.data["worker_id"].astext)
    newest = saved.where(*_told(run["run_id"], "run.checkpoint_saved.v1"))
    worker_id = await tx.scalar(newest.order_by(audit.c.sequence.desc()).limit(1))
    if worker_id is None and run["last_epoch"] > 0:
        worker_id = run["worker_id"]
    return await tx.scalar(select(workers.c.name).where(workers.c.worker_id == worker_id))


async def who_cancelled(tx: AsyncConnection, run_id: UUID) -> str | None:
    """The id of the person who asked for the run's end first."""
    asked = select(audit.c.actor_id).where(*_told(run_id, "run.cancel_requested.v1"))
    return await tx.scalar(asked.order_by(audit.c.sequence).limit(1))


async def events(tx: AsyncConnection, run_id: UUID, most: int) -> Sequence[Row]:
    """The newest events of the run, oldest first."""
    newest = (
        select(audit.c.sequence, audit.c.stored_at, audit.c.type, audit.c.data)
        .where(*_told(run_id))
        .order_by(audit.c.sequence.desc())
        .limit(most)
    )
    return (await tx.execute(newest)).mappings().all()[::-1]


async def lines(tx: AsyncConnection, run_id: UUID, most: int) -> Sequence[Row]:
    """The newest lines of the run's log, oldest first."""
    newest = (
        select(logs.c.at, logs.c.attempt, logs.c.worker_id, logs.c.level, logs.c.text)
        .where(logs.c.run_id == run_id)
        .order_by(logs.c.sequence.desc(), logs.c.line.desc())
        .limit(most)
    )
    return (await tx.execute(newest)).mappings().all()[::-1]


def _told(run_id: UUID, kind: str | None = None) -> list[ColumnElement[bool]]:
    of_run = [audit.c.entity == "run", audit.c.entity_id == str(run_id)]
    return of_run if kind is None else [*of_run, audit.c.type == kind]


def _line(run_id: UUID) -> Select[UUID]:
    """The ids of all tries of what ``run_id`` tries: up to the first, and from it down."""
    up = select(runs.c.run_id, runs.c.retries).where(runs.c.run_id == run_id).cte(recursive=True)
    earlier = select(runs.c.run_id, runs.c.retries).where(runs.c.run_id == up.c.retries)
    up = up.union(earlier)
    down = select(up.c.run_id).cte(recursive=True)
    later = select(runs.c.run_id).where(runs.c.retries == down.c.run_id)
    return select(down.union(later).c.run_id)
