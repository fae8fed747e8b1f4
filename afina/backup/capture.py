"""Makes a backup of a running installation: tables first, then the log, and files around both.

The log never ends before the tables' position, so that a restored projector only has to go on. A
file is stored before the event that names it, so copying after the log finds all of them; copying
before it too saves those that are removed meanwhile.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

from nats.aio.client import Client

from afina.backing import Backing
from afina.backup import files, manifest, shelf
from afina.backup.manifest import Manifest, StoredStream, StoredTable, StoredTables
from afina.backup.stage import Report, Stage
from infra import blobs, clock, dump, snapshot
from infra.blobs import BlobStore
from infra.bus import connected
from infra.dump import Connection, TableShape
from infra.version import code_version
from schemas import subjects, tables

STREAMS = (subjects.TRAINING, subjects.TELEMETRY)
"""What workers say of themselves every few seconds is not kept."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was made."""

    folder: Path
    manifest: Manifest
    copied_bytes: int
    """Of files that no earlier backup of the folder had."""


async def take(backing: Backing, place: Path, report: Report) -> Taken:
    """Add a backup to the folder ``place``.

    Raises:
        ShelfBusyError: another one is being made there.
        SnapshotError: the broker did not hand out a stream.
    """
    store, taken_at = BlobStore(backing.blob_url), clock.now()
    with shelf.alone(place):
        partial = shelf.blank(place)
        before, early = await _copy(store, place / shelf.BLOBS, report)
        database = await _tables(backing.database_url, partial, report)
        streams = await _streams(backing.nats_url, partial, report)
        after, late = await _copy(store, place / shelf.BLOBS, report)
        made = Manifest(
            format=manifest.FORMAT,
            taken_at=taken_at,
            code_version=code_version(),
            streams=streams,
            database=database,
            blobs=dict(sorted((before | after).items())),
        )
        manifest.write(partial, made)
        return Taken(shelf.publish(place, partial, taken_at), made, early + late)


async def _copy(store: BlobStore, folder: Path, report: Report) -> tuple[dict[str, int], int]:
    """Copy the blobs that ``folder`` has not; what is there now, and how many bytes were copied."""
    sizes = await store.sizes()
    new = {key: size for key, size in sizes.items() if not files.is_there(folder / key, size)}
    done, total = 0, sum(new.values())
    for key, size in new.items():
        if not await _copied(store, key, folder):
            del sizes[key]
        done += size
        report(Stage.FILES, done, total)
    return sizes, done


async def _copied(store: BlobStore, key: str, folder: Path) -> bool:
    """Whether ``key`` could be copied: False if it is gone by now, or not what its name says."""
    partial = folder / f"{key}.partial"
    partial.unlink(missing_ok=True)
    try:
        with files.writing(folder, f"{key}.partial") as written:
            async for chunk in store.stream(key):
                written.write(chunk)
    except FileNotFoundError:
        return False
    if written.facts.sha256 != blobs.sha256_in(key):
        return False
    partial.rename(folder / key)
    return True


async def _tables(url: str, folder: Path, report: Report) -> StoredTables:
    lock = tables.SWAP_LOCK
    async with dump.moment(url, tables.READ_SCHEMA, lock=lock) as connection:
        shapes = await dump.shapes(connection, tables.BACKED_UP)
        stored: list[StoredTable] = []
        for shape in shapes:
            stored.append(await _table(connection, shape, folder))
            report(Stage.TABLES, len(stored), len(shapes))
        [[revision]] = await _all(connection, "SELECT version_num FROM public.alembic_version")
        return StoredTables(
            revision=revision,
            positions=dict(await _all(connection, "SELECT projection, sequence FROM positions")),
            counters=await dump.counters(connection, tables.BACKED_UP),
            tables=tuple(stored),
            named=await _named(connection),
        )


async def _table(connection: Connection, shape: TableShape, folder: Path) -> StoredTable:
    path = f"database/{shape.schema}.{shape.name}.gz"
    with files.writing(folder, path) as written, files.packing(written) as write:
        rows = await dump.write_out(connection, shape, write)
    return StoredTable(
        schema_name=shape.schema,
        name=shape.name,
        columns=shape.columns,
        rows=rows,
        file=written.facts,
    )


async def _named(connection: Connection) -> frozenset[str]:
    """The blobs that live datasets, and runs that are not over, cannot do without."""
    uploads = "SELECT file_sha256 FROM datasets WHERE deleted_at IS NULL"
    versions = """
        SELECT examples_sha256, left_out_sha256, report_sha256
        FROM dataset_versions AS made JOIN datasets AS d USING (dataset_id)
        WHERE deleted_at IS NULL AND made.version <= d.version
    """
    runs = "SELECT DISTINCT examples_sha256 FROM runs WHERE status IN ('queued', 'running')"
    keys = {blobs.upload_key(row[0]) for row in await _all(connection, uploads)}
    keys |= {blobs.examples_key(row[0]) for row in await _all(connection, runs)}
    for examples, left_out, report in await _all(connection, versions):
        keys.add(blobs.examples_key(examples))
        keys |= {blobs.left_out_key(left_out)} if left_out else set()
        keys |= {blobs.report_key(report)} if report else set()
    return frozenset(keys)


async def _all(connection: Connection, query: LiteralString) -> list[tuple[Any, ...]]:
    return await (await connection.execute(query)).fetchall()


async def _streams(url: str, folder: Path, report: Report) -> tuple[StoredStream, ...]:
    async with connected(url, "backup") as client:
        return tuple([await _stream(client, name, folder, report) for name in STREAMS])


async def _stream(client: Client, name: str, folder: Path, report: Report) -> StoredStream:
    info = await client.jetstream().stream_info(name)
    done = 0

    with files.writing(folder, f"log/{name}.snapshot") as written:

        def write(chunk: bytes) -> None:
            nonlocal done
            written.write(chunk)
            done += len(chunk)
            report(Stage.LOG, min(done, info.state.bytes), info.state.bytes)

        taken = await snapshot.take(client, name, write)
    return StoredStream(config=taken.config, state=taken.state, file=written.facts)
