"""When what is too old goes, in which process, and how it is told."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.aio.client import Client
from sqlalchemy import text

from consumers.projections.training import TrainingProjection
from consumers.retention import keeper as keeping
from consumers.retention.keeper import BusyError, Keeper, nightfall
from consumers.retention.rule import Moment
from consumers.retention.service import answering, keeper
from infra import policies
from infra.blobs import upload_key
from infra.settings import Settings
from infra.tasks import ended
from schemas import subjects, tables
from schemas.events.setting import RETENTION, RetentionApplied
from schemas.retention import Found, Preview, Removed, Retention, RetentionKind
from tests.consumers import projecting
from tests.consumers.retention.holdings import PRESENT, Holdings, hash_of
from tests.infra.broker import until
from tests.schemas import examples


@pytest.fixture
def kept(client: Client, holdings: Holdings, nats_url: str, tmp_path: Path) -> Keeper:
    """Everything that goes by itself, two days from now."""
    settings = Settings(
        nats_url=nats_url,
        database_url=holdings.url,
        blob_url=f"file://{tmp_path / 'blobs'}",
        data_dir=tmp_path,
    )
    made = keeper(settings, client, holdings.engine)
    return replace(made, clock=lambda: PRESENT + timedelta(days=2))


async def project(holdings: Holdings) -> None:
    async with projecting.projecting(holdings.cellar.log.client, holdings.url):
        await projecting.reached(holdings.url, await holdings.cellar.log.last_sequence())


async def test_a_pass_is_told_in_the_log_with_what_went(kept: Keeper, holdings: Holdings):
    """Counts and bytes by kind; of what did not go nothing is said."""
    await holdings.put(upload_key(hash_of("orphan")), b"12345")

    first, second = await kept.apply(), await kept.apply()

    [gone] = first.removed
    assert gone == Removed(kind=RetentionKind.ORPHANED_FILES, count=1, size_bytes=5)
    assert (second.removed, second.unread) == ([], [])
    history = await holdings.cellar.log.history(subjects.setting(RETENTION))
    assert [recorded.event for recorded in history] == [first, second]


async def test_a_preview_removes_nothing(kept: Keeper, holdings: Holdings):
    """It shows every kind, with what would go."""
    key = await holdings.put(upload_key(hash_of("orphan")), b"12345")

    found = {one.kind: one for one in await kept.preview()}

    assert found.keys() == set(RetentionKind) - {RetentionKind.BACKUPS}
    assert found[RetentionKind.ORPHANED_FILES].examples == [key]
    assert sum(one.count for one in found.values()) == 1
    assert await holdings.keys() == {key}


async def test_the_administrators_policy_counts(kept: Keeper, holdings: Holdings):
    await holdings.put(upload_key(hash_of("orphan")))
    async with holdings.engine.begin() as tx:
        policy = Retention(orphaned_files_days=3)
        await policies.keep(tx, RETENTION, policy.model_dump(mode="json"), "local", PRESENT)

    assert (await kept.apply()).removed == []


async def test_one_process_removes_at_a_time(kept: Keeper, holdings: Holdings):
    """The others leave it to that one."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
    async with holdings.engine.begin() as tx:
        await tx.execute(lock, {"key": tables.RETENTION_LOCK})
        with pytest.raises(BusyError):
            await kept.apply()


class Broken:
    """A rule that cannot look."""

    kind = RetentionKind.BACKUPS

    async def found(self, moment: Moment) -> Found:
        raise PermissionError(moment.now)

    async def remove(self, moment: Moment) -> Removed:
        raise PermissionError(moment.now)


async def test_a_kind_that_cannot_be_looked_for_keeps_no_other(kept: Keeper, holdings: Holdings):
    await holdings.put(upload_key(hash_of("orphan")))

    told = await replace(kept, rules=[Broken(), *kept.rules]).apply()

    assert told.unread == [RetentionKind.BACKUPS]
    assert [one.count for one in told.removed] == [1]


async def test_bytes_of_a_deleted_dataset_do_not_wait_for_the_night(
    kept: Keeper, holdings: Holdings, monkeypatch: pytest.MonkeyPatch
):
    """And a sweep tells nothing: the deletion is in the log already."""
    monkeypatch.setattr(keeping, "ROUND_SECONDS", 0.05)
    await holdings.put(upload_key(hash_of("file")))
    uploaded = examples.dataset_uploaded(file_sha256=hash_of("file"))
    await projecting.publish_events(
        holdings.cellar.log.client, [uploaded, examples.dataset_deleted()]
    )
    await project(holdings)
    watching = asyncio.create_task(replace(kept, clock=lambda: PRESENT).watch())

    async def is_empty() -> bool:
        return not await holdings.keys()

    await until(is_empty)
    await ended([watching])
    assert await holdings.cellar.log.history(subjects.setting(RETENTION)) == []


async def test_a_pass_is_made_once_a_night(
    kept: Keeper, holdings: Holdings, monkeypatch: pytest.MonkeyPatch
):
    """A new installation waits for its first night; a computer that was off makes up for it."""
    monkeypatch.setattr(keeping, "ROUND_SECONDS", 0.05)
    await projecting.publish_events(holdings.cellar.log.client, [examples.dataset_uploaded()])
    async with projecting.projecting(
        holdings.cellar.log.client, holdings.url, TrainingProjection()
    ):
        await projecting.reached(holdings.url, 1)
        assert not await replace(kept, clock=lambda: PRESENT, hour=local_hour(1))._due()
        watching = asyncio.create_task(kept.watch())
        await projecting.reached(holdings.url, 2)
        await ended([watching])
    history = await holdings.cellar.log.history(subjects.setting(RETENTION))
    assert [type(recorded.event) for recorded in history] == [RetentionApplied]


def local_hour(hours_ahead: int) -> int:
    return (PRESENT.astimezone() + timedelta(hours=hours_ahead)).hour


async def test_whoever_asks_is_told_what_would_go(client: Client, kept: Keeper, holdings: Holdings):
    """The API, which can't look itself."""
    await holdings.put(upload_key(hash_of("orphan")))
    async with answering(client, kept):
        answer = await client.request(subjects.RETENTION_PREVIEW, timeout=20)

    told = Preview.model_validate_json(answer.data)
    assert told.found is not None
    assert sum(found.count for found in told.found) == 1


@given(
    now=st.datetimes(datetime(2001, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - given a zone below
    hour=st.integers(0, 23),
)
def test_the_night_began_within_the_last_day(now: datetime, hour: int):
    """At the hour that the local clock shows."""
    moment = now.replace(tzinfo=UTC)

    began = nightfall(moment, hour)

    assert timedelta(0) <= moment - began <= timedelta(days=1, hours=1)
    assert (began.hour, began.minute) == (hour, 0)
