import asyncio
import hashlib
import stat
from itertools import count
from pathlib import Path

import pytest
from nats.aio.client import Client

from afina.backing import Backing
from afina.backup import capture, check, manifest, shelf
from afina.backup.shelf import ShelfBusyError
from consumers.projections.telemetry import TelemetryProjection
from infra import database
from infra.blobs import BlobStore, upload_key
from schemas import tables
from tests.afina.backup.installation import backing, stored, taken
from tests.consumers.histories import Platform, telemetry
from tests.consumers.projecting import (
    ANYBODY,
    execute,
    projecting,
    publish_events,
    publish_telemetry,
    reached,
)
from tests.schemas.examples import dataset_uploaded

EVENTS = 200


@pytest.fixture
def base(client: Client, nats_url: str, database_url: str, tmp_path: Path) -> Backing:
    return backing(nats_url, database_url, tmp_path / "blobs")


async def test_the_log_never_ends_before_the_tables(client: Client, base: Backing, tmp_path: Path):
    """However fast it grows meanwhile: a restored projector must find what comes next."""
    platform = Platform(21)

    async def write() -> None:
        for _ in count():
            await publish_events(client, platform.history(50))

    async with projecting(client, base.database_url):
        writing = asyncio.create_task(write())
        await reached(base.database_url, EVENTS)
        held = (await taken(base, tmp_path / "backups")).manifest
        writing.cancel()

    [log, _] = held.streams
    assert log.last_sequence >= held.database.positions["training"] >= EVENTS
    audit = next(table for table in held.database.tables if table.name == "audit")
    assert audit.rows == held.database.positions["training"]


async def test_a_backup_is_private_whole_and_checked(client: Client, base: Backing, tmp_path: Path):
    """Its files are the owner's alone, and each is what its hash says."""
    async with projecting(client, base.database_url, TelemetryProjection(ANYBODY)):
        await publish_telemetry(client, telemetry(1, 20))
        await reached(base.database_url, 20, "telemetry")
    key = await stored(base, b"rows", tmp_path / "scratch")

    made = await taken(base, tmp_path / "backups")

    assert check.whole(made.folder, lambda *_: None) == made.manifest
    assert made.manifest.blobs == {key: 4}
    assert made.manifest.events == 20
    kept = [path for path in (tmp_path / "backups").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert [table.rows for table in made.manifest.database.tables if table.name == "logs"] != [0]


async def test_files_are_copied_once(base: Backing, tmp_path: Path):
    """Backups in one folder share them, so a daily one costs what is new."""
    place = tmp_path / "backups"
    await stored(base, b"first", tmp_path / "scratch")
    first = await taken(base, place)
    await stored(base, b"second!", tmp_path / "scratch")
    second = await taken(base, place)

    assert (first.copied_bytes, second.copied_bytes) == (5, 7)
    assert len(second.manifest.blobs) == 2
    assert shelf.chosen(place) == second.folder
    assert check.whole(first.folder, lambda *_: None) == first.manifest


async def test_a_file_that_is_removed_meanwhile_is_in_the_backup(base: Backing, tmp_path: Path):
    """The log of the backup may still name it: the removal came after it."""
    key = await stored(base, b"rows", tmp_path / "scratch")
    store = BlobStore(base.blob_url)
    asked = asyncio.Event()

    def report(stage: capture.Stage, done: int, total: int) -> None:
        if stage is capture.Stage.TABLES and done == total:
            (tmp_path / "blobs" / key).unlink()
            asked.set()

    made = await capture.take(base, tmp_path / "backups", report)

    assert asked.is_set()
    assert await store.sizes() == {}
    assert made.manifest.blobs == {key: 4}
    assert check.whole(made.folder, lambda *_: None) == made.manifest


async def test_a_file_that_is_lost_or_damaged_is_told(
    client: Client, base: Backing, tmp_path: Path
):
    """The backup is made all the same, and says what it lacks."""
    damaged, lost = (hashlib.sha256(word).hexdigest() for word in (b"whole", b"lost"))
    (tmp_path / "scratch").write_bytes(b"wh0le")
    await BlobStore(base.blob_url).put(upload_key(damaged), tmp_path / "scratch")
    async with projecting(client, base.database_url):
        uploaded = dataset_uploaded(file_sha256=damaged, examples_sha256=lost)
        await publish_events(client, [uploaded])
        await reached(base.database_url, 1)

    made = await taken(base, tmp_path / "backups")

    assert made.manifest.blobs == {}
    assert upload_key(damaged) in made.manifest.missing
    assert f"examples/{lost}.parquet" in made.manifest.missing


async def test_two_backups_are_not_made_into_one_folder_at_once(base: Backing, tmp_path: Path):
    with shelf.alone(tmp_path / "backups"), pytest.raises(ShelfBusyError):
        await taken(base, tmp_path / "backups")


async def test_a_backup_that_was_broken_off_is_none(base: Backing, tmp_path: Path):
    """The manifest comes last and with a new name: half a backup is never taken for a whole one."""
    place = tmp_path / "backups"
    whole = await taken(base, place)
    await execute(base.database_url, "DROP TABLE read_v1.runs CASCADE")

    with pytest.raises(Exception, match="runs"):
        await taken(base, place)

    assert shelf.chosen(place) == whole.folder
    assert not (place / shelf.PARTIAL / manifest.NAME).exists()


async def test_every_schema_is_in_a_backup_or_not_with_a_reason(base: Backing):
    """Who adds tables decides whether a backup needs them."""
    async with database.connection(base.database_url, tables.READ_SCHEMA) as connection:
        cursor = await connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public)'"
        )
        there = {row[0] async for row in cursor}
    assert there <= {*tables.BACKED_UP, *tables.NOT_BACKED_UP}
    assert there >= set(tables.BACKED_UP)
