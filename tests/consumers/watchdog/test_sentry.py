"""The watchdog on a real broker and a real read model; only its clock is the test's."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from nats.aio.client import Client
from sqlalchemy import insert
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from consumers.feed import FeedLostError, follow
from consumers.watchdog import sentry as shell
from consumers.watchdog.rules import ARM, CONFIRM
from consumers.watchdog.sentry import Sentry
from consumers.watchdog.voice import WATCHDOG
from infra import database, streams
from infra.bus import EventLog, connected
from infra.tasks import ended
from infra.tokens import digest, new_token
from schemas import subjects, tables
from schemas.base import Event
from schemas.events.run import RunStalled, run_events
from schemas.events.worker import (
    WorkerBack,
    WorkerLost,
    WorkerPaused,
    WorkerRegistered,
    WorkerRevoked,
)
from schemas.lifecycle import RunState, RunStatus, fold
from tests.conftest import empty
from tests.consumers.projecting import projecting, reached
from tests.infra.broker import own_broker, until
from tests.schemas.examples import (
    RUN,
    WORKER,
    cancel_requested,
    epoch_completed,
    heartbeat,
    run_completed,
    run_interrupted,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, time: timedelta) -> None:
        self.now += time


class Post:
    """A sentry, what it hears, and a log to look at."""

    def __init__(self, client: Client, engine: AsyncEngine) -> None:
        self.clock = Clock()
        self.client = client
        self.engine = engine
        self.log = EventLog(client)
        self.sentry = Sentry(self.log, engine, self.clock)
        self.heard: list[tuple[str, bool]] = []

    async def arm(self) -> None:
        """Be connected for a whole lease."""
        await self.sentry.judge()
        self.clock.forward(ARM)

    async def listen(self) -> None:
        """Tell the sentry every heartbeat and every mark, as the service does."""
        while True:
            try:
                async with follow(self.client, subjects.PRESENCE, after=0) as feed:
                    while True:
                        for message in await feed.batch(10):
                            worker_id = message.subject.rsplit(".", 1)[-1]
                            await self.sentry.heard(worker_id, alive=bool(message.data))
                            self.heard.append((worker_id, bool(message.data)))
            except FeedLostError:
                await asyncio.sleep(0.01)

    async def beat(self, ttl_seconds: int = 60, worker_id: str = WORKER) -> None:
        """A heartbeat; a sentry that listens has heard it when this returns."""
        before = len(self.heard)
        await self.client.jetstream().publish(
            subjects.presence(worker_id),
            heartbeat(worker_id=worker_id).model_dump_json().encode(),
            headers={"Nats-TTL": f"{ttl_seconds}s"},
        )
        await until(lambda: (worker_id, True) in self.heard[before:])

    async def run_out(self) -> None:
        """A last heartbeat, and a second later the broker's mark that it ran out."""
        before = len(self.heard)
        await self.beat(ttl_seconds=1)
        await until(lambda: (WORKER, False) in self.heard[before:])

    async def fall_silent(self, worker_id: str = WORKER) -> None:
        """The same without the second: no heartbeat is left, and the sentry hears a mark."""
        subject = subjects.presence(worker_id)
        await self.client.jetstream().purge_stream(subjects.PRESENCE, subject=subject)
        await self.sentry.heard(worker_id, alive=False)

    async def judge_after(self, time: timedelta) -> None:
        self.clock.forward(time)
        await self.sentry.judge()

    async def write(self, *events: Event) -> None:
        """Append ``events``, whoever has written before."""
        for event in events:
            history = await self.log.history(subjects.guard(event))
            await self.log.append(event, expected=history[-1].sequence if history else 0)

    async def shows_key(self, worker_id: str) -> None:
        """The door has let it in once."""
        row = {
            "token_id": uuid4(),
            "token_sha256": digest(new_token()),
            "kind": "worker",
            "subject": worker_id,
            "name": worker_id,
            "created_at": self.clock.now,
            "last_used_at": self.clock.now,
        }
        async with self.engine.begin() as tx:
            await tx.execute(insert(tables.tokens).values(row))

    async def lost(self) -> bool:
        return WorkerLost in await self.worker_story()

    async def worker_story(self, worker_id: str = WORKER) -> list[type[Event]]:
        history = await self.log.history(subjects.worker(worker_id))
        return [type(recorded.event) for recorded in history]

    async def run(self, run_id: UUID = RUN) -> RunState:
        history = await self.log.history(subjects.run(run_id))
        state = fold(run_events.validate_python(recorded.event) for recorded in history)
        assert state is not None
        return state


