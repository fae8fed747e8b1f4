"""What streams tell: events, log lines and progress, each after a place one has seen.

Topics name what may be told; whose it is was settled when they were bound to their owner.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    text,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from api.frames import frame
from api.places import LogPlace
from api.topics import ALERT_TYPES, WHOLE, Key, Topic, TopicKind, keys_of
from api.views.runs import Progress, progress_of
from schemas import tables
from schemas.lifecycle import RunStatus

audit = tables.audit
logs = tables.logs
runs = tables.runs
reported = tables.progress

MOST = bindparam("most", type_=Integer)
"""How many rows a query answers with at most."""
_RUNS = any_(bindparam("runs", type_=ARRAY(Uuid)))
_LINES = (
    select(logs)
    .where(
        logs.c.run_id == _RUNS,
        tuple_(logs.c.sequence, logs.c.line)
        > tuple_(bindparam("after", type_=BigInteger), bindparam("line", type_=Integer)),
        logs.c.sequence <= bindparam("upto", type_=BigInteger),
    )
    .order_by(logs.c.sequence, logs.c.line)
    .limit(MOST)
)
_PROGRESS = (
    select(
        runs.c.run_id,
        runs.c.status,
        runs.c.attempt,
        runs.c.last_epoch,
        runs.c.hyperparameters,
        reported.c.data.label("progress"),
        reported.c.attempt.label("progress_attempt"),
        reported.c.updated_at.label("progress_at"),
    )
    .join(reported, reported.c.run_id == runs.c.run_id)
    .where(
        runs.c.run_id == _RUNS,
        reported.c.last_sequence > bindparam("after", type_=BigInteger),
    )
)
"""Queries that are made once: to make one takes longer than to run it."""

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
    """Whether its run has ended, and this is the last that is known of it."""

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
    about: dict[str, list[str]] = {}
    for kind, what in keys:
        about.setdefault(kind, []).append(str(what))
    bounds = {"after": after, "upto": upto, "most": limit}
    rows = await tx.execute(_events_under(frozenset(map(TopicKind, about))), {**about, **bounds})
    return [_event(row) for row in rows]


def _event(row: Sequence[Any]) -> EventRow:
    """What was asked for may end before the run does: only its last event ends it."""
    *told, status, last_sequence = row
    event = EventRow(*told, ended=False)
    over = status is not None and RunStatus(status).ended and event.sequence >= last_sequence
    return replace(event, ended=True) if over else event


@cache
def _events_under(kinds: frozenset[TopicKind]) -> Select[*tuple[Any, ...]]:
    """The query for kinds of topics, made once: to make it takes longer than to run it."""
    within = and_(
        audit.c.sequence > bindparam("after", type_=BigInteger),
        audit.c.sequence <= bindparam("upto", type_=BigInteger),
    )
    # Each kind of topic has its own index; together they would be read without any.
    found = union(*(_first(and_(_told_by(kind), within)) for kind in sorted(kinds)))
    whole = not WHOLE.isdisjoint(kinds)
    # Only runs are named by UUIDs.
    run_id = case((audit.c.entity == "run", cast(audit.c.entity_id, Uuid)))
    return (
        select(
            audit.c.entity,
            audit.c.entity_id,
            audit.c.owner_id,
            audit.c.sequence,
            audit.c.type,
            audit.c.occurred_at,
            _shown() if whole else null(),
            runs.c.status,
            runs.c.last_sequence,
        )
        .join(runs, runs.c.run_id == run_id, isouter=True)
        .where(audit.c.sequence.in_(found))
        .order_by(audit.c.sequence)
        .limit(MOST)
    )


def _first(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    sequence = audit.c.sequence
    first = select(sequence).where(condition).order_by(sequence).limit(MOST)
    return select(first.subquery().c.sequence)


def _told_by(kind: TopicKind) -> ColumnElement[bool]:
    """The condition on what is told of ``kind``; what it is about is the parameter of its name."""
    among = any_(bindparam(kind, type_=ARRAY(Text)))
    match kind:
        case TopicKind.RUN | TopicKind.LOGS:
            return and_(audit.c.entity == "run", audit.c.entity_id == among)
        case TopicKind.RUNS:
            return and_(audit.c.entity == "run", audit.c.owner_id == among)
        case TopicKind.ALERTS:
            return and_(audit.c.owner_id == among, audit.c.type.in_(ALERT_TYPES))
        case TopicKind.DATASETS:
            return and_(audit.c.entity == "dataset", audit.c.owner_id == among)
        case TopicKind.CLASSIFICATIONS:
            return and_(audit.c.entity == "classification", audit.c.owner_id == among)
        case TopicKind.WORKERS | TopicKind.QUEUE:
            return audit.c.entity == "worker"


async def log_lines(
    tx: AsyncConnection, run_ids: Collection[UUID], span: tuple[LogPlace, int], limit: int
) -> list[LogRow]:
    """The runs' log lines above a place, up to a batch, in order."""
    (after, line), upto = span
    bounds = {"after": after, "line": line, "upto": upto, "most": limit}
    found = await tx.execute(_LINES, {"runs": list(run_ids), **bounds})
    return [_line(row) for row in found]


def _line(row: Any) -> LogRow:
    return LogRow(row.run_id, (row.sequence, row.line), row.attempt, row.at, row.level, row.text)


async def newest_lines(
    tx: AsyncConnection, run_id: UUID, search: str | None, limit: int
) -> tuple[list[LogRow], int]:
    """The newest of the run's log lines that hold ``search``, oldest first, and how many do."""
    wanted = logs.c.run_id == run_id
    if search:
        wanted = and_(wanted, logs.c.text.icontains(search, autoescape=True))
    newest_first = (logs.c.sequence.desc(), logs.c.line.desc())
    found = await tx.execute(select(logs).where(wanted).order_by(*newest_first).limit(limit))
    lines = [_line(row) for row in found][::-1]
    return lines, await tx.scalar(select(func.count()).select_from(logs).where(wanted)) or 0


async def has_ended(tx: AsyncConnection, run_id: UUID) -> bool:
    """Whether nothing more can happen to the run."""
    status = await tx.scalar(select(runs.c.status).where(runs.c.run_id == run_id))
    return status is not None and RunStatus(status).ended


async def progress_by_run(
    tx: AsyncConnection, run_ids: Collection[UUID]
) -> dict[UUID, ProgressRow]:
    """The latest progress of the runs that are under way."""
    return {row.run_id: row for row in await progress(tx, run_ids, 0)}


async def progress(tx: AsyncConnection, run_ids: Collection[UUID], after: int) -> list[ProgressRow]:
    """The progress that the runs reported above sequence ``after`` of TELEMETRY."""
    found = await tx.execute(_PROGRESS, {"runs": list(run_ids), "after": after})
    told = [(row["run_id"], progress_of(row)) for row in found.mappings()]
    return [ProgressRow(run_id, shown) for run_id, shown in told if shown is not None]


def _shown() -> ColumnElement[str]:
    """An event without the network address of who caused it: streams are for all who see a run."""
    return cast(audit.c.data.op("#-")(text("'{actor,address}'")), Text)
