import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from nats.aio.client import Client

from afina import tokens
from afina.backing import Backing
from afina.backup.restoration import InUseError, NotEmptyError
from afina.tokens import Grant, TokenKind
from consumers.projections.telemetry import TelemetryProjection
from infra import clock, database
from infra.blobs import BlobStore
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects, tables
from tests.afina.backup.installation import backing, elsewhere, replayed, restored, stored, taken
from tests.consumers.histories import Platform, begun, telemetry
from tests.consumers.notary.sealing import sealed, sealing, told_and_sealed, verdict
from tests.consumers.projecting import (
    ANYBODY,
    everything,
    projecting,
    publish_events,
    publish_telemetry,
    reached,
)
from tests.schemas.examples import run_abandoned, run_requested
from tests.stack import Stack

EVENTS = 300
TOLD = 60


@pytest.fixture
def base(client: Client, nats_url: str, database_url: str, tmp_path: Path) -> Backing:
    """An installation that lives."""
    return backing(nats_url, database_url, tmp_path / "blobs")


@pytest.fixture
def other_database(servers: Stack) -> Iterator[str]:
    with servers.databases.fresh() as url:
        yield url


@pytest.fixture
async def fresh(other_database: str, tmp_path: Path) -> AsyncIterator[tuple[Backing, Client]]:
    """Another installation, empty."""
    (tmp_path / "fresh").mkdir()
    async with elsewhere(tmp_path / "fresh", other_database) as made:
        yield made


async def test_a_backup_made_under_load_becomes_the_same_installation(
    client: Client, base: Backing, fresh: tuple[Backing, Client], tmp_path: Path
):
    """Every event with its sequence, every row, every file, every token; and projecting goes on."""
    platform = Platform(31)

    async def write() -> None:
        for number in count():
            await publish_events(client, platform.history(40))
            await stored(base, f"file {number}".encode(), tmp_path / "scratch")

    async with tokens.opened(base.database_url) as table:
        await table.create(Grant(TokenKind.USER, "local", "theirs"), clock.now())
        made = await table.all()
    async with (
        projecting(client, base.database_url),
        projecting(client, base.database_url, TelemetryProjection(ANYBODY)),
    ):
        told = telemetry(31, TOLD)
        await publish_events(client, begun(told))
        await publish_telemetry(client, told)
        await reached(base.database_url, TOLD, "telemetry")
        writing = asyncio.create_task(write())
        await reached(base.database_url, EVENTS)
        backup = await taken(base, tmp_path / "backups")
        writing.cancel()
    there, other = fresh

    await restored(there, backup.folder)

    log, copy = EventLog(client), EventLog(other)
    end = await copy.last_sequence()
    assert end >= backup.manifest.database.positions["training"] >= EVENTS
    assert await copy.last_sequence(subjects.TELEMETRY) == TOLD
    history = await log.history(subjects.TRAINING_SUBJECTS)
    assert await copy.history(subjects.TRAINING_SUBJECTS) == history[:end]
    assert await BlobStore(there.blob_url).sizes() == backup.manifest.blobs
    async with tokens.opened(there.database_url) as table:
        assert await table.all() == made
    async with projecting(other, there.database_url):
        await publish_events(other, platform.history(20))
        await reached(there.database_url, end + 20)
    assert (await replayed(there)).equal


async def test_what_is_there_is_only_replaced_when_asked_and_kept_then(
    client: Client, base: Backing, tmp_path: Path
):
    """Back to the backup, and from what was kept back to what there was."""
    platform = Platform(32)
    async with projecting(client, base.database_url):
        await publish_events(client, platform.history(EVENTS))
        await reached(base.database_url, EVENTS)
        backup = await taken(base, tmp_path / "backups")
        before = await everything(base.database_url)
        await publish_events(client, platform.history(EVENTS))
        await reached(base.database_url, 2 * EVENTS)
    after = await everything(base.database_url)

    with pytest.raises(NotEmptyError, match=f"{2 * EVENTS} events"):
        await restored(base, backup.folder)
    assert await everything(base.database_url) == after
    kept = await restored(base, backup.folder, safety=tmp_path / "replaced")
    assert await everything(base.database_url) == before
    assert await EventLog(client).last_sequence() == EVENTS
    assert kept is not None
    await restored(base, kept.folder, safety=tmp_path / "replaced")

    assert await everything(base.database_url) == after
    assert await EventLog(client).last_sequence() == 2 * EVENTS


async def test_nothing_is_replaced_under_the_feet_of_those_who_use_it(
    base: Backing, tmp_path: Path
):
    """A projector or an API would mix what it knows with what is there then."""
    backup = await taken(base, tmp_path / "backups")
    async with database.connection(base.database_url, tables.READ_SCHEMA):
        with pytest.raises(InUseError):
            await restored(base, backup.folder)


@pytest.mark.parametrize("projected", [True, False])
async def test_only_jobs_that_have_not_ended_are_offered_again(
    client: Client, base: Backing, fresh: tuple[Backing, Client], tmp_path: Path, projected: bool
):
    """The queue begins at the first of them, whether the backup's tables knew it or not."""
    ended, waiting, pooled = (
        run_requested(event_id=uuid4(), run_id=uuid4(), pool=pool)
        for pool in ("default", "default", "large")
    )
    last = run_abandoned(event_id=uuid4(), run_id=ended.run_id)
    await publish_events(client, [ended, last, waiting, pooled])
    if projected:
        async with projecting(client, base.database_url):
            await reached(base.database_url, 4)
    backup = await taken(base, tmp_path / "backups")
    there, other = fresh

    await restored(there, backup.folder)

    assert await offered(other, "default") == ([3] if projected else [1, 3])
    assert await offered(other, "large") == [4]


async def offered(client: Client, pool: str) -> list[int]:
    """The sequences of the jobs that a pool's workers would be given."""
    consumer = subjects.jobs_consumer(pool)
    jobs = await client.jetstream().pull_subscribe_bind(consumer, subjects.TRAINING)
    return [message.metadata.sequence.stream for message in await jobs.fetch(3, timeout=1)]


async def test_a_restored_log_is_sealed_on_and_verified_by_a_seal_from_before(
    client: Client, base: Backing, fresh: tuple[Backing, Client], tmp_path: Path
):
    """A backup carries the seals, and every sequence, time and byte that they stand for."""
    settings = Settings(nats_url=base.nats_url, database_url=base.database_url, seal_seconds=0)
    kept = await told_and_sealed(client, settings)
    backup = await taken(base, tmp_path / "backups")
    made, its_client = fresh

    await restored(made, backup.folder)
    there = settings.model_copy(
        update={"nats_url": made.nats_url, "database_url": made.database_url}
    )
    async with sealing(its_client, there):
        await publish_events(its_client, [run_requested(run_id=uuid4())])
        newest = await sealed(made.database_url, kept.sequence + 1)

    told = await verdict(there, expected=kept)
    assert (told.sound, told.link) == (True, newest)
