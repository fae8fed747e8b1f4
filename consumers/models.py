"""Read models: sets of the same tables, each in a schema of its own, of which one is in use.

Everybody finds the one in use by its schema's name, so taking another means renaming schemas.
"""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from psycopg import sql
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from consumers.projections.rows import Connection
from schemas import tables

SWAP_WAIT_SECONDS = 10
"""For the transactions that project; while a swap waits, new ones wait behind it."""
_ASIDE = f"{tables.READ_SCHEMA}_aside"
_DIALECT = postgresql.dialect()


class ModelChangedError(Exception):
    """The model in use is another one, or was mended: what is remembered of its rows is void."""


async def adopt(connection: Connection) -> None:
    """Take the model in use as it is now: ``writing`` refuses once it is no longer that one."""
    await connection.execute(
        "SELECT set_config('afina.generation', number::text, false) FROM models.generation"
    )


@asynccontextmanager
async def writing(connection: Connection) -> AsyncGenerator[None]:
    """A transaction during which the model in use stays the one in use.

    Raises:
        ModelChangedError: it is no longer the one that ``connection`` adopted, if it did.
    """
    async with connection.transaction():
        await connection.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [tables.SWAP_LOCK]
        )
        # A statement of its own: it sees what was committed while the lock was waited for.
        cursor = await connection.execute(
            "SELECT number::text, current_setting('afina.generation', true) FROM models.generation"
        )
        number, adopted = await cursor.fetchone() or ("", None)
        if adopted and adopted != number:
            raise ModelChangedError(f"generation {number} after {adopted}")
        yield


@asynccontextmanager
async def changing(connection: Connection) -> AsyncGenerator[None]:
    """A transaction during which nobody projects, and after which every projector looks anew.

    Raises:
        psycopg.errors.LockNotAvailable: a transaction that projects does not come to its end.
    """
    async with connection.transaction():
        await connection.execute(f"SET LOCAL lock_timeout = '{SWAP_WAIT_SECONDS}s'".encode())
        await connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [tables.SWAP_LOCK]
        )
        yield
        await connection.execute("UPDATE models.generation SET number = number + 1")


def shape() -> str:
    """A digest of the tables as this version declares them."""
    return hashlib.sha256("\n".join([*_tables(), *_indexes()]).encode()).hexdigest()


def _tables() -> list[str]:
    declared = tables.read_model.sorted_tables
    return [str(CreateTable(table).compile(dialect=_DIALECT)) for table in declared]


def _indexes() -> list[str]:
    indexes = [
        index
        for table in tables.read_model.sorted_tables
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return [
        str(CreateIndex(index, if_not_exists=True).compile(dialect=_DIALECT)) for index in indexes
    ]


async def create(connection: Connection, schema: str) -> None:
    """Empty tables with their keys, as this version declares them; ``index`` does the rest."""
    async with connection.transaction():
        await connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        await connection.execute("SELECT set_config('search_path', %s, true)", [schema])
        for statement in _tables():
            await connection.execute(statement.encode())


async def index(connection: Connection) -> None:
    """Index what was loaded, and let the planner look at it."""
    for statement in _indexes():
        await connection.execute(statement.encode())
    for table in tables.read_model.sorted_tables:
        await connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))


async def exists(connection: Connection, schema: str) -> bool:
    """Whether there is a model in ``schema``."""
    cursor = await connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema])
    [found] = await cursor.fetchone() or (False,)
    return found


async def fits(connection: Connection, schema: str) -> bool:
    """Whether the model in ``schema`` has the tables and columns that this version declares."""
    cursor = await connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s",
        [schema],
    )
    declared = {
        (table.name, column.name)
        for table in tables.read_model.sorted_tables
        for column in table.columns
    }
    return set(await cursor.fetchall()) == declared


async def size_bytes(connection: Connection, schema: str) -> int:
    """What the model in ``schema`` takes on disk, indexes included."""
    cursor = await connection.execute(
        """
        SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
        WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r'
        """,
        [schema],
    )
    [size] = await cursor.fetchone() or (0,)
    return size


async def drop(connection: Connection, schema: str) -> bool:
    """Forget the model in ``schema``; whether there was one."""
    async with connection.transaction():
        found = await connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema])
        [existed] = await found.fetchone() or (False,)
        await connection.execute(
            sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema))
        )
        await connection.execute("DELETE FROM models.built WHERE schema = %s", [schema])
    return existed


async def swap(connection: Connection, candidate: str) -> None:
    """Use the model in schema ``candidate``; the one in use until now becomes the previous one.

    The caller's transaction, ``changing``, makes it one step.
    """
    await _rename(connection, tables.READ_SCHEMA, _ASIDE)
    if candidate != tables.PREVIOUS_SCHEMA:
        await drop(connection, tables.PREVIOUS_SCHEMA)
    await _rename(connection, candidate, tables.READ_SCHEMA)
    await _rename(connection, _ASIDE, tables.PREVIOUS_SCHEMA)


async def _rename(connection: Connection, old: str, new: str) -> None:
    statement = sql.SQL("ALTER SCHEMA {} RENAME TO {}")
    await connection.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))
    await connection.execute("UPDATE models.built SET schema = %s WHERE schema = %s", [new, old])
