"""The watch over the installation, on the real servers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from nats.aio.client import Client
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from consumers.notifier.notifier import Notifier
from consumers.notifier.outbox import NOBODY, Subscription
from consumers.watchdog import rounds as shell
from consumers.watchdog.ailments import PATIENCE
from consumers.watchdog.rounds import Rounds
from infra import database, streams
from infra.bus import EventLog
from infra.tasks import ended
from schemas import subjects, tables
from schemas.alerts import AlertCode
from schemas.notices import NoticeKind
from tests.consumers.notifier.receiving import DAWN
from tests.consumers.notifier.test_notifier import Memory
from tests.consumers.projecting import execute, projecting, publish, publish_events, reached
from tests.infra.broker import until
from tests.schemas.examples import run_requested


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = database.engine(database_url, tables.READ_SCHEMA)
    yield engine
    await engine.dispose()


async def alerts(engine: AsyncEngine) -> dict[str, bool]:
    """Whether each alert is open, by its code."""
    async with engine.connect() as tx:
        rows = await tx.execute(tables.installation_alerts.select())
        return {row.code: row.closed_at is None for row in rows}


async def test_a_dead_letter_is_told_once_and_over_when_it_is_gone(
    client: Client, database_url: str, engine: AsyncEngine
):
    memory = Memory()
    told = Subscription([memory], frozenset(NoticeKind))
    rounds = Rounds(EventLog(client), engine, lambda: DAWN, told, 0)
    async with projecting(client, database_url):
        await publish(client, [("training.run.nonsense", b"nonsense")])
        await reached(database_url, 1)
        await rounds.go()
        await rounds.go()
    assert await alerts(engine) == {AlertCode.DEAD_LETTERS: True}

    await execute(database_url, "DELETE FROM dead_letters")
    await rounds.go()
    assert await alerts(engine) == {AlertCode.DEAD_LETTERS: False}

    notifier = Notifier(engine, told, lambda: DAWN, 1)
    while await notifier.send(memory):
        pass
    assert set(memory.kinds) == {NoticeKind.ALERT_RAISED, NoticeKind.ALERT_CLOSED}
    assert len(memory.taken) == 2
    assert {each.notice.code for each in memory.taken} == {AlertCode.DEAD_LETTERS}


async def test_a_projector_that_stands_still_is_told(
    client: Client, database_url: str, engine: AsyncEngine
):
    now = [DAWN]
    rounds = Rounds(EventLog(client), engine, lambda: now[0], NOBODY, 0)
    await publish_events(client, [run_requested()])
    await rounds.go()
    assert await alerts(engine) == {}

    now[0] += PATIENCE
    await rounds.go()
    assert await alerts(engine) == {AlertCode.PROJECTOR_BEHIND: True}

    async with projecting(client, database_url):
        await reached(database_url, 1)
    now[0] += timedelta(seconds=15)
    await rounds.go()
    assert await alerts(engine) == {AlertCode.PROJECTOR_BEHIND: False}


async def test_a_store_near_its_limit_is_told(client: Client, engine: AsyncEngine):
    """Of the whole store by the setting, or of the log by its stream's own."""
    await publish_events(client, [run_requested()])
    log = EventLog(client)
    await Rounds(log, engine, lambda: DAWN, NOBODY, 1000).go()
    assert (await alerts(engine))[AlertCode.STORE_FULL]

    await Rounds(log, engine, lambda: DAWN, NOBODY, 1 << 40).go()
    assert not (await alerts(engine))[AlertCode.STORE_FULL]

    info = await client.jetstream().stream_info(subjects.TRAINING)
    await client.jetstream().update_stream(info.config.evolve(max_bytes=info.state.bytes + 10))
    await Rounds(log, engine, lambda: DAWN, NOBODY, 1 << 40).go()
    assert (await alerts(engine))[AlertCode.STORE_FULL]


async def test_two_watches_raise_an_alert_once(client: Client, engine: AsyncEngine):
    """Two processes of consumers may run, one standing by."""
    await publish_events(client, [run_requested()])
    memory = Memory()
    told = Subscription([memory], frozenset(NoticeKind))
    pair = [Rounds(EventLog(client), engine, lambda: DAWN, told, 1000) for _ in range(2)]

    for _ in range(3):
        await asyncio.gather(*(rounds.go() for rounds in pair))

    assert await alerts(engine) == {AlertCode.STORE_FULL: True}
    async with engine.connect() as tx:
        assert len((await tx.execute(tables.outbox.select())).all()) == 1


async def test_an_outage_is_waited_for(
    client: Client, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shell, "ROUND_SECONDS", 0.01)
    await client.jetstream().delete_stream(subjects.TRAINING)
    rounds = Rounds(EventLog(client), engine, lambda: DAWN, NOBODY, 1000)
    with capture_logs() as said:
        watching = asyncio.create_task(rounds.watch())
        await until(lambda: any("could not be examined" in line["event"] for line in said))
    await streams.provision(client, pool="default", ack_wait_seconds=30)
    await publish_events(client, [run_requested()])

    async def is_told() -> bool:
        return AlertCode.STORE_FULL in await alerts(engine)

    await until(is_told)
    await ended([watching])
