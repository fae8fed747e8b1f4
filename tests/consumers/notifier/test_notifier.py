"""From the log to the receiver, on the real servers."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from nats.aio.client import Client
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.notifier import outbox
from consumers.notifier.channel import Channel, Delivery, RefusedError, UndeliveredError
from consumers.notifier.notifier import Notifier
from consumers.notifier.outbox import GROWTH, LONGEST_PAUSE, Subscription, pause
from consumers.notifier.receivers import subscription
from infra import database
from infra.bus import EventLog
from infra.settings import Settings
from schemas import tables
from schemas.base import Event
from schemas.events.worker import WorkerLost
from schemas.notices import Notice, NoticeKind
from tests.consumers.notifier.receiving import DAWN, english, mail_server, notice, web_server
from tests.consumers.projecting import execute, projecting, publish_events, reached
from tests.infra.broker import until
from tests.schemas.examples import (
    OWNER,
    RUN,
    WORKER,
    alert_raised,
    cancel_requested,
    epoch_completed,
    job_failed,
    run_abandoned,
    run_completed,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)

ALL = frozenset(NoticeKind)
NOWHERE = database.engine("postgresql://nowhere", tables.READ_SCHEMA)
"""Of those who ask it nothing."""


class Memory:
    """A channel that keeps what it is given, after as many failures as it is told."""

    name: ClassVar = "memory"

    def __init__(self, *recipients: str) -> None:
        self.recipients: Sequence[str] = recipients or ("maria",)
        self.taken: list[Delivery] = []
        self.failures: list[Exception] = []

    async def send(self, delivery: Delivery) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(delivery)

    @property
    def kinds(self) -> list[NoticeKind]:
        return [each.notice.kind for each in self.taken]


class Post:
    """A notifier whose clock goes when it is told to."""

    def __init__(
        self, client: Client, url: str, engine: AsyncEngine, channels: Sequence[Channel]
    ) -> None:
        self.client, self.url, self.engine = client, url, engine
        self.now = DAWN
        told = Subscription(channels, ALL)
        self.notifier = Notifier(engine, told, lambda: self.now, most_tries=3)
        self.channels = channels

    async def begin(self) -> None:
        await self.notifier.begin(EventLog(self.client))

    async def happen(self, *events: Event) -> None:
        """In the log, then in the read model, then on their way."""
        await publish_events(self.client, events)
        await reached(self.url, await EventLog(self.client).last_sequence())
        await self.notifier.read()

    async def deliver(self, after: timedelta = timedelta(0)) -> None:
        self.now += after
        for channel in self.channels:
            while await self.notifier.send(channel):
                pass

    async def rows(self) -> Sequence[Row]:
        async with self.engine.connect() as tx:
            return (await tx.execute(select(tables.outbox))).all()


@asynccontextmanager
async def posting(client: Client, url: str, *channels: Channel) -> AsyncGenerator[Post]:
    engine = database.engine(url, tables.READ_SCHEMA)
    async with projecting(client, url):
        yield Post(client, url, engine, channels)
    await engine.dispose()


@pytest.fixture
def memory() -> Memory:
    return Memory()


BEGINNING = (run_requested(), run_started(), epoch_completed())


async def test_the_past_is_not_told_of(client: Client, database_url: str, memory: Memory):
    """A notifier that is turned on finds a log of years."""
    async with posting(client, database_url, memory) as post:
        await publish_events(client, [*BEGINNING, run_completed()])
        await post.begin()
        await post.happen(worker_registered(), worker_event(WorkerLost))
        await post.begin()  # a later start goes on where it was
        await post.deliver()

    assert memory.kinds == [NoticeKind.WORKER_LOST]


async def test_what_happens_is_told_with_its_names_and_codes(
    client: Client, database_url: str, memory: Memory
):
    failed = job_failed(final=True)
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, alert_raised(code="no_progress"), failed)
        await post.deliver()

    raised, ended = (each.notice for each in memory.taken)
    assert (raised.kind, raised.code) == (NoticeKind.ALERT_RAISED, "no_progress")
    assert (ended.kind, ended.code, ended.params) == (
        NoticeKind.RUN_FAILED,
        failed.code,
        failed.params,
    )
    assert (ended.cause_id, ended.sequence) == (failed.event_id, 5)
    assert (ended.run_id, ended.run_name, ended.owner_id) == (RUN, "Triagem de petições", OWNER)
    assert ended.worker_id == WORKER


async def test_a_run_ends_once(client: Client, database_url: str, memory: Memory):
    """Whatever is said afterwards; and an attempt that fails is no end."""
    other, unwanted = UUID(int=7), UUID(int=8)
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, job_failed(), run_completed(), run_abandoned())
        await post.happen(run_requested(run_id=other), run_abandoned(run_id=other))
        await post.happen(run_requested(run_id=unwanted), cancel_requested(run_id=unwanted))
        await post.deliver()

    assert memory.kinds == [
        NoticeKind.RUN_COMPLETED,
        NoticeKind.RUN_FAILED,
        NoticeKind.RUN_CANCELLED,
    ]


async def test_only_what_is_wanted_is_told(client: Client, database_url: str, memory: Memory):
    async with posting(client, database_url, memory) as post:
        post.notifier._told = Subscription([memory], frozenset({NoticeKind.RUN_FAILED}))
        await post.begin()
        await post.happen(*BEGINNING, run_completed())
        await post.deliver()

    assert memory.taken == []


async def test_everybody_is_told_for_themselves(client: Client, database_url: str):
    """One receiver's failure is not another's."""
    memory = Memory("maria", "joão")
    memory.failures = [UndeliveredError("busy")]
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, run_completed())
        await post.deliver()
        assert len(memory.taken) == 1
        await post.deliver(after=pause(1))

    assert {each.recipient for each in memory.taken} == {"maria", "joão"}
    assert len({each.delivery_id for each in memory.taken}) == 2


async def test_a_failed_try_is_repeated_later_and_later_under_the_same_id(
    client: Client, database_url: str, memory: Memory
):
    memory.failures = [UndeliveredError("busy"), UndeliveredError("busy")]
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, run_completed())
        await post.deliver()
        await post.deliver(after=pause(1) - timedelta(seconds=1))
        assert len(memory.failures) == 1
        await post.deliver(after=timedelta(seconds=1))
        assert memory.failures == []
        await post.deliver(after=pause(2))
        [row] = await post.rows()

    [told] = memory.taken
    assert (row.tries, row.sent_at, row.error) == (3, told.tried_at, None)
    assert pause(2) == GROWTH * pause(1)
    assert pause(50) == LONGEST_PAUSE


@pytest.mark.parametrize(
    ("failures", "tries"),
    [
        ([UndeliveredError("busy")] * 3, 3),
        ([RefusedError("unknown here")], 1),
    ],
)
async def test_what_cannot_be_delivered_is_given_up_with_its_reason(
    client: Client,
    database_url: str,
    memory: Memory,
    failures: list[Exception],
    tries: int,
):
    memory.failures = list(failures)
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, run_completed())
        for _ in range(4):
            await post.deliver(after=LONGEST_PAUSE)
        [row] = await post.rows()

    assert memory.taken == []
    assert row.given_up_at is not None
    assert (row.tries, row.error) == (tries, str(failures[0]))


async def test_a_replay_tells_nothing_again(client: Client, database_url: str, memory: Memory):
    """The read model is emptied and built again from the first event."""
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, alert_raised(), run_completed())
        await post.deliver()
    assert len(memory.taken) == 2

    names = ", ".join(table.name for table in tables.read_model.sorted_tables)
    await execute(database_url, f"TRUNCATE {names}")
    async with posting(client, database_url, memory) as post:
        await reached(database_url, 5)
        await post.notifier.read()
        await post.happen(worker_registered(), worker_event(WorkerLost))
        await post.deliver()

    assert memory.kinds[2:] == [NoticeKind.WORKER_LOST]


async def test_the_same_notice_goes_into_the_outbox_once(client: Client, database_url: str):
    memory = Memory("maria", "joão")
    async with posting(client, database_url, memory) as post:
        for _ in range(2):
            async with post.engine.begin() as tx:
                await outbox.put(tx, [notice()], Subscription([memory], ALL), DAWN)
        assert len(await post.rows()) == 2


async def test_two_senders_share_the_work(client: Client, database_url: str):
    """What one has in hand the other passes over."""
    memory = Memory()
    async with posting(client, database_url, memory) as post:
        await post.begin()
        await post.happen(*BEGINNING, alert_raised(), run_completed())
        async with post.engine.begin() as one, post.engine.begin() as two:
            found = [await outbox.take(tx, "memory", post.now) for tx in (one, two, two)]

    first, second, again = (each[0].notice.sequence if each else None for each in found)
    assert {first, second} == {4, 5}
    assert again == second


CHILD = """
import asyncio
from functools import partial
from api.sentences import Language, wording
from consumers.notifier.notifier import Notifier
from consumers.notifier.receivers import subscription
from infra import bus, clock, database
from infra.settings import Settings
from schemas import tables