@asynccontextmanager
async def posted(client: Client, database_url: str) -> AsyncGenerator[Post]:
    engine = database.engine(database_url, tables.READ_SCHEMA)
    post = Post(client, engine)
    listening = asyncio.create_task(post.listen())
    try:
        yield post
    finally:
        await ended([listening])
        await engine.dispose()


@pytest.fixture
async def post(client: Client, database_url: str) -> AsyncIterator[Post]:
    async with projecting(client, database_url), posted(client, database_url) as post:
        await post.write(worker_registered(), run_requested(), run_started())
        await reached(database_url, 3)
        yield post


async def test_a_worker_that_falls_silent_is_lost_and_its_run_waits_again(post: Post):
    await post.arm()
    await post.run_out()

    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered, WorkerLost]
    assert (await post.run()).status is RunStatus.QUEUED
    *_, stalled = await post.log.history(subjects.run(RUN))
    assert isinstance(stalled.event, RunStalled)
    assert (stalled.event.worker_id, stalled.event.attempt) == (WORKER, 1)
    assert (stalled.event.actor, stalled.event.occurred_at) == (WATCHDOG, post.clock.now)
    assert (
        stalled.event.causation_id == (await post.log.history(subjects.run(RUN)))[1].event.event_id
    )


async def test_what_was_said_is_not_said_again(post: Post):
    await post.arm()
    await post.fall_silent()

    for _ in range(3):
        await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered, WorkerLost]


async def test_a_heartbeat_before_the_confirmation_saves_the_worker(post: Post):
    """It was only reconnecting."""
    await post.arm()
    await post.run_out()
    await post.beat()

    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered]
    assert (await post.run()).status is RunStatus.RUNNING


async def test_a_heartbeat_that_was_stored_but_not_yet_heard_saves_the_worker(post: Post):
    """The last look before the accusation goes to the broker itself."""
    await post.arm()
    await post.beat()
    await post.sentry.heard(WORKER, alive=False)

    await post.judge_after(CONFIRM)
    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered]


async def test_a_heartbeat_that_nobody_can_read_is_a_sign_of_life(post: Post):
    """A worker of another version, or a broken one, must not bring the watchdog down."""
    await post.arm()
    await post.client.jetstream().publish(subjects.presence(WORKER), b"\x00")
    await post.sentry.heard(WORKER, alive=False)

    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered]


async def test_a_lost_worker_that_is_heard_is_back(post: Post):
    await post.arm()
    await post.fall_silent()
    await post.judge_after(CONFIRM)

    await post.beat()
    await post.beat()

    assert await post.worker_story() == [WorkerRegistered, WorkerLost, WorkerBack]


async def test_a_worker_may_be_lost_twice(post: Post):
    await post.arm()
    for _ in range(2):
        await post.beat()
        await post.fall_silent()
        await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered, WorkerLost, WorkerBack, WorkerLost]


async def test_a_pause_between_hides_neither_loss_nor_return(post: Post):
    """It says nothing of the worker's being there."""
    await post.write(worker_event(WorkerPaused))
    await post.arm()
    await post.fall_silent()
    await post.judge_after(CONFIRM)
    await post.write(worker_event(WorkerPaused, event_id=uuid4()))

    await post.beat()

    said = [WorkerRegistered, WorkerPaused, WorkerLost, WorkerPaused, WorkerBack]
    assert await post.worker_story() == said


