"""The audit trail, filtered by indexes, newest first, a page at a time.

A text alone has none: it is looked for in the lines that the other filters leave.
"""

from collections.abc import AsyncGenerator, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.sentences.audit import Line, Named, Names
from api.views.base import Row
from schemas import tables
from schemas.base import ActorKind

audit = tables.audit
seals = tables.seals

EXPORT_LINES = 1000
"""Read at a time."""
_BEYOND = (1 << 63) - 1
UNSEEN = (
    "run.epoch_completed.v1",
    "run.checkpoint_saved.v1",
    "run.memory_reduced.v1",
    "run.measured.v1",
)
"""What machines tell while they train; people are shown how their own things begin and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines."""

    owner_id: str | None
    """None for everybody's, and what machines told on the way."""
    actor_kind: ActorKind | None = None
    actor_id: str | None = None
    entity: str | None = None
    entity_id: str | None = None
    types: Collection[str] | None = None
    address: str | None = None
    text: str | None = None
    """In anything that the event says but who caused it, whatever its case."""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""
    after: int | None = None
    before: int | None = None
    """Only lines with numbers between these two."""


async def page(tx: AsyncConnection, wanted: Wanted, limit: int) -> list[Line]:
    """The newest ``limit`` of the lines."""
    wanted = await bounded(tx, wanted)
    return await _read(tx, lines(wanted).order_by(audit.c.sequence.desc()).limit(limit))


async def everything(
    engine: AsyncEngine, wanted: Wanted
) -> AsyncGenerator[tuple[list[Line], Names]]:
    """All the lines there are now, oldest first, a part at a time, with the names that are in it.

    Whoever reads slowly holds no connection meanwhile.
    """
    async with engine.connect() as tx:
        wanted = await bounded(tx, replace(wanted, before=wanted.before or await _end(tx)))
    while True:
        async with engine.connect() as tx:
            query = lines(wanted).order_by(audit.c.sequence).limit(EXPORT_LINES)
            found = await _read(tx, query)
            called = await names(tx, named_in(found))
        if not found:
            return
        yield found, called
        wanted = replace(wanted, after=found[-1].sequence)


def named_in(found: Iterable[Line]) -> set[Named]:
    """All that the sentences of these lines name."""
    return {named for line in found for named in line.named}


def lines(wanted: Wanted) -> Select[*tuple[object, ...]]:
    """The lines, in no order."""
    columns = [audit.c[name] for name in Line.__dataclass_fields__]
    return select(*columns).where(*_conditions(wanted))


async def _read(tx: AsyncConnection, query: Select[*tuple[object, ...]]) -> list[Line]:
    return [Line(**row) for row in (await tx.execute(query)).mappings()]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    equal = ("owner_id", "actor_kind", "actor_id", "entity", "entity_id", "address")
    found = [
        audit.c[name] == value for name in equal if (value := getattr(wanted, name)) is not None
    ]
    if wanted.owner_id is not None:
        found.append(audit.c.type.not_in(UNSEEN))
        if wanted.address is not None:  # or others' addresses could be guessed, one by one
            found.append(audit.c.actor_id == wanted.owner_id)
    if wanted.text is not None:
        said = audit.c.data.op("-")("actor")
        found.append(cast(said, Text).icontains(wanted.text, autoescape=True))
    if wanted.types is not None:
        found.append(audit.c.type.in_(wanted.types))
    if wanted.after is not None:
        found.append(audit.c.sequence > wanted.after)
    if wanted.before is not None:
        found.append(audit.c.sequence < wanted.before)
    return found


async def bounded(tx: AsyncConnection, wanted: Wanted) -> Wanted:
    """The same lines, by their numbers alone: in the log's order the broker's clock goes on."""
    after, before = wanted.after, wanted.before
    if wanted.since is not None:
        after = max(after or 0, await _first(tx, wanted.since) - 1)
    if wanted.until is not None:
        before = min(before or _BEYOND, await _first(tx, wanted.until))
    return replace(wanted, after=after, before=before)


async def _first(tx: AsyncConnection, moment: datetime) -> int:
    """The number of the first line from ``moment`` on; beyond all where there is none."""
    later = select(audit.c.sequence).where(audit.c.stored_at >= moment)
    found = await tx.scalar(later.order_by(audit.c.stored_at, audit.c.sequence).limit(1))
    return _BEYOND if found is None else found


async def _end(tx: AsyncConnection) -> int:
    return 1 + (await tx.scalar(select(func.max(audit.c.sequence))) or 0)


async def names(tx: AsyncConnection, named: Collection[Named]) -> Names:
    """What the things in ``named`` are called now, all by one query."""
    runs, datasets, workers, users = tables.runs, tables.datasets, tables.workers, tables.users
    of_runs = select(
        literal("run"), cast(runs.c.run_id, Text), runs.c.name, runs.c.started_at
    ).where(runs.c.run_id.in_(_uuids(named, "run")))
    of_datasets = select(
        literal("dataset"), cast(datasets.c.dataset_id, Text), datasets.c.name, null()
    ).where(datasets.c.dataset_id.in_(_uuids(named, "dataset")))
    of_workers = select(literal("worker"), workers.c.worker_id, workers.c.name, null()).where(
        workers.c.worker_id.in_(_ids(named, "worker"))
    )
    of_users = select(literal("user"), users.c.user_id, users.c.name, users.c.erased_at).where(
        users.c.user_id.in_(_ids(named, "user"))
    )
    found = (await tx.execute(union_all(of_runs, of_datasets, of_workers, of_users))).all()
    return Names(
        {
            (kind, id_): None if kind == "user" and moment is not None else name
            for kind, id_, name, moment in found
        },
        {id_: moment for kind, id_, _, moment in found if kind == "run" and moment is not None},
    )


def _ids(named: Collection[Named], kind: str) -> list[str]:
    return sorted(id_ for of, id_ in named if of == kind)


def _uuids(named: Collection[Named], kind: str) -> list[UUID]:
    return [UUID(id_) for id_ in _ids(named, kind)]


async def seal_of(tx: AsyncConnection, sequence: int) -> Row | None:
    """The first seal that takes in event ``sequence``; the newest while there is none."""
    later = select(seals).where(seals.c.sequence >= sequence).order_by(seals.c.sequence)
    newest = select(seals).order_by(seals.c.sequence.desc())
    for query in (later, newest):
        found = (await tx.execute(query.limit(1))).mappings().one_or_none()
        if found is not None:
            return found
    return None


async def seal_page(tx: AsyncConnection, before: int | None, limit: int) -> Sequence[Row]:
    """Some seals, newest first."""
    query = select(seals).order_by(seals.c.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(seals.c.sequence < before)
    return (await tx.execute(query)).mappings().all()
