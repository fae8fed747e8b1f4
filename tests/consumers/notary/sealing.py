"""A sealed log, and what somebody might do to it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from nats.aio.client import Client

from consumers.feed import Delivered, follow
from consumers.notary import seals, verification
from consumers.notary.chain import Link
from consumers.notary.finding import Finding, Verdict
from consumers.notary.notary import Notary
from consumers.notary.seals import Seal
from consumers.notifier.outbox import NOBODY, Subscription
from infra import clock, database, streams
from infra.bus import EventLog
from infra.settings import Settings
from infra.tasks import ended
from schemas import subjects, tables
from tests.consumers.histories import Platform
from tests.consumers.projecting import projecting, publish_events, reached
from tests.infra.broker import until

EVENTS = 60


@asynccontextmanager
async def sealing(
    client: Client, settings: Settings, told: Subscription = NOBODY
) -> AsyncGenerator[Notary]:
    """A notary at work until the block ends."""
    engine = database.engine(settings.database_url, tables.READ_SCHEMA)
    notary = Notary(EventLog(client), engine, settings, clock.now, told)
    task = asyncio.create_task(notary.run())
    try:
        yield notary
    finally:
        await ended([task])
        await engine.dispose()


async def all_seals(url: str) -> list[Seal]:
    engine = database.engine(url, tables.READ_SCHEMA)
    try:
        async with engine.connect() as tx:
            return list(await seals.between(tx, -1, 1 << 60))
    finally:
        await engine.dispose()


async def sealed(url: str, sequence: int) -> Link:
    """The chain at ``sequence``, once it is sealed."""

    async def is_sealed() -> bool:
        found = await all_seals(url)
        return bool(found) and found[-1].link.sequence >= sequence

    await until(is_sealed)
    return (await all_seals(url))[-1].link


async def told_and_sealed(client: Client, settings: Settings) -> Link:
    """A story of ``EVENTS`` events in two halves, each projected and sealed; the newest seal."""
    history = Platform(7).history(EVENTS)
    async with projecting(client, settings.database_url), sealing(client, settings):
        for half in (history[: EVENTS // 2], history[EVENTS // 2 :]):
            await publish_events(client, half)
            end = (await client.jetstream().stream_info(subjects.TRAINING)).state.last_seq
            await sealed(settings.database_url, end)
        await reached(settings.database_url, EVENTS)
    return await sealed(settings.database_url, EVENTS)


async def verdict(settings: Settings, expected: Link | None = None) -> Verdict:
    return await verification.verify(settings, lambda *_: None, expected)


async def found(settings: Settings, expected: Link | None = None) -> list[Finding]:
    return (await verdict(settings, expected)).found


async def messages(client: Client) -> list[Delivered]:
    """All of the log."""
    end = (await client.jetstream().stream_info(subjects.TRAINING)).state.last_seq
    read: list[Delivered] = []
    async with follow(client, subjects.TRAINING, after=0) as feed:
        while len(read) < end:
            read += await feed.batch(1000)
    return read


async def rebuild(
    client: Client, change: Callable[[list[Delivered]], list[Delivered]], *, after: int = 0
) -> None:
    """Put another log in the place of this one, as whoever rules the broker can."""
    changed = change(await messages(client))
    await client.jetstream().delete_stream(subjects.TRAINING)
    [config] = [one for one in streams.STREAMS if one.name == subjects.TRAINING]
    await streams.add_stream(client, config, after=after)
    for message in changed:
        await client.jetstream().publish(message.subject, message.data)
