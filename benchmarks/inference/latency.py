"""Questions over HTTP, through broker, agent and respondent: one after the other, and together."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import httpx

from benchmarks.inference import model
from infra import streams
from infra.bus import connected
from infra.settings import Settings
from tests.api import desk as desks
from tests.consumers.projecting import projecting
from tests.infra import doorkeeping
from tests.schemas import examples
from tests.schemas.examples import RUN, WORKER
from tests.stack import Stack
from worker.agent import answerer, child, inquiries
from worker.agent.workplace import Workplace

PATH = f"/api/models/{RUN}/predictions"
TOGETHER = 32
WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Latency:
    """What was measured of one model."""

    alone: Sequence[float]
    """Seconds of each text that was asked about when nobody else asked."""
    crowded: Sequence[float]
    """The same while ``TOGETHER`` ask all the time."""
    alone_per_second: float
    crowded_per_second: float
    sheet_per_second: float
    """Texts, where each request has as many as it may."""


@asynccontextmanager
async def asking(running: Stack, folder: Path, size: str) -> AsyncGenerator[httpx.AsyncClient]:
    """Whoever owns a model of ``size``, on a worker in this process."""
    broker = running.servers.broker
    async with AsyncExitStack() as stack:
        url = stack.enter_context(running.fresh_database())
        told = {"DATABASE_URL": url, "data_dir": folder, "port": 0, "rate_burst": 1_000_000}
        # Whatever else a developer's computer does would be measured otherwise.
        settings = doorkeeping.settings_of(broker, **told, worker_id=WORKER, inference_niceness=0)
        client = await stack.enter_async_context(connected(broker.url, "benchmark"))
        await streams.provision(client, pool="default", ack_wait_seconds=30)
        projector = await stack.enter_async_context(connected(broker.url, "benchmark.projector"))
        await stack.enter_async_context(projecting(projector, url))
        desk = await stack.enter_async_context(desks.at_work(settings))
        await desk.write(
            examples.dataset_uploaded(),
            examples.run_requested(),
            examples.run_started(),
            examples.run_completed(),
        )
        await _worker(stack, settings, size)
        yield await stack.enter_async_context(desks.calling(desk, await desk.token()))


async def _worker(stack: AsyncExitStack, settings: Settings, size: str) -> None:
    workplace = Workplace.prepare(settings)
    model.save(workplace.model(RUN), size)
    device = await child.probe_device()
    client = await stack.enter_async_context(connected(settings.nats_url, f"worker.{WORKER}"))
    answering = await stack.enter_async_context(answerer.opened(settings, workplace, device))
    await stack.enter_async_context(inquiries.heard(client, answering, WORKER))


async def measured(running: Stack, folder: Path, size: str, times: int) -> Latency:
    """``times`` texts each way."""
    async with asking(running, folder, size) as http:
        for _ in range(WARM_UP):
            await _asked(http, 1)
        began = perf_counter()
        alone = [await _asked(http, 1) for _ in range(times)]
        alone_seconds, began = perf_counter() - began, perf_counter()
        rounds = max(1, times // TOGETHER)
        crowd = await asyncio.gather(*(_asker(http, rounds) for _ in range(TOGETHER)))
        crowded_seconds, began = perf_counter() - began, perf_counter()
        for _ in range(rounds):
            await _asked(http, TOGETHER)
        sheet_seconds = perf_counter() - began
    count = TOGETHER * rounds
    return Latency(
        alone=alone,
        crowded=[each for one in crowd for each in one],
        alone_per_second=times / alone_seconds,
        crowded_per_second=count / crowded_seconds,
        sheet_per_second=count / sheet_seconds,
    )


async def _asker(http: httpx.AsyncClient, rounds: int) -> list[float]:
    return [await _asked(http, 1) for _ in range(rounds)]


async def _asked(http: httpx.AsyncClient, texts: int) -> float:
    """How long one request took."""
    began = perf_counter()
    answer = await http.post(PATH, json={"texts": [model.TEXT] * texts}, timeout=60)
    answer.raise_for_status()
    return perf_counter() - began
