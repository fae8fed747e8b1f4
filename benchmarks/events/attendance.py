"""A thousand clients at one process of the API; some do not read, and processes come and go."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from infra import bus, streams
from schemas import subjects
from tests import stack
from tests.acceptance.gathering import EAGER, Gathering, Measure, gathered

SECONDS = 10
"""That the crowd is watched undisturbed, and again with those who do not read."""
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was seen of the crowd and of the process that serves it."""

    clients: int
    messages: int
    """Told while nothing went wrong."""
    arrivals: list[float]
    """Seconds from before publishing to each client, meanwhile."""
    disturbed: list[float]
    """The same while some clients do not read."""
    processor_share: float
    """Of one core, while nothing went wrong."""
    memory_bytes: int
    grown_bytes: int
    """While some clients did not read."""
    stalled: int
    cut: int
    wrong: list[str]
    """What any client lost, saw twice or out of order, at the end of everything."""


def measure(clients: int, events_per_second: float) -> Attendance:
    """On servers of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o711)
        with stack.running(place / "servers") as servers, servers.fresh_database() as url:
            environment = {
                "NATS_URL": servers.nats_url,
                "DATABASE_URL": url,
                "AFINA_STREAM_STALL_SECONDS": "5",
                "AFINA_STREAMS_PER_USER": "10000",
                "AFINA_RATE_BURST": "100000",
            }
            size = Measure(clients=clients, runs=50, events_per_second=events_per_second)
            return asyncio.run(_measure(size, place, environment))


async def _measure(size: Measure, place: Path, environment: dict[str, str]) -> Attendance:
    async with bus.connected(environment["NATS_URL"], "benchmark") as client:
        await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
    async with gathered(size, place, environment) as crowd:
        async with crowd.publishing():
            [api] = crowd.replicas
            process = psutil.Process(api.process.pid)
            used, begun = _processor_seconds(process), _now()
            await asyncio.sleep(SECONDS)
            share, calm = (_processor_seconds(process) - used) / SECONDS, _now()
            before = process.memory_info().rss
            stalled = crowd.clients[:: EAGER * 2]
            for one in stalled:
                one.stall()
            await asyncio.sleep(SECONDS)
            grown, upset = process.memory_info().rss - before, _now()
            # Before the move: nobody is there who does not read.
            for one in stalled:
                one.recover()
            cut = await _move(crowd)
        arrivals = crowd.latencies(begun, calm)
        return Attendance(
            clients=size.clients,
            messages=len(arrivals),
            arrivals=arrivals,
            disturbed=crowd.latencies(calm, upset),
            processor_share=share,
            memory_bytes=before,
            grown_bytes=grown,
            stalled=len(stalled),
            cut=cut,
            wrong=crowd.wrong(),
        )


async def _move(crowd: Gathering) -> int:
    """Start a second process, cut clients at random, end the first one; how many were cut."""
    [first] = crowd.replicas
    await crowd.add_replicas(1)
    cut = crowd.random.sample(crowd.clients, len(crowd.clients) // 4)
    for one in cut:
        one.cut()
    await crowd.everybody_is_there()
    await crowd.stop(first)
    return len(cut)


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _now() -> float:
    return asyncio.get_running_loop().time()
