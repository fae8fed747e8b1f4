"""A database that does not answer for a while: nothing piles up here, and everybody can see it."""

import psutil
import pytest
from nats.aio.client import Client

from consumers import feed
from consumers.projections.telemetry import TelemetryProjection
from infra import database
from schemas import subjects, tables
from tests.consumers.projecting import (
    ANYBODY,
    position,
    projecting,
    publish_telemetry,
    reached,
)
from tests.infra.broker import until
from tests.schemas.examples import log_lines

MESSAGES = 160
MESSAGE_BYTES = 500_000
PULL_BYTES = 4_000_000


async def waits_for_a_lock(url: str) -> bool:
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        cursor = await connection.execute(
            "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            " current_database()"
        )
        return await cursor.fetchone() is not None


async def waiting_pulls(client: Client) -> int:
    [consumer] = await client.jetstream().consumers_info(subjects.TELEMETRY)
    return consumer.num_waiting or 0


async def test_a_stuck_database_leaves_the_log_where_it_is(
    client: Client, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """Two pulls and a batch are read at most; the lag is there to be seen, and then made up for."""
    monkeypatch.setattr(feed, "PULL_BYTES", PULL_BYTES)
    for _ in range(MESSAGES):
        await publish_telemetry(client, [log_lines("x" * MESSAGE_BYTES)])
    before = psutil.Process().memory_info().rss

    async with database.connection(database_url, tables.READ_SCHEMA) as other:
        async with other.transaction():
            await other.execute(b"LOCK TABLE logs")
            async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
                await until(lambda: waits_for_a_lock(database_url))
                await until(lambda: _nothing_is_asked_for(client))
                [consumer] = await client.jetstream().consumers_info(subjects.TELEMETRY)
                read = MESSAGES - (consumer.num_pending or 0)
                grown = psutil.Process().memory_info().rss - before

                assert await position(other, "telemetry") == 0
                assert 0 < read * MESSAGE_BYTES <= 3 * PULL_BYTES
                assert grown < MESSAGES * MESSAGE_BYTES / 2

        async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
            await reached(database_url, MESSAGES, "telemetry")


async def _nothing_is_asked_for(client: Client) -> bool:
    return await waiting_pulls(client) == 0
