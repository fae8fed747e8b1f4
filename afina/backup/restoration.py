"""Puts a backup back: files, then the log, then the tables, and jobs wherever they were left.

Whatever stops it half-way leaves nothing that lies: tables are filled in one transaction, and
without them they are rebuilt from the log.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import LiteralString

from nats.aio.client import Client
from nats.js.errors import NotFoundError

import migrations
from afina import backing
from afina.backing import Backing
from afina.backup import capture, files, shelf
from afina.backup.capture import Taken
from afina.backup.manifest import Manifest, StoredStream, StoredTables
from afina.backup.stage import Report, Stage
from infra import database, dump, snapshot
from infra.blobs import BlobStore
from infra.bus import EventLog, connected
from infra.dump import Connection
from infra.snapshot import Snapshot, SnapshotError
from schemas import subjects, tables
from schemas.events.run import RunRequested
from schemas.lifecycle import RunStatus

PUBLIC = "public"


class InUseError(Exception):
    """Processes of Afina are connected to the database that is to be replaced."""


class NotEmptyError(Exception):
    """There is something that a restoration would replace."""

    def __init__(self, events: int) -> None:
        super().__init__(f"{events} events")
        self.events = events


async def set_aside(base: Backing, safety: Path | None, report: Report) -> Taken | None:
    """Back up, into the folder ``safety``, what a restoration is about to replace.

    Raises:
        InUseError: see there.
        NotEmptyError: there is something, and no ``safety``: nothing may be replaced.
        SnapshotError: the broker did not hand out a stream.
    """
    await _refuse_company(base.database_url)
    events = await _events_there(base.nats_url)
    if not events:
        return None
    if safety is None:
        raise NotEmptyError(events)
    return await capture.take(base, safety, report)


async def put_back(base: Backing, folder: Path, held: Manifest, report: Report) -> None:
    """Make the backup in ``folder``, which was checked, what the installation is.

    Raises:
        SnapshotError: the broker did not take a stream.
    """
    await _blobs(BlobStore(base.blob_url), shelf.blobs(folder), held, report)
    async with connected(base.nats_url, "restore") as client:
        for stream in held.streams:
            await _stream(client, stream, folder, report)
        await _tables(base.database_url, folder, held.database, report)
        await _jobs(client, base, held.database.projected)


async def _events_there(url: str) -> int:
    async with connected(url, "restore") as client:
        infos = [await client.jetstream().stream_info(name) for name in capture.STREAMS]
    return sum(info.state.messages for info in infos)


async def _refuse_company(url: str) -> None:
    query = """
        SELECT count(*) FROM pg_stat_activity
        WHERE application_name = 'afina' AND datname = current_database()
            AND pid <> pg_backend_pid()
    """
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        if others := await _one(connection, query):
            raise InUseError(str(others))


async def _one(connection: Connection, query: LiteralString) -> int:
    row = await (await connection.execute(query)).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always answers
    return row[0]


async def _blobs(store: BlobStore, shared: Path, held: Manifest, report: Report) -> None:
    there = await store.sizes()
    new = {key: size for key, size in held.blobs.items() if there.get(key) != size}
    done = 0
    for key, size in new.items():
        await store.put(key, shared / key)
        done += size
        report(Stage.FILES, done, sum(new.values()))


async def _stream(client: Client, stored: StoredStream, folder: Path, report: Report) -> None:
    with suppress(NotFoundError):
        await client.jetstream().delete_stream(stored.name)
    path, done = folder / stored.file.path, 0

    def chunks() -> Iterator[bytes]:
        nonlocal done
        for chunk in files.blocks(path, snapshot.CHUNK_BYTES):
            yield chunk
            done += len(chunk)
            report(Stage.LOG, done, stored.file.size_bytes)

    last = await snapshot.put_back(client, Snapshot(stored.config, stored.state), chunks())
    if last < stored.last_sequence:
        raise SnapshotError(f"{stored.name} ends at {last}, not at {stored.last_sequence}")


async def _tables(url: str, folder: Path, stored: StoredTables, report: Report) -> None:
    """Make the tables as they were then, fill them, and bring them to the present."""
    async with database.connection(url, PUBLIC) as connection:
        await dump.drop(connection, (*tables.BACKED_UP, *tables.NOT_BACKED_UP))
        await connection.execute("DROP TABLE IF EXISTS alembic_version")
    await asyncio.to_thread(migrations.upgrade, url, stored.revision)
    async with database.connection(url, PUBLIC) as connection, connection.transaction():
        await dump.empty(connection, [table.shape for table in stored.tables])
        for number, table in enumerate(stored.tables, 1):
            await dump.read_in(connection, table.shape, files.unpacked(folder / table.file.path))
            report(Stage.TABLES, number, len(stored.tables))
        await dump.set_counters(connection, stored.counters)
    await asyncio.to_thread(migrations.upgrade, url)


async def _jobs(client: Client, base: Backing, projected: int) -> None:
    """Let each pool's queue begin at its first run that has not ended.

    A backup has no consumers, and a new one would offer every job since the beginning again.
    """
    first = await _first_open(base.database_url)
    for recorded in await EventLog(client).history(subjects.jobs(">"), after=projected):
        if isinstance(recorded.event, RunRequested):
            first.setdefault(recorded.event.pool, recorded.sequence)
    end = await EventLog(client).last_sequence()
    for pool in {subjects.DEFAULT_POOL, *first}:
        await backing.provision(base.nats_url, pool)
        await client.jetstream().reset_consumer(
            subjects.TRAINING, subjects.jobs_consumer(pool), first.get(pool, end + 1)
        )


async def _first_open(url: str) -> dict[str, int]:
    """By pool: the request of its oldest run that has not ended."""
    ended = [status.value for status in RunStatus if status.ended]
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        cursor = await connection.execute(
            "SELECT pool, min(requested_sequence) FROM runs WHERE status <> ALL(%s) GROUP BY pool",
            [ended],
        )
        return dict(await cursor.fetchall())