async def run(settings):
    words = partial(wording, language=Language.EN)
    engine = database.engine(settings.database_url, tables.READ_SCHEMA)
    async with bus.connected(settings.nats_url, "notifier") as client:
        notifier = Notifier(engine, subscription(settings, words, engine), clock.now, 3)
        await notifier.run(bus.EventLog(client))

asyncio.run(run(Settings()))
"""


async def test_a_death_before_the_mark_repeats_that_notice_alone_under_its_id(
    client: Client, nats_url: str, database_url: str, memory: Memory
):
    """Kill -9 while the receiver has the notice and nobody has noted its yes."""
    async with posting(client, database_url, memory) as post, web_server() as site:
        await post.begin()
        environment = {
            **os.environ,
            "NATS_URL": nats_url,
            "DATABASE_URL": database_url,
            "AFINA_WEBHOOK_URLS": site.url,
            "AFINA_NOTIFY_KINDS": "run_completed,worker_lost,alert_raised",
        }
        site.answers = [204, None]
        await publish_events(client, [*BEGINNING, alert_raised(), run_completed()])
        await publish_events(client, [worker_registered(), worker_event(WorkerLost)])
        for delivered in (2, 4):
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-c", CHILD, env=environment
            )
            await until(lambda delivered=delivered: len(site.posted) == delivered)
            if delivered == 4:
                await until(lambda: all_sent(post))
            child.send_signal(signal.SIGKILL)
            await child.wait()

    first, second, *rest = site.ids
    assert rest[0] == second
    assert len({first, *rest}) == 3


async def all_sent(post: Post) -> bool:
    return all(row.sent_at is not None for row in await post.rows())


def settings(**fields: object) -> Settings:
    return Settings(NATS_URL="nats://nowhere", **fields)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "mistake",
    [
        {"SMTP_HOST": "127.0.0.1", "SMTP_FROM": "nobody", "notify_emails": "maria@example.org"},
        {"SMTP_HOST": "127.0.0.1", "notify_emails": "joão@exemplo"},
        {"SMTP_HOST": "127.0.0.1", "notify_emails": "maria\r\nBcc: all@example.org"},
        {"webhook_urls": "nowhere"},
        {"webhook_urls": "http://[::1/"},
        {"webhook_urls": "http://127.0.0.1:9", "webhook_secret": "whsec_é"},
    ],
)
async def test_a_mistaken_setting_is_a_reason_and_no_end(
    client: Client, database_url: str, mistake: dict[str, str]
):
    """The process also projects and watches: it must not end for a letter's sake."""
    async with mail_server() as room:
        port = {"SMTP_PORT": room.port, "SMTP_SECURITY": "none"}
        told = subscription(settings(**port, **mistake), english, NOWHERE)
        async with posting(client, database_url, *told.channels) as post:
            async with post.engine.begin() as tx:
                await outbox.put(tx, [notice()], told, DAWN)
            await post.deliver()
            [row] = await post.rows()

    assert room.taken == []
    assert (row.tries, row.sent_at) == (1, None)
    assert row.error


