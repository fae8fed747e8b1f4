"""Many clients of live streams, while processes come and go and some clients do not read."""

from pathlib import Path

import psutil
import pytest

from tests.acceptance.crowd import Client
from tests.acceptance.gathering import EAGER, Gathering, Measure, gathered, until
from tests.acceptance.replicas import Replica

CLIENTS = 40
EVENTS = 20
"""That come after each thing that goes wrong."""
GROWTH_BYTES = 32 << 20
"""More than a process of the API may grow while clients do not read."""


@pytest.mark.timeout(600)
async def test_no_client_of_a_crowd_loses_or_repeats_anything(
    nats_url: str, database_url: str, client, tmp_path: Path
):
    """Cut at random, moved to another process, or not reading for a while: each id once, in order.

    One of two processes is stopped in the middle, and those who do not read harm nobody.
    """
    environment = {
        "NATS_URL": nats_url,
        "DATABASE_URL": database_url,
        "AFINA_STREAM_STALL_SECONDS": "1",
        "AFINA_RATE_BURST": "100000",
        "AFINA_STREAM_WAITING_MESSAGES": "64",
    }
    measure = Measure(clients=CLIENTS, runs=10, events_per_second=40, replicas=2)
    async with gathered(measure, tmp_path, environment) as crowd, crowd.publishing():
        stalled = crowd.clients[::EAGER]
        before = [memory_of(replica) for replica in crowd.replicas]
        await stalled_and_cut_off(crowd, stalled)
        grown = [
            memory_of(replica) - was for replica, was in zip(crowd.replicas, before, strict=True)
        ]
        for other in crowd.random.sample(crowd.clients, CLIENTS // 4):
            other.cut()
        await published(crowd)
        await crowd.stop(crowd.replicas[0])
        await published(crowd)
        for one in stalled:
            one.recover()

    assert crowd.wrong() == []
    assert max(grown) < GROWTH_BYTES


async def published(crowd: Gathering) -> None:
    """Return after some more events."""
    enough = len(crowd.ledger.events) + EVENTS
    await until(lambda: len(crowd.ledger.events) >= enough)


async def stalled_and_cut_off(crowd: Gathering, stalled: list[Client]) -> None:
    """Let some stop reading, until the servers have ended the streams of all of them."""
    for one in stalled:
        one.stall()
    await until(lambda: all(one.connections > 1 for one in stalled))
    reading = len(crowd.clients) - len(stalled)
    await until(lambda: sum(map(streams, crowd.replicas)) <= reading)


def streams(replica: Replica) -> int:
    """Connections that the process holds to clients."""
    port = int(replica.address.rsplit(":", 1)[1])
    held = psutil.Process(replica.process.pid).net_connections("tcp")
    return sum(one.laddr.port == port and one.status == "ESTABLISHED" for one in held)


def memory_of(replica: Replica) -> int:
    return psutil.Process(replica.process.pid).memory_info().rss