async def test_only_the_runs_of_the_silent_worker_stall(post: Post, database_url: str):
    other, ended, given_back = uuid4(), uuid4(), uuid4()
    await post.write(
        worker_registered(worker_id="gpu-2"),
        run_requested(run_id=other),
        run_started(run_id=other, worker_id="gpu-2"),
        run_requested(run_id=ended),
        run_started(run_id=ended),
        run_completed(run_id=ended),
        run_requested(run_id=given_back),
        run_started(run_id=given_back),
        run_interrupted(run_id=given_back),
    )
    await reached(database_url, 12)
    await post.beat(worker_id="gpu-2")
    await post.arm()
    await post.fall_silent()

    await post.judge_after(CONFIRM)

    assert (await post.run()).status is RunStatus.QUEUED
    assert (await post.run(other)).status is RunStatus.RUNNING
    assert (await post.run(ended)).status is RunStatus.COMPLETED
    for run_id in (ended, given_back):
        history = await post.log.history(subjects.run(run_id))
        assert not any(isinstance(recorded.event, RunStalled) for recorded in history)


async def test_a_run_whose_owner_wanted_it_to_stop_is_cancelled(post: Post):
    await post.write(cancel_requested())
    await post.arm()
    await post.fall_silent()

    await post.judge_after(CONFIRM)

    assert (await post.run()).status is RunStatus.CANCELLED


async def test_the_read_model_may_be_behind_but_the_log_decides(post: Post, database_url: str):
    """A run that ended a moment ago, or went to another worker, is left alone."""
    moved = uuid4()
    await post.write(
        run_completed(),
        run_requested(run_id=moved),
        run_started(run_id=moved),
        run_started(run_id=moved, attempt=2, worker_id="gpu-2"),
    )
    await reached(database_url, 7)
    async with database.connection(database_url, tables.READ_SCHEMA) as connection:
        await connection.execute("UPDATE runs SET status = 'running', worker_id = 'gpu-1'")
    await post.arm()
    await post.fall_silent()

    await post.judge_after(CONFIRM)

    assert (await post.run()).status is RunStatus.COMPLETED
    for run_id in (RUN, moved):
        assert len(await post.log.history(subjects.run(run_id))) == 3


async def test_a_run_that_speaks_at_the_last_moment_wins(
    post: Post, monkeypatch: pytest.MonkeyPatch
):
    """Its event and the accusation expect the same predecessor: the log takes the first."""
    append = EventLog.append

    async def just_too_late(self: EventLog, event: Event, *, expected: int) -> int:
        if isinstance(event, RunStalled):
            monkeypatch.setattr(EventLog, "append", append)
            await post.write(epoch_completed())
        return await append(self, event, expected=expected)

    monkeypatch.setattr(EventLog, "append", just_too_late)
    await post.arm()
    await post.fall_silent()

    await post.judge_after(CONFIRM)

    state = await post.run()
    assert (state.status, state.last_epoch) == (RunStatus.RUNNING, 1)


async def test_a_broker_outage_accuses_nobody(tmp_path: Path, database_url: str):
    """Heartbeats ran out because nobody could send them; everybody has a lease to come back."""
    async with (
        own_broker(tmp_path) as broker,
        connected(broker.url, "tests") as client,
    ):
        await empty(client)
        async with posted(client, database_url) as post:
            await post.write(worker_registered())
            await post.arm()
            await post.beat(ttl_seconds=1)
            await broker.kill()
            await until(lambda: not client.is_connected)
            await post.judge_after(CONFIRM)
            await broker.start()
            await until(lambda: (WORKER, False) in post.heard)

            await post.judge_after(CONFIRM)
            await post.judge_after(ARM - CONFIRM)
            await post.beat()
            await post.judge_after(CONFIRM)
            await post.judge_after(ARM)
            assert await post.worker_story() == [WorkerRegistered]

            await post.run_out()
            await post.judge_after(CONFIRM)
            assert await post.worker_story() == [WorkerRegistered, WorkerLost]


