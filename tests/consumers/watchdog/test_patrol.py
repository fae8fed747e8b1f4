"""The watch over runs on a real broker and a real read model; only its clock is the test's."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from consumers.watchdog import patrol as shell
from consumers.watchdog.patrol import Patrol, limits_of
from consumers.watchdog.silence import Limits
from consumers.watchdog.voice import WATCHDOG
from infra import database
from infra.bus import EventLog, UnavailableError, connected
from infra.settings import Settings
from infra.tasks import ended
from schemas import subjects, tables
from schemas.base import Event
from schemas.events.run import (
    AlertClosed,
    AlertRaised,
    FailureCode,
    RunAbandoned,
    RunRequested,
    RunStalled,
    RunStarted,
    StallReason,
)
from schemas.events.worker import WorkerRevoked
from tests.conftest import empty
from tests.consumers.projecting import projecting, publish_telemetry, reached, rows
from tests.infra.broker import own_broker, until
from tests.schemas.examples import (
    RUN,
    WORKER,
    epoch_completed,
    heartbeat,
    progress,
    run_requested,
    run_started,
    training_measured,
    worker_event,
    worker_registered,
)

LIMITS = Limits()
STEP = timedelta(seconds=25)


class Beat:
    """A patrol, a clock, and a log to look at."""

    def __init__(self, client: Client, url: str, limits: Limits = LIMITS) -> None:
        self.client = client
        self.url = url
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.log = EventLog(client)
        self.engine = database.engine(url, tables.READ_SCHEMA)
        self.limits = limits
        self.patrol = self.relieved()

    def relieved(self) -> Patrol:
        """Another patrol takes over."""
        self.patrol = Patrol(self.log, self.engine, lambda: self.now, self.limits)
        return self.patrol

    async def walk(self, time: timedelta) -> None:
        """Look at the runs every few seconds for so long."""
        end = self.now + time
        await self.patrol.look()
        while self.now < end:
            self.now = min(self.now + STEP, end)
            await self.patrol.look()

    async def write(self, *events: Event) -> None:
        sequence = 0
        for event in events:
            history = await self.log.history(subjects.guard(event))
            expected = history[-1].sequence if history else 0
            sequence = await self.log.append(event, expected=expected)
        await reached(self.url, sequence)

    async def caught_up(self) -> None:
        await reached(self.url, await self.log.last_sequence())

    async def story(self) -> list[Event]:
        return [recorded.event for recorded in await self.log.history(subjects.run(RUN))]

    async def kinds(self) -> list[type[Event]]:
        return [type(event) for event in await self.story()]


@asynccontextmanager
async def beaten(client: Client, url: str) -> AsyncGenerator[Beat]:
    beat = Beat(client, url)
    try:
        yield beat
    finally:
        await beat.engine.dispose()


@pytest.fixture
async def beat(client: Client, database_url: str) -> AsyncIterator[Beat]:
    async with projecting(client, database_url), beaten(client, database_url) as beat:
        yield beat


async def trained(beat: Beat, **request: Any) -> None:
    """A run that has begun to train."""
    await beat.write(worker_registered(), run_requested(**request), run_started())
    await publish_telemetry(beat.client, [progress()])


async def test_a_run_that_stands_still_is_warned_of_once_and_then_given_back(beat: Beat):
    await trained(beat)

    await beat.walk(LIMITS.no_progress)
    await beat.patrol.look()  # perhaps before the alert can be read
    *_, started, warned = await beat.story()
    assert isinstance(warned, AlertRaised)
    assert (warned.code, warned.params) == (
        "no_progress",
        {"worker": WORKER, "silent_seconds": 900},
    )
    assert (warned.actor, warned.occurred_at) == (WATCHDOG, beat.now)
    assert warned.causation_id == started.event_id
    [alert] = await rows_when_read(beat)
    assert (alert["code"], alert["closed_at"]) == ("no_progress", None)

    await beat.walk(LIMITS.no_progress)
    *_, stalled = await beat.story()
    assert isinstance(stalled, RunStalled)
    told = (stalled.worker_id, stalled.attempt, stalled.reason)
    assert told == (WORKER, 1, StallReason.NO_PROGRESS)
    expected = [RunRequested, RunStarted, AlertRaised, RunStalled]
    assert await beat.kinds() == expected


async def rows_when_read(beat: Beat) -> list[dict[str, Any]]:
    await beat.caught_up()
    return await rows(beat.url, tables.alerts)


async def test_progress_closes_the_alert(beat: Beat):
    await trained(beat)
    await beat.walk(LIMITS.no_progress)
    await beat.caught_up()

    await publish_telemetry(beat.client, [progress(step=31)])
    await beat.patrol.look()

    *_, closed = await beat.story()
    assert isinstance(closed, AlertClosed)
    [alert] = await rows_when_read(beat)
    assert alert["closed_at"] is not None


async def test_the_last_attempt_is_abandoned_with_its_reason(beat: Beat):
    await trained(beat, max_retries=0)

    await beat.walk(LIMITS.no_progress_restart)

    *_, stalled, abandoned = await beat.story()
    assert isinstance(stalled, RunStalled)
    assert isinstance(abandoned, RunAbandoned)
    assert abandoned.code is FailureCode.STALLED
    assert abandoned.causation_id == stalled.event_id
    [alert] = await rows_when_read(beat)
    assert alert["closed_at"] is not None


async def test_an_epoch_far_beyond_its_forecast_is_started_again(beat: Beat):
    """Although the last report always tells of another step."""
    await trained(beat)
    await beat.write(training_measured())
    patience = timedelta(minutes=3)
    beat.limits = replace(LIMITS, stuck_epoch=patience)
    beat.relieved()

    for step in range(2 * int(patience / STEP)):
        await publish_telemetry(beat.client, [progress(step=step)])
        await beat.walk(STEP)

    _, _, _, warned, stalled = await beat.story()
    assert (warned.code, stalled.reason) == ("stuck_epoch", StallReason.STUCK_EPOCH)


async def test_a_read_model_that_stands_still_accuses_nobody(client: Client, database_url: str):
    """The run goes on in the log, and the watchdog asks the log before it speaks."""
    async with beaten(client, database_url) as beat:
        async with projecting(client, database_url):
            await trained(beat)
        epochs = 3 * int(LIMITS.no_progress / timedelta(minutes=10))
        for epoch in range(1, epochs + 1):
            history = await beat.log.history(subjects.run(RUN))
            await beat.log.append(epoch_completed(epoch), expected=history[-1].sequence)
            await beat.walk(timedelta(minutes=10))

        assert set(await beat.kinds()) == {RunRequested, RunStarted, type(epoch_completed())}


async def test_a_run_that_speaks_at_the_last_moment_wins(
    beat: Beat, monkeypatch: pytest.MonkeyPatch
):
    """Its event and the accusation expect the same predecessor: the log takes the first."""
    await trained(beat)
    append = EventLog.append

    async def just_too_late(self: EventLog, event: Event, *, expected: int) -> int:
        if isinstance(event, AlertRaised):
            monkeypatch.setattr(EventLog, "append", append)
            await beat.write(epoch_completed())
        return await append(self, event, expected=expected)

    monkeypatch.setattr(EventLog, "append", just_too_late)
    await beat.walk(LIMITS.no_progress)
    await beat.walk(STEP)

    assert await beat.kinds() == [RunRequested, RunStarted, type(epoch_completed())]


async def test_a_run_that_nobody_can_take_is_told_of_until_somebody_comes(beat: Beat):
    """A worker of another pool, or one that was told to go, is nobody."""
    await beat.write(worker_registered(worker_id="other", pool="big"), run_requested())
    await present(beat, "other")
    await beat.write(worker_registered(worker_id="gone"))
    await present(beat, "gone")
    await beat.write(worker_event(WorkerRevoked, worker_id="gone"))
    await beat.walk(LIMITS.unclaimed)
    assert await beat.kinds() == [RunRequested, AlertRaised]
    await beat.caught_up()

    await beat.write(worker_registered())
    await beat.walk(STEP)
    assert await beat.kinds() == [RunRequested, AlertRaised]

    await present(beat, WORKER)
    await beat.walk(STEP)
    assert await beat.kinds() == [RunRequested, AlertRaised, AlertClosed]


async def present(beat: Beat, worker_id: str) -> None:
    await beat.client.jetstream().publish(
        subjects.presence(worker_id), heartbeat(worker_id=worker_id).model_dump_json().encode()
    )


async def test_a_new_patrol_gives_everybody_time_and_repeats_nothing(beat: Beat):
    await trained(beat)
    await beat.walk(LIMITS.no_progress)
    await beat.caught_up()

    beat.relieved()
    await beat.walk(LIMITS.no_progress_restart - STEP)

    assert await beat.kinds() == [RunRequested, RunStarted, AlertRaised]


async def test_a_report_that_nobody_can_read_is_none(beat: Beat):
    """The run counts as one that has not reported yet."""
    await trained(beat)
    await beat.client.jetstream().publish(subjects.progress(RUN, WORKER), b"\x00")
    await beat.walk(LIMITS.no_progress_restart)

    assert await beat.kinds() == [RunRequested, RunStarted]


async def test_while_the_broker_is_away_nobody_is_accused(tmp_path: Path, database_url: str):
    """What could not be heard is no silence; the watch begins anew."""
    async with (
        own_broker(tmp_path) as broker,
        connected(broker.url, "tests") as client,
    ):
        await empty(client)
        async with beaten(client, database_url) as beat:
            async with projecting(client, database_url):
                await trained(beat)
            await beat.walk(LIMITS.no_progress - STEP)
            await broker.kill()
            await until(lambda: not client.is_connected)
            with pytest.raises(UnavailableError):
                await beat.patrol.look()


async def test_an_outage_of_the_database_begins_the_watch_anew(
    beat: Beat, monkeypatch: pytest.MonkeyPatch
):
    """What was not seen for a while may have moved meanwhile."""
    await trained(beat)
    await beat.walk(LIMITS.no_progress - STEP)
    monkeypatch.setattr(shell, "LOOK_SECONDS", 0.01)
    limit = f'ALTER DATABASE "{make_url(beat.url).database}" CONNECTION LIMIT'
    async with database.connection(beat.url, tables.READ_SCHEMA) as administrator:
        await beat.engine.dispose()
        await administrator.execute(f"{limit} 1".encode())
        with capture_logs() as said:
            watching = asyncio.create_task(beat.patrol.watch())
            await until(lambda: any("begins anew" in line["event"] for line in said))
            await ended([watching])
        await administrator.execute(f"{limit} -1".encode())

    await beat.walk(LIMITS.no_progress - STEP)
    assert await beat.kinds() == [RunRequested, RunStarted]
    await beat.walk(STEP)
    assert await beat.kinds() == [RunRequested, RunStarted, AlertRaised]


def limits(**environment: Any) -> Limits:
    return limits_of(Settings(NATS_URL="nats://nowhere", **environment))


def test_the_defaults_are_those_that_are_documented():
    """In the settings and in the rules."""
    assert limits() == LIMITS
    assert LIMITS.no_progress == timedelta(minutes=15)
    assert LIMITS.stuck_epoch == timedelta(minutes=30)


def test_an_administrator_sets_limits_and_turns_rules_off():
    assert limits(no_progress_seconds=60) == replace(
        LIMITS, no_progress=timedelta(minutes=1), no_progress_restart=timedelta(minutes=2)
    )
    off = {"no_progress_seconds": 0, "stuck_epoch_seconds": 0, "unclaimed_seconds": 0}
    nothing = limits(**off)
    assert (nothing.no_progress, nothing.no_progress_restart) == (None, None)
    assert (nothing.stuck_epoch, nothing.unclaimed) == (None, None)
    assert limits(no_progress_restart_seconds=0).no_progress_restart is None
