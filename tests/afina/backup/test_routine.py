"""Backups without being asked, of an installation on real servers."""

from datetime import timedelta
from pathlib import Path

import pytest
from nats.aio.client import Client

from afina.backup import check, manifest, shelf
from afina.backup.routine import AGAIN, Routine, of
from consumers.retention.rule import Moment
from infra import clock
from infra.blobs import BlobStore
from infra.settings import Settings
from schemas.retention import Retention
from tests.afina.backup.installation import backing, stored

HOUR = timedelta(hours=1)


@pytest.fixture
def routine(client: Client, nats_url: str, database_url: str, tmp_path: Path) -> Routine:
    base = backing(nats_url, database_url, tmp_path / "blobs")
    return Routine(base, tmp_path / "backups", HOUR)


async def test_a_backup_is_made_when_it_is_due(routine: Routine):
    """Whole, and then not again before its time."""
    assert routine.is_due()

    await routine.make()

    [folder] = shelf.whole(routine.place).values()
    check.whole(folder, lambda *_: None)
    assert not routine.is_due()
    assert routine.standing().newest == manifest.read(folder).taken_at.replace(
        microsecond=manifest.read(folder).taken_at.microsecond // 1000 * 1000
    )
    routine.now = lambda: clock.now() + HOUR
    assert routine.is_due()


async def test_a_backup_that_fails_is_told_and_tried_again(routine: Routine, tmp_path: Path):
    """A file is in the way of the folder."""
    (tmp_path / "backups").write_text("in the way")

    await routine.make()

    assert routine.standing().failed
    assert not routine.is_due()
    assert routine.standing().newest == routine.began_at
    assert not routine.standing().is_late(routine.began_at + 2 * HOUR)
    assert routine.standing().is_late(routine.began_at + 3 * HOUR)

    (tmp_path / "backups").unlink()
    routine.now = lambda: clock.now() + AGAIN
    assert routine.is_due()
    await routine.make()
    assert not routine.standing().failed


async def test_old_backups_go_with_the_files_that_they_alone_had(routine: Routine, tmp_path: Path):
    """What a backup that stays shares with them is still there."""
    scratch, store = tmp_path / "scratch", BlobStore(routine.backing.blob_url)
    shared = await stored(routine.backing, b"in both", scratch)
    alone = await stored(routine.backing, b"in the first alone", scratch)
    await routine.make()
    await store.delete(alone)
    await routine.make()
    first, second = sorted(shelf.whole(routine.place))
    moment = Moment(Retention(backups_newest=1, backups_daily=0, backups_weekly=0), clock.now())

    found = await routine.found(moment)
    gone = await routine.remove(moment)

    assert (found.count, gone.count, gone.failed) == (1, 1, 0)
    assert list(shelf.whole(routine.place)) == [second]
    assert (routine.place / shelf.BLOBS / shared).exists()
    assert not (routine.place / shelf.BLOBS / alone).exists()
    check.whole(shelf.chosen(routine.place), lambda *_: None)
    assert first < second


async def test_backups_stay_while_one_is_being_made(routine: Routine):
    """Its files are there before its manifest is."""
    for _ in range(2):
        await routine.make()
    moment = Moment(Retention(backups_newest=1, backups_daily=0, backups_weekly=0), clock.now())

    with shelf.alone(routine.place):
        gone = await routine.remove(moment)

    assert (gone.count, gone.failed) == (0, 1)
    assert len(shelf.whole(routine.place)) == 2


def test_backups_are_made_only_if_they_are_asked_for(tmp_path: Path):
    """By a folder and an interval."""
    settings = Settings(nats_url="nats://localhost", database_url="postgresql://localhost/x")
    folder = {"backup_dir": tmp_path}

    assert of(settings) is None
    assert of(settings.model_copy(update=folder)) is None
    made = of(settings.model_copy(update=folder | {"backup_every_hours": 24}))
    assert made is not None
    assert made.every == timedelta(days=1)
