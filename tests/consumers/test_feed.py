import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from nats.aio.client import Client

from consumers import feed
from consumers.feed import Feed, FeedLostError, follow
from infra.bus import connected
from schemas import subjects
from tests.conftest import empty
from tests.consumers.projecting import publish
from tests.infra.broker import PATIENCE_SECONDS, own_broker, patience, until

STREAM = subjects.TELEMETRY


def numbered(first: int, last: int) -> list[tuple[str, bytes]]:
    return [(f"telemetry.run.{number}", str(number).encode()) for number in range(first, last + 1)]


async def take(following: Feed, count: int, limit: int = 1000) -> list[int]:
    """The next ``count`` sequences, in batches of at most ``limit``."""
    found: list[int] = []
    while len(found) < count:
        async with patience():
            batch = await following.batch(limit)
        assert 0 < len(batch) <= limit
        found += [message.sequence for message in batch]
    return found


@pytest.mark.parametrize(("messages", "size_bytes"), [(100, 1 << 20), (4000, 1 << 10)])
async def test_messages_come_in_order_and_none_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch, messages: int, size_bytes: int
):
    """Over many pulls, which end with their messages or with their bytes."""
    monkeypatch.setattr(feed, "PULL_MESSAGES", messages)
    monkeypatch.setattr(feed, "PULL_BYTES", size_bytes)
    length = 500
    await publish(client, numbered(1, length))

    async with follow(client, STREAM, after=0) as following:
        assert await take(following, length) == list(range(1, length + 1))


async def test_a_message_comes_with_its_circumstances(client: Client):
    """The broker's clock to the microsecond, the headers as they were sent."""
    await publish(client, numbered(1, 1))
    await client.jetstream().publish("telemetry.run.2", b"2", headers={"ce-type": "x"})

    async with follow(client, STREAM, after=1) as following:
        [message] = await following.batch(10)

    stored = await client.jetstream().get_msg(STREAM, seq=2)
    assert (message.sequence, message.subject, message.data) == (2, "telemetry.run.2", b"2")
    assert stored.time is not None
    assert abs(message.stored_at - stored.time) <= timedelta(microseconds=1)
    assert message.headers.startswith(b"NATS/1.0\r\n")
    assert b"ce-type: x\r\n" in message.headers


async def test_a_batch_is_never_larger_than_asked(client: Client):
    await publish(client, numbered(1, 100))

    async with follow(client, STREAM, after=0) as following:
        assert await take(following, 100, limit=7) == list(range(1, 101))


async def test_what_is_stored_later_comes_at_once(client: Client):
    """A pull is always open, so nobody has to ask."""
    async with follow(client, STREAM, after=0) as following:
        waiting = asyncio.create_task(following.batch(10))
        await publish(client, numbered(1, 1))
        async with patience():
            [message] = await waiting

    assert message.sequence == 1


async def test_a_forgotten_consumer_is_noticed(client: Client):
    await publish(client, numbered(1, 1))
    async with follow(client, STREAM, after=0) as following:
        await following.batch(10)
        waiting = asyncio.create_task(following.batch(10))
        [consumer] = await client.jetstream().consumers_info(STREAM)
        await client.jetstream().delete_consumer(STREAM, consumer.name)
        with pytest.raises(FeedLostError, match="Consumer Deleted"):
            async with patience():
                await waiting


async def test_a_missing_stream_is_no_feed(client: Client):
    await client.jetstream().delete_stream(STREAM)

    with pytest.raises(FeedLostError):
        async with follow(client, STREAM, after=0):
            pass


async def test_a_feed_does_not_wait_for_pulls_that_died_with_the_broker(tmp_path: Path):
    """They would never be answered, and nobody would say so for three heartbeats."""
    async with own_broker(tmp_path) as broker, connected(broker.url, "tests") as client:
        await empty(client)
        async with follow(client, STREAM, after=0) as following:
            await publish(client, numbered(1, 1))
            await following.batch(10)
            await broker.kill()
            await broker.start()
            await until(lambda: client.is_connected)
            async with asyncio.timeout(feed.HEARTBEAT_SECONDS):
                with pytest.raises(FeedLostError, match="new one"):
                    await following.batch(10)


async def test_a_broker_that_is_away_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feed, "CHECK_SECONDS", 0.01)
    async with own_broker(tmp_path) as broker, connected(broker.url, "tests") as client:
        await empty(client)
        async with follow(client, STREAM, after=0) as following:
            waiting = asyncio.create_task(following.batch(10))
            await broker.kill()
            with pytest.raises(FeedLostError, match="silent"):
                await waiting
        with pytest.raises(FeedLostError):
            async with follow(client, STREAM, after=0):
                pass


async def test_a_pull_that_ran_out_is_followed_by_another(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    """Hours may go by between two events."""
    monkeypatch.setattr(feed, "PULL_SECONDS", 1)
    monkeypatch.setattr(feed, "HEARTBEAT_SECONDS", 0.2)
    pulls = await client.subscribe(f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.*")
    async with follow(client, STREAM, after=0) as following:
        waiting = asyncio.create_task(following.batch(10))
        for _ in range(2):
            await pulls.next_msg(timeout=PATIENCE_SECONDS)
        await publish(client, numbered(1, 1))
        async with patience():
            assert len(await waiting) == 1
