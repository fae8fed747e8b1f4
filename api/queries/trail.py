"""What streams tell: a run's events, log lines and progress, each after a place one has seen.

Here runs are named without their owner: whose they are is asked once, before a stream begins.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Text, and_, cast, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from api.frames import frame
from api.queries.runs import with_names_and_progress
from api.views.runs import Progress, progress_of
from schemas import tables
from schemas.lifecycle import RunStatus

audit = tables.audit
logs = tables.logs
runs = tables.runs

LogPlace = tuple[int, int]
"""A batch's sequence in TELEMETRY, and a line of it."""
MAX_LINE = 2**31 - 1


@dataclass(frozen=True)
class EventRow:
    """An event of a run."""

    run_id: UUID
    sequence: int
    type: str
    occurred_at: datetime
    data: dict[str, Any]
    ended: bool
    """Whether the run has ended, by this event or a later one of the same answer."""

    @cached_property
    def frame(self) -> bytes:
        """As a stream's message, made once for all who follow the run."""
        shown = {
            "sequence": self.sequence,
            "type": self.type,
            "occurred_at": self.occurred_at.isoformat(),
            "event": self.data,
        }
        name = self.type.split(".")[1]
        return frame(json.dumps(shown, ensure_ascii=False), name, str(self.sequence))


@dataclass(frozen=True)
class LogRow:
    """A line of a run's log."""

    run_id: UUID
    place: LogPlace
    attempt: int
    at: datetime
    level: str
    text: str

    @cached_property
    def frame(self) -> bytes:
        """As a stream's message, made once for all who read along."""
        shown = {
            "at": self.at.isoformat(),
            "level": self.level,
            "text": self.text,
            "attempt": self.attempt,
        }
        return frame(json.dumps(shown, ensure_ascii=False), "log", "{}-{}".format(*self.place))


@dataclass(frozen=True)
class ProgressRow:
    """How far a run is."""

    run_id: UUID
    progress: Progress

    @cached_property
    def frame(self) -> bytes:
        """As a stream's message, made once for all who follow the run."""
        return frame(self.progress.model_dump_json(), "progress")

    def at_least(self, fraction: float) -> "ProgressRow":
        """The same, but not behind ``fraction``."""
        progress = self.progress.at_least(fraction)
        return self if progress is self.progress else ProgressRow(self.run_id, progress)


async def events(
    tx: AsyncConnection, run_ids: Collection[UUID], after: int, limit: int | None = None
) -> list[EventRow]:
    """The runs' events above sequence ``after``, oldest first."""
    # The text of ids is compared: those of other entities in the trail are no UUIDs.
    same_run = audit.c.entity_id == cast(runs.c.run_id, Text)
    query = (
        select(
            runs.c.run_id,
            audit.c.sequence,
            audit.c.type,
            audit.c.occurred_at,
            audit.c.data,
            runs.c.status,
        )
        .join(runs, and_(same_run, runs.c.run_id.in_(run_ids)))
        .where(audit.c.entity == "run", audit.c.entity_id.in_(map(str, run_ids)))
        .where(audit.c.sequence > after)
        .order_by(audit.c.sequence)
    )
    found = await tx.execute(query.limit(limit))
    return [EventRow(*row[:-1], RunStatus(row[-1]).ended) for row in found]


async def log_lines(
    tx: AsyncConnection, run_ids: Collection[UUID], after: LogPlace, limit: int | None = None
) -> list[LogRow]:
    """The runs' log lines after ``after``, in order."""
    query = (
        select(logs)
        .where(logs.c.run_id.in_(run_ids), tuple_(logs.c.sequence, logs.c.line) > after)
        .order_by(logs.c.sequence, logs.c.line)
    )
    found = await tx.execute(query.limit(limit))
    return [
        LogRow(row.run_id, (row.sequence, row.line), row.attempt, row.at, row.level, row.text)
        for row in found
    ]


async def has_ended(tx: AsyncConnection, run_id: UUID) -> bool:
    """Whether nothing more can happen to the run."""
    status = await tx.scalar(select(runs.c.status).where(runs.c.run_id == run_id))
    return status is not None and RunStatus(status).ended


async def progress(tx: AsyncConnection, run_ids: Collection[UUID], after: int) -> list[ProgressRow]:
    """The progress that the runs reported above sequence ``after`` of TELEMETRY."""
    condition = and_(runs.c.run_id.in_(run_ids), tables.progress.c.last_sequence > after)
    found = await tx.execute(with_names_and_progress().where(condition))
    told = [(row["run_id"], progress_of(row)) for row in found.mappings()]
    return [ProgressRow(run_id, shown) for run_id, shown in told if shown is not None]


def after_batch(sequence: int) -> LogPlace:
    """The place behind every line of the batch at ``sequence``."""
    return (sequence, MAX_LINE)
