"""Tables as text, by PostgreSQL's own COPY: any server, any version, one moment for all of them."""

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.rows import TupleRow

from infra import database

Connection = AsyncConnection[TupleRow]


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table and the columns that are written into it."""

    schema: str
    name: str
    columns: tuple[str, ...]

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)

    @property
    def column_list(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))


@asynccontextmanager
async def moment(url: str, search_path: str, *, lock: str) -> AsyncGenerator[Connection]:
    """A connection that sees every table as it is now, until the block ends.

    It shares the advisory lock on ``lock`` from before that moment, so that whoever exchanges
    tables holds it alone: rows of a table that came later would not be seen.
    """
    async with database.connection(url, search_path) as connection:
        await connection.execute("SELECT pg_advisory_lock_shared(hashtextextended(%s, 0))", [lock])
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        async with connection.transaction():
            yield connection


async def shapes(connection: Connection, schemas: Sequence[str]) -> list[TableShape]:
    """Every table of ``schemas``; what PostgreSQL computes by itself is no column of theirs."""
    query = """
        SELECT n.nspname, c.relname, array_agg(a.attname ORDER BY a.attnum)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE n.nspname = ANY(%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY n.nspname, c.relname, c.oid
        ORDER BY n.nspname, c.relname
    """
    cursor = await connection.execute(query, [list(schemas)])
    return [TableShape(row[0], row[1], tuple(row[2])) async for row in cursor]


async def write_out(
    connection: Connection, table: TableShape, write: Callable[[bytes], None]
) -> int:
    """Hand a table's rows to ``write`` as COPY's text; how many there were."""
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
        table.column_list, table.identifier
    )
    async with connection.cursor() as cursor:
        async with cursor.copy(query) as copy:
            async for chunk in copy:
                write(bytes(chunk))
        return cursor.rowcount


async def empty(connection: Connection, tables: Sequence[TableShape]) -> None:
    """Remove what is in ``tables``: migrations may put rows there."""
    names = sql.SQL(", ").join(table.identifier for table in tables)
    await connection.execute(sql.SQL("TRUNCATE {}").format(names))


async def read_in(connection: Connection, table: TableShape, chunks: Iterable[bytes]) -> int:
    """Add the rows that ``write_out`` wrote; how many there were."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(table.identifier, table.column_list)
    async with connection.cursor() as cursor:
        async with cursor.copy(query) as copy:
            for chunk in chunks:
                await copy.write(chunk)
        return cursor.rowcount


async def counters(connection: Connection, schemas: Sequence[str]) -> dict[str, int]:
    """The last number that each database sequence gave, by its qualified name."""
    cursor = await connection.execute(
        "SELECT format('%%I.%%I', schemaname, sequencename), last_value FROM pg_sequences"
        " WHERE schemaname = ANY(%s) AND last_value IS NOT NULL",
        [list(schemas)],
    )
    return {row[0]: row[1] async for row in cursor}


async def set_counters(connection: Connection, last: dict[str, int]) -> None:
    """Let each database sequence go on after its last number."""
    for name, value in last.items():
        await connection.execute("SELECT setval(%s::regclass, %s)", [name, value])


async def drop(connection: Connection, schemas: Sequence[str]) -> None:
    """Remove ``schemas`` and all that is in them."""
    for schema in schemas:
        await connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema))
        )
