"""What streams tell: events, log lines and progress, each after a place one has seen.

Topics name what may be told; whose it is was settled when they were bound to their owner.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    case,
    cast,
    literal,
    null,
    select,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from api.frames import frame
from api.places import LogPlace
from api.queries.runs import with_names_and_progress
from api.topics import ALERT_TYPES, WHOLE, Key, Topic, TopicKind, keys_of
from api.views.runs import Progress, progress_of
from schemas import tables
from schemas.lifecycle import RunStatus

audit = tables.audit
logs = tables.logs
runs = tables.runs

Span = tuple[int, int]
"""Above the first sequence, up to the second."""


@dataclass(frozen=True)
class EventRow:
    """An event, as the audit trail has it."""

    entity: str
    entity_id: str
    owner_id: str | None
    sequence: int
    type: str
    occurred_at: datetime
    data: str | None
    """The event as JSON; None where nobody wants to know more than that it happened."""
    ended: bool
    """Whether its run has ended, by this event or a later one of the same answer."""

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """What it is about."""
        return keys_of(self.entity, self.entity_id, self.owner_id, self.type)

    @property
    def size_bytes(self) -> int:
        """About what it takes while it waits."""
        return len(self.data or self.type)

    @cached_property
    def frame(self) -> bytes:
        """As a message of its run's own stream, made once for all who follow the run."""
        return self._frame(f'{self._told}, "event": {self.data}}}', str(self.sequence))

    def frame_for(self, topics: tuple[Topic, ...]) -> bytes:
        """As a message under ``topics``, still without its id; made once for each of them."""
        if topics not in self._frames:
            whole = not WHOLE.isdisjoint(topic.kind for topic in topics)
            about = {"topics": [*map(str, topics)], "entity": self.entity, "id": self.entity_id}
            event = self.data if whole else "null"
            data = f'{self._told}, {json.dumps(about)[1:-1]}, "event": {event}}}'
            self._frames[topics] = self._frame(data)
        return self._frames[topics]

    @cached_property
    def _frames(self) -> dict[tuple[Topic, ...], bytes]:
        return {}

    @property
    def _told(self) -> str:
        """The beginning of every message about it, without a closing brace."""
        said = {
            "sequence": self.sequence,
            "type": self.type,
            "occurred_at": self.occurred_at.isoformat(),
        }
        return json.dumps(said)[:-1]

    def _frame(self, data: str, event_id: str | None = None) -> bytes:
        return frame(data, self.type.split(".")[1], event_id)


@dataclass(frozen=True)
class LogRow:
    """A line of a run's log."""

    run_id: UUID
    place: LogPlace
    attempt: int
    at: datetime
    level: str
    text: str

    @property
    def keys(self) -> tuple[Key, ...]:
        """What it is about."""
        return ((TopicKind.LOGS, self.run_id),)

    @property
    def size_bytes(self) -> int:
        """About what it takes while it waits."""
        return len(self.text)

    @cached_property
    def frame(self) -> bytes:
        """As a message of its log's own stream, made once for all who read along."""
        return frame(json.dumps(self._told, ensure_ascii=False), "log", self.place_text)

    @property
    def place_text(self) -> str:
        """Its id in that stream."""
        return "{}-{}".format(*self.place)

    def frame_for(self, topics: tuple[Topic, ...]) -> bytes:
        """As a message under ``topics``, of which only one can be; still without its id."""
        return self._named_frame

    @cached_property
    def _named_frame(self) -> bytes:
        about = {"topics": [f"{TopicKind.LOGS}:{self.run_id}"], "run_id": str(self.run_id)}
        return frame(json.dumps(about | self._told, ensure_ascii=False), "log")

    @property
    def _told(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "level": self.level,
            "text": self.text,
            "attempt": self.attempt,
        }


