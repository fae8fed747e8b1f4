"""Two models held against each other, table by table, row by row."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from psycopg import sql
from sqlalchemy import Table

from consumers.projections.rows import Connection

SHOWN_KEYS = 3
"""Of the rows that differ, in each table."""

Keyed = tuple[list[str], str]
"""A row's primary key and the hash of all its columns."""


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One table, live and rebuilt."""

    name: str
    live_rows: int
    rebuilt_rows: int
    live_digest: str
    rebuilt_digest: str
    keys: tuple[str, ...] = ()
    """Of some rows that differ, or that only one of the two has."""

    @property
    def equal(self) -> bool:
        return (self.live_rows, self.live_digest) == (self.rebuilt_rows, self.rebuilt_digest)


@dataclass(frozen=True, slots=True)
class Digest:
    """The number of rows and a sum over the hashes of all of them, in any order."""

    rows: int
    value: str


async def compare(live: Connection, rebuilt: Connection, table: Table, first: int) -> TableDigest:
    """The table in both models, as far as messages from sequence ``first`` on can rebuild it."""
    old, new = await _digest(live, table, first), await _digest(rebuilt, table, first)
    keys = () if old == new else await _differing(live, rebuilt, table, first)
    return TableDigest(table.name, old.rows, new.rows, old.value, new.value, keys)


async def _digest(connection: Connection, table: Table, first: int) -> Digest:
    query = sql.SQL(
        "SELECT count(*), coalesce(sum(('x' || left(md5(r::text), 15))::bit(60)::bigint), 0)"
        " FROM ({}) AS r"
    ).format(_rows(table))
    cursor = await connection.execute(query, [first])
    rows, value = await cursor.fetchone() or (0, 0)
    return Digest(rows=rows, value=str(value))


def _rows(table: Table) -> sql.Composed:
    """Those that are old enough; the column that tells is the row's latest message."""
    age = "sequence" if "sequence" in table.columns else "last_sequence"
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    return sql.SQL("SELECT {} FROM {} WHERE {} >= %s").format(
        columns, sql.Identifier(table.name), sql.Identifier(age)
    )


async def _differing(
    live: Connection, rebuilt: Connection, table: Table, first: int
) -> tuple[str, ...]:
    """The first keys whose rows are not the same, walking both tables in one order."""
    found: list[str] = []
    async with _hashes(live, table, first) as ours, _hashes(rebuilt, table, first) as theirs:
        one, other = await anext(ours, None), await anext(theirs, None)
        while (one or other) and len(found) < SHOWN_KEYS:
            if one != other:
                found.append(" ".join(min(each[0] for each in (one, other) if each)))
            behind = min(each[0] for each in (one, other) if each)
            one = await anext(ours, None) if one and one[0] == behind else one
            other = await anext(theirs, None) if other and other[0] == behind else other
    return tuple(found)


@asynccontextmanager
async def _hashes(
    connection: Connection, table: Table, first: int
) -> AsyncGenerator[AsyncGenerator[Keyed]]:
    """Every row's key and hash, by key; read in portions, however large the table."""
    names = [sql.Identifier("r", column.name) for column in table.primary_key.columns]
    key = sql.SQL("ARRAY[{}]").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(n) for n in names)
    )
    order = sql.SQL(", ").join(sql.SQL('{}::text COLLATE "C"').format(n) for n in names)
    query = sql.SQL("SELECT {}, md5(r::text) FROM ({}) AS r ORDER BY {}").format(
        key, _rows(table), order
    )
    async with connection.transaction(), connection.cursor(f"of_{table.name}") as cursor:
        await cursor.execute(query, [first])

        async def rows() -> AsyncGenerator[Keyed]:
            async for found in cursor:
                yield found[0], found[1]

        yield rows()