def test_nobody_is_told_where_nobody_was_named():
    assert subscription(settings(), english, NOWHERE).channels == []
    assert subscription(settings(SMTP_HOST="mail"), english, NOWHERE).channels == []


async def test_an_administrator_names_receivers_and_kinds(
    monkeypatch: pytest.MonkeyPatch,
):
    """By environment; and no secret shows in what is printed of the settings."""
    async with mail_server() as room, web_server() as site:
        for name, value in {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(room.port),
            "SMTP_SECURITY": "none",
            "SMTP_PASSWORD": "segredo",
            "AFINA_NOTIFY_EMAILS": "maria@example.org, joão@example.org",
            "AFINA_WEBHOOK_URLS": site.url,
            "AFINA_WEBHOOK_SECRET": "whsec_c2VncmVkbw==",
            "AFINA_NOTIFY_KINDS": "run_failed, worker_back",
        }.items():
            monkeypatch.setenv(name, value)
        told = subscription(settings(), english, NOWHERE)

    assert told.kinds == {NoticeKind.RUN_FAILED, NoticeKind.WORKER_BACK}
    named = {channel.name: channel.recipients for channel in told.channels}
    assert named == {
        "email": ("maria@example.org", "joão@example.org"),
        "webhook": (site.url,),
    }
    assert "segredo" not in repr(settings())
    assert "whsec" not in repr(settings())


def test_by_default_people_hear_of_ends_and_of_trouble():
    assert subscription(settings(), english, NOWHERE).kinds == {
        NoticeKind.RUN_FAILED,
        NoticeKind.RUN_COMPLETED,
        NoticeKind.WORKER_LOST,
        NoticeKind.ALERT_RAISED,
    }


def test_a_notice_survives_the_outbox():
    told = notice()

    assert Notice.model_validate(told.model_dump(mode="json")) == told
    assert isinstance(told.happened_at, datetime)
