"""Old rows, deleted some thousands at a time: no long locks, and room for others in between."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Table, cast, func, literal_column, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from consumers.retention.rule import EXAMPLES, Moment
from schemas.retention import Found, Removed, RetentionKind

BATCH_ROWS = 5000
PAUSE_SECONDS = 0.05
"""Between two batches."""
MUCH_BYTES = 16 << 20
"""After which the freed space is made ready to be used again at once."""
_DIALECT = postgresql.dialect()

Condition = Callable[[Moment], Awaitable[ColumnElement[bool]]]


@dataclass(frozen=True, slots=True)
class OldRows:
    """The rows of a table that are too old."""

    table: Table
    since: ColumnElement[datetime]
    """What tells their age."""
    name: ColumnElement[str]
    """For a person."""
    condition: Condition


@dataclass(frozen=True, slots=True)
class RowsRule:
    """Rows of one kind, of one table or several."""

    kind: RetentionKind
    engine: AsyncEngine
    parts: Sequence[OldRows]

    async def found(self, moment: Moment) -> Found:
        """Counted, with names of the oldest."""
        async with self.engine.connect() as tx:
            each = [await _found(tx, self.kind, part, moment) for part in self.parts]
        return Found(
            kind=self.kind,
            count=sum(one.count for one in each),
            size_bytes=sum(one.size_bytes for one in each),
            oldest=min((one.oldest for one in each if one.oldest), default=None),
            newest=max((one.newest for one in each if one.newest), default=None),
            examples=[name for one in each for name in one.examples][:EXAMPLES],
        )

    async def remove(self, moment: Moment) -> Removed:
        """In batches, each a transaction of its own."""
        count = size_bytes = 0
        for part in self.parts:
            rows, freed = await self._remove(part, await part.condition(moment))
            count, size_bytes = count + rows, size_bytes + freed
            if freed > MUCH_BYTES:
                await self._vacuum(part.table)
        return Removed(kind=self.kind, count=count, size_bytes=size_bytes)

    async def _remove(self, part: OldRows, condition: ColumnElement[bool]) -> tuple[int, int]:
        statement = text(_deletion(part.table, condition))
        count = size_bytes = 0
        while True:
            async with self.engine.begin() as tx:
                rows, freed = (await tx.execute(statement)).one()
            count, size_bytes = count + rows, size_bytes + freed
            if rows < BATCH_ROWS:
                return count, size_bytes
            await asyncio.sleep(PAUSE_SECONDS)

    async def _vacuum(self, table: Table) -> None:
        """Leave nothing of the rows in the table's pages, without getting in anybody's way."""
        async with self.engine.connect() as tx:
            alone = await tx.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("SET vacuum_cost_delay = 2"))
            await alone.execute(text(f"VACUUM (ANALYZE) {table.fullname}"))
            await alone.execute(text("RESET vacuum_cost_delay"))


async def _found(tx: AsyncConnection, kind: RetentionKind, part: OldRows, moment: Moment) -> Found:
    condition = await part.condition(moment)
    size = cast(func.coalesce(func.sum(_size(part.table)), 0), BigInteger)
    since = func.min(part.since), func.max(part.since)
    sums = select(func.count(), size, *since).select_from(part.table).where(condition)
    count, size_bytes, oldest, newest = (await tx.execute(sums)).one()
    names = select(part.name).where(condition).order_by(part.since).limit(EXAMPLES)
    return Found(
        kind=kind,
        count=count,
        size_bytes=size_bytes,
        oldest=oldest,
        newest=newest,
        examples=list(await tx.scalars(names)),
    )


def _size(table: Table) -> ColumnElement[int]:
    return func.pg_column_size(literal_column(table.name))


def _deletion(table: Table, condition: ColumnElement[bool]) -> str:
    """Deletes one batch, by the places of its rows; answers how many, and their bytes."""
    sought = select(literal_column("ctid")).select_from(table).where(condition).limit(BATCH_ROWS)
    compiled = sought.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    return (
        f"WITH gone AS (DELETE FROM {table.fullname} WHERE ctid = ANY(ARRAY({compiled}))"  # noqa: S608 - our own words
        f" RETURNING pg_column_size({table.name}) AS size)"
        " SELECT count(*), coalesce(sum(size), 0)::bigint FROM gone"
    )