async def test_a_new_watchdog_suspects_whoever_it_cannot_hear(post: Post):
    """The mark of the silence went to its predecessor, who may have died with it."""
    await post.run_out()
    successor = Sentry(post.log, post.sentry._engine, post.clock)  # pyright: ignore[reportPrivateUsage]
    post.sentry = successor

    await successor.call_the_roll()
    await post.arm()
    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered, WorkerLost]


async def test_a_new_watchdog_does_not_miss_whoever_never_came(post: Post):
    """A computer that was registered and is being set up is on its way, not lost."""
    await post.write(worker_registered(worker_id="gpu-2"))

    await post.sentry.call_the_roll()
    await post.arm()
    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered, WorkerLost]
    assert await post.worker_story("gpu-2") == [WorkerRegistered]


async def test_a_new_watchdog_suspects_whoever_has_shown_its_key(post: Post):
    """Nothing is left of its heartbeats after a day, and it has never had a run."""
    await post.write(worker_registered(worker_id="gpu-2"))
    await post.shows_key("gpu-2")

    await post.sentry.call_the_roll()
    await post.arm()
    await post.judge_after(CONFIRM)

    assert await post.worker_story("gpu-2") == [WorkerRegistered, WorkerLost]


async def test_a_new_watchdog_knows_who_is_lost_and_who_is_there(post: Post):
    await post.write(worker_event(WorkerLost), worker_registered(worker_id="gpu-2"))
    await post.beat(worker_id="gpu-2")

    await post.sentry.call_the_roll()
    await post.arm()
    await post.judge_after(CONFIRM)
    assert await post.worker_story() == [WorkerRegistered, WorkerLost]
    assert await post.worker_story("gpu-2") == [WorkerRegistered]

    await post.beat()
    assert await post.worker_story() == [WorkerRegistered, WorkerLost, WorkerBack]


async def test_a_revoked_worker_is_neither_lost_nor_back(post: Post):
    """It was told to go; its run still goes back to the queue."""
    await post.arm()
    await post.write(worker_event(WorkerRevoked))
    await post.fall_silent()
    await post.judge_after(CONFIRM)
    await post.beat()

    await post.sentry.call_the_roll()
    await post.judge_after(CONFIRM)

    assert await post.worker_story() == [WorkerRegistered, WorkerRevoked]
    assert (await post.run()).status is RunStatus.QUEUED


async def test_a_stranger_may_come_and_go(post: Post):
    """The log names workers; a heartbeat alone makes none."""
    await post.arm()
    await post.fall_silent("stranger")
    await post.judge_after(CONFIRM)
    await post.beat(worker_id="stranger")

    assert await post.worker_story("stranger") == []


async def test_an_outage_of_the_database_only_delays_the_accusation(
    post: Post, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """The watch goes on, and tells as soon as it can ask whose runs they were."""
    monkeypatch.setattr(shell, "TICK_SECONDS", 0.01)
    limit = f'ALTER DATABASE "{make_url(database_url).database}" CONNECTION LIMIT'
    async with database.connection(database_url, tables.READ_SCHEMA) as administrator:
        await administrator.execute(f"{limit} 1".encode())
        with capture_logs() as said:
            watching = asyncio.create_task(post.sentry.watch())
            await post.arm()
            await post.fall_silent()
            post.clock.forward(CONFIRM)
            await until(lambda: any("try again" in line["event"] for line in said))
        await administrator.execute(f"{limit} -1".encode())

    await until(post.lost)
    assert (await post.run()).status is RunStatus.QUEUED
    await ended([watching])


async def test_an_outage_of_the_broker_only_delays_the_return(post: Post):
    """The next heartbeat tries again."""
    await post.write(worker_event(WorkerLost))
    await post.sentry.call_the_roll()
    await post.client.jetstream().delete_stream(subjects.TRAINING)

    await post.sentry.heard(WORKER, alive=True)

    await streams.provision(post.client, pool="default", ack_wait_seconds=30)
    await post.write(worker_registered(), worker_event(WorkerLost))
    await post.sentry.heard(WORKER, alive=True)
    assert await post.worker_story() == [WorkerRegistered, WorkerLost, WorkerBack]
