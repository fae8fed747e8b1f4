"""The notary seals the log as it goes, and no other log in its place."""

import pytest
from nats.aio.client import Client
from structlog.testing import capture_logs

from api.sentences import Language, wording
from consumers.notary import notary as notaries
from consumers.notary.chain import BEGINNING
from consumers.notifier.notifier import Notifier
from consumers.notifier.outbox import Subscription
from infra import clock
from infra.settings import Settings
from schemas.notices import NoticeKind
from tests.consumers.notary.sealing import (
    EVENTS,
    all_seals,
    messages,
    rebuild,
    sealed,
    sealing,
    told_and_sealed,
)
from tests.consumers.notifier.test_notifier import Memory
from tests.consumers.projecting import publish_events
from tests.infra.broker import until
from tests.schemas.examples import worker_registered


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notaries, "RETRY_SECONDS", 0.02)
    monkeypatch.setattr(notaries, "STANDBY_SECONDS", 0.02)


async def test_every_seal_is_the_chain_at_its_message(client: Client, settings: Settings):
    """Whatever was in one batch, and wherever a notary before has stopped."""
    await told_and_sealed(client, settings)
    log = await messages(client)

    kept = await all_seals(settings.database_url)

    assert len(kept) >= 2
    for seal in kept:
        assert seal.link == BEGINNING.after(log[: seal.link.sequence])


async def test_two_notaries_seal_as_one(client: Client, settings: Settings):
    """One stands by, so no message is sealed twice; it takes over when the other is gone."""
    async with sealing(client, settings):
        async with sealing(client, settings):
            await publish_events(client, [worker_registered()])
            await sealed(settings.database_url, 1)
        await publish_events(client, [worker_registered(worker_id="gpu-2")])
        last = await sealed(settings.database_url, 2)

    assert last == BEGINNING.after(await messages(client))


async def test_a_log_that_lost_what_was_sealed_is_not_sealed(client: Client, settings: Settings):
    """It is said once, and the seals stay as they were, to prove it."""
    newest = await told_and_sealed(client, settings)
    await rebuild(client, lambda log: log[:10])

    with capture_logs() as lines:
        async with sealing(client, settings):
            await until(lambda: any(line["log_level"] == "error" for line in lines))

    [line] = [line for line in lines if line["log_level"] == "error"]
    assert line["error"] == f"the log ends at 10, and was sealed up to {EVENTS}"
    assert (await all_seals(settings.database_url))[-1].link == newest


async def test_the_first_seal_of_a_day_is_told(client: Client, settings: Settings):
    """Whoever keeps it holds the rulers of broker and database to the log as it was then."""
    memory = Memory()
    told = Subscription([memory], frozenset({NoticeKind.LOG_SEALED}))
    async with sealing(client, settings, told) as notary:
        await publish_events(client, [worker_registered()])
        first = await sealed(settings.database_url, 1)
        await publish_events(client, [worker_registered(worker_id="gpu-2")])
        await sealed(settings.database_url, 2)
        engine = notary._engine
        sender = Notifier(engine, told, clock.now, 1)
        while await sender.send(memory):
            pass

    [delivery] = memory.taken
    said = wording(delivery.notice, Language.EN)
    assert said.sentences[-1] == str(first)
