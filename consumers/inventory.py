"""Which read models there are, and how each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from psycopg import sql
from psycopg.errors import UndefinedTable
from psycopg.rows import class_row

from consumers import models
from consumers.projections.rows import Connection
from infra import database, logging
from schemas import tables

log = logging.get(__name__)


class Role(StrEnum):
    """What a model is there for."""

    LIVE = "live"
    NEXT = "next"
    PREVIOUS = "previous"


SCHEMAS = {
    Role.LIVE: tables.READ_SCHEMA,
    Role.NEXT: tables.NEXT_SCHEMA,
    Role.PREVIOUS: tables.PREVIOUS_SCHEMA,
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a replay noted of the model that it built."""

    code_version: str
    done: int
    """Messages read, and below to be read in all."""
    total: int
    began_at: datetime
    moved_at: datetime
    built_at: datetime | None
    """None while it is being built."""
    differences: list[str] | None
    """Tables that differed from those in use then."""

    @property
    def messages_per_second(self) -> float:
        seconds = (self.moved_at - self.began_at).total_seconds()
        return self.done / seconds if seconds else 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """A read model as it stands."""

    role: Role
    positions: dict[str, int]
    """By projection."""
    rows: int | None
    """None where nobody counted them."""
    size_bytes: int
    built: Built | None
    """None of the model that a new installation begins with."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """All of them, the one in use first."""

    models: Sequence[Model]
    replaying: bool
    """Whether a replay is at work this moment."""


async def take(url: str, *, counted: bool = True) -> Inventory:
    """The inventory of the database at ``url``; counting the rows takes its time."""
    while True:
        try:
            return await _taken(url, counted=counted)
        except UndefinedTable:
            log.debug("a model was dropped meanwhile, looking again")


async def _taken(url: str, *, counted: bool) -> Inventory:
    async with database.connection(url, tables.READ_SCHEMA) as connection, connection.transaction():
        found = [
            await _model(connection, role, schema, counted=counted)
            for role, schema in SCHEMAS.items()
            if await models.exists(connection, schema)
        ]
        return Inventory(found, await _replaying(connection))


async def is_replaying(url: str) -> bool:
    """Whether a replay is at work this moment, whoever began it."""
    async with database.connection(url, tables.READ_SCHEMA) as connection, connection.transaction():
        return await _replaying(connection)


async def _model(connection: Connection, role: Role, schema: str, *, counted: bool) -> Model:
    positions = await connection.execute(
        sql.SQL("SELECT projection, sequence FROM {}").format(sql.Identifier(schema, "positions"))
    )
    return Model(
        role=role,
        positions=dict(await positions.fetchall()),
        rows=await _rows(connection, schema) if counted else None,
        size_bytes=await models.size_bytes(connection, schema),
        built=await _built(connection, schema),
    )


async def _rows(connection: Connection, schema: str) -> int:
    counts = sql.SQL(" + ").join(
        sql.SQL("(SELECT count(*) FROM {})").format(sql.Identifier(schema, table.name))
        for table in tables.read_model.sorted_tables
    )
    cursor = await connection.execute(sql.SQL("SELECT {}").format(counts))
    [rows] = await cursor.fetchone() or (0,)
    return rows


async def _built(connection: Connection, schema: str) -> Built | None:
    query = """
        SELECT code_version, done, total, began_at, moved_at, built_at, differences
        FROM models.built WHERE schema = %s
    """
    async with connection.cursor(row_factory=class_row(Built)) as cursor:
        await cursor.execute(query, [schema])
        return await cursor.fetchone()


async def _replaying(connection: Connection) -> bool:
    """Read off the locks, so a killed replay says nothing, and who looks keeps no replay away."""
    cursor = await connection.execute(
        """
        SELECT EXISTS (
            SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 1
                AND granted AND (classid::bigint << 32) | objid::bigint = hashtextextended(%s, 0)
        )
        """,
        [tables.REPLAY_LOCK],
    )
    [replaying] = await cursor.fetchone() or (False,)
    return replaying
