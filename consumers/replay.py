"""The proof that the read model is nothing but the log: it is built again, and compared."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import psycopg
from nats.aio.client import Client
from sqlalchemy import Table

from consumers import projector
from consumers.feed import follow
from consumers.projections.rows import Connection
from consumers.projections.telemetry import TelemetryProjection
from consumers.projections.training import TrainingProjection
from consumers.projector import Projection
from infra import bus, database
from infra.settings import Settings
from schemas import tables

Report = Callable[[str, int, int], None]
"""Called with a stream, the messages replayed and the messages to replay."""

REPLAYED: tuple[tuple[type[TrainingProjection | TelemetryProjection], tuple[Table, ...]], ...] = (
    (
        TrainingProjection,
        (
            tables.runs,
            tables.attempts,
            tables.epochs,
            tables.speeds,
            tables.datasets,
            tables.dataset_versions,
            tables.workers,
            tables.alerts,
            tables.audit,
        ),
    ),
    (TelemetryProjection, (tables.logs, tables.progress)),
)


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One table, live and rebuilt."""

    name: str
    live_rows: int
    rebuilt_rows: int
    live_digest: str
    rebuilt_digest: str

    @property
    def equal(self) -> bool:
        return (self.live_rows, self.live_digest) == (self.rebuilt_rows, self.rebuilt_digest)


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What a replay found."""

    tables: list[TableDigest]
    events: int
    """Messages replayed, of all streams."""
    seconds: float

    @property
    def equal(self) -> bool:
        return all(table.equal for table in self.tables)


@dataclass(frozen=True, slots=True)
class Digest:
    """The number of rows and a sum over the hashes of all of them, in any order."""

    rows: int
    value: str


async def replay(settings: Settings, report: Report) -> ReplayResult:
    """Rebuild every table in a scratch schema, compare with the live ones as they are, drop it."""
    started = time.monotonic()
    compared: list[TableDigest] = []
    events = 0
    async with bus.connected(settings.nats_url, "replay") as client:
        for kind, replayed in REPLAYED:
            found, count = await _replay_one(
                client, settings.database_url, kind(announce=False), replayed, report
            )
            compared += found
            events += count
    return ReplayResult(compared, events, time.monotonic() - started)


async def _replay_one(
    client: Client, url: str, projection: Projection, replayed: Sequence[Table], report: Report
) -> tuple[list[TableDigest], int]:
    """Rebuild and compare one projection's tables; the digests and the messages replayed."""
    scratch = f"replay_{uuid4().hex[:12]}"
    async with _snapshot(url) as live, database.connection(url, scratch) as connection:
        until = await _position(live, projection)
        try:
            await _create(connection, scratch)
            first, count = await _rebuild(client, connection, projection, until, report)
            return [await _compare(live, connection, table, first) for table in replayed], count
        finally:
            await connection.execute(f'DROP SCHEMA IF EXISTS "{scratch}" CASCADE'.encode())


@asynccontextmanager
async def _snapshot(url: str) -> AsyncGenerator[Connection]:
    """The live tables as they are at the first query, however the projector goes on."""
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        async with connection.transaction():
            yield connection


async def _position(live: Connection, projection: Projection) -> int:
    cursor = await live.execute(
        "SELECT coalesce(max(sequence), 0) FROM positions WHERE projection = %s", [projection.name]
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 - an aggregate always answers
    return row[0]


async def _create(connection: Connection, scratch: str) -> None:
    """The read model's tables, empty, with the live ones' columns, keys and defaults."""
    await connection.execute(f'CREATE SCHEMA "{scratch}"'.encode())
    for table in tables.read_model.sorted_tables:
        live = f'"{tables.READ_SCHEMA}"."{table.name}"'
        await connection.execute(
            f'CREATE TABLE "{scratch}"."{table.name}" (LIKE {live} INCLUDING ALL)'.encode()
        )


async def _rebuild(
    client: Client, connection: Connection, projection: Projection, until: int, report: Report
) -> tuple[int, int]:
    """Project up to ``until`` into the connection's schema; the first sequence, and how many.

    The first is the oldest message that the stream still had: telemetry fades.
    """
    stream = await projector.stream_state(client, projection, until)
    if stream.first_seq > until or until == 0:
        return until + 1, 0
    first = count = 0
    at = await projector.position(connection, projection)
    ended = False
    async with follow(client, projection.stream, after=at) as feed:
        while not ended:
            found = await feed.batch(projector.BATCH_MESSAGES)
            ended = found[-1].sequence >= until
            first = first or found[0].sequence
            if batch := [message for message in found if message.sequence <= until]:
                at = await projector.project(connection, projection, batch, at)
                count += len(batch)
                report(projection.stream, count, until - first + 1)
    return first, count


async def _compare(live: Connection, rebuilt: Connection, table: Table, first: int) -> TableDigest:
    old, new = await _digest(live, table, first), await _digest(rebuilt, table, first)
    return TableDigest(table.name, old.rows, new.rows, old.value, new.value)


async def _digest(connection: Connection, table: Table, first: int) -> Digest:
    """Over the rows that messages from ``first`` on can rebuild."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    age = "sequence" if "sequence" in table.columns else "last_sequence"
    query = f"""
        SELECT count(*), coalesce(sum(('x' || left(md5(r::text), 15))::bit(60)::bigint), 0)
        FROM (SELECT {columns} FROM "{table.name}" WHERE {age} >= %s) AS r
    """  # noqa: S608 - names from our own table definitions
    cursor = await connection.execute(query.encode(), [first])
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 - an aggregate always answers
    return Digest(rows=row[0], value=str(row[1]))