@dataclass(frozen=True)
class ProgressRow:
    """How far a run is."""

    run_id: UUID
    progress: Progress

    @property
    def key(self) -> Key:
        """What it is about."""
        return (TopicKind.RUN, self.run_id)

    @cached_property
    def frame(self) -> bytes:
        """As a message of its run's own stream, made once for all who follow the run."""
        return frame(self.progress.model_dump_json(), "progress")

    @cached_property
    def named_frame(self) -> bytes:
        """As a message of a stream of several topics, made once for all."""
        about = {"topics": [f"{TopicKind.RUN}:{self.run_id}"], "run_id": str(self.run_id)}
        return frame(json.dumps(about | self.progress.model_dump(mode="json")), "progress")

    def at_least(self, fraction: float) -> "ProgressRow":
        """The same, but not behind ``fraction``."""
        progress = self.progress.at_least(fraction)
        return self if progress is self.progress else ProgressRow(self.run_id, progress)


async def events(
    tx: AsyncConnection, keys: Collection[Key], span: Span, limit: int
) -> list[EventRow]:
    """What is told under ``keys``, oldest first."""
    after, upto = span
    within = and_(audit.c.sequence > after, audit.c.sequence <= upto)
    # Each kind of topic has its own index; together they would be read without any.
    found = union(*(_first(and_(told, within), limit) for told in _told_under(keys)))
    whole = not WHOLE.isdisjoint(kind for kind, _ in keys)
    # Only runs are named by UUIDs.
    run_id = case((audit.c.entity == "run", cast(audit.c.entity_id, Uuid)))
    query = (
        select(
            audit.c.entity,
            audit.c.entity_id,
            audit.c.owner_id,
            audit.c.sequence,
            audit.c.type,
            audit.c.occurred_at,
            cast(audit.c.data, Text) if whole else null(),
            runs.c.status,
        )
        .join(runs, runs.c.run_id == run_id, isouter=True)
        .where(audit.c.sequence.in_(found))
        .order_by(audit.c.sequence)
        .limit(limit)
    )
    rows = await tx.execute(query)
    return [EventRow(*row[:-1], row[-1] is not None and RunStatus(row[-1]).ended) for row in rows]


def _first(condition: ColumnElement[bool], limit: int) -> Select[tuple[int]]:
    sequence = audit.c.sequence
    first = select(sequence).where(condition).order_by(sequence).limit(limit)
    return select(first.subquery().c.sequence)


def _told_under(keys: Iterable[Key]) -> list[ColumnElement[bool]]:
    """The conditions, of which an event that is told meets one."""
    about: dict[TopicKind, list[str]] = {}
    for kind, what in keys:
        about.setdefault(kind, []).append(str(what))
    return [_told_by(kind, whats) for kind, whats in about.items()]


def _told_by(kind: TopicKind, about: list[str]) -> ColumnElement[bool]:
    among = any_(literal(about, ARRAY(Text)))
    match kind:
        case TopicKind.RUN | TopicKind.LOGS:
            return and_(audit.c.entity == "run", audit.c.entity_id == among)
        case TopicKind.RUNS:
            return and_(audit.c.entity == "run", audit.c.owner_id == among)
        case TopicKind.ALERTS:
            return and_(audit.c.owner_id == among, audit.c.type.in_(ALERT_TYPES))
        case TopicKind.DATASETS:
            return and_(audit.c.entity == "dataset", audit.c.owner_id == among)
        case TopicKind.WORKERS | TopicKind.QUEUE:
            return audit.c.entity == "worker"


async def log_lines(
    tx: AsyncConnection, run_ids: Collection[UUID], span: tuple[LogPlace, int], limit: int
) -> list[LogRow]:
    """The runs' log lines above a place, up to a batch, in order."""
    after, upto = span
    within = and_(tuple_(logs.c.sequence, logs.c.line) > after, logs.c.sequence <= upto)
    query = (
        select(logs)
        .where(logs.c.run_id == any_(literal(list(run_ids), ARRAY(Uuid))), within)
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
