"""Whoever uses the API does not notice that another read model is used."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import httpx

from consumers import replay
from consumers.replay import Wish
from infra.settings import Settings
from tests.api.desk import listening
from tests.api.test_sse import Line, ids
from tests.schemas import examples

SWITCH = Wish(switch=True)


def silent(stream: str, done: int, total: int) -> None:
    """A report that nobody reads."""


class Visitors:
    """People who ask all the time, and what they were answered."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.statuses: dict[int, int] = {}

    async def read(self, run_id: UUID) -> None:
        """Look at everything, again and again."""
        while True:
            for path in ("/api/runs", f"/api/runs/{run_id}", "/api/workers", "/health/ready"):
                answer = await self._http.get(path)
                self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1


@asynccontextmanager
async def beside(*endless: asyncio.Task[None]) -> AsyncGenerator[None]:
    """Go on as long as all of them do."""
    try:
        yield
        assert not any(task.done() for task in endless)
    finally:
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)


async def test_readers_writers_and_streams_go_on_while_models_are_swapped(
    settings: Settings, projecting: None
):
    """No answer of 5xx, no id missed or told twice, no event lost, however often."""
    over = asyncio.Event()
    async with listening(settings) as (desk, address):
        headers = {"Authorization": f"Bearer {await desk.token()}"}
        async with httpx.AsyncClient(
            base_url=address, headers=headers, timeout=30, trust_env=False
        ) as http:
            line, visitors = Line(desk, http), Visitors(http)
            await desk.write(examples.dataset_uploaded())
            run = await desk.write(examples.run_requested(), examples.run_started())

            async def work(last: int) -> int:
                """A worker that tells an epoch after the other; the end's sequence."""
                for number in itertools.count(1):
                    if over.is_set():
                        return await desk.services.log.append(
                            examples.run_completed(), expected=last
                        )
                    epoch = examples.epoch_completed(number)
                    last = await desk.services.log.append(epoch, expected=last)
                raise AssertionError

            working = asyncio.create_task(work(run))
            async with (
                line.reading() as reader,
                beside(asyncio.create_task(visitors.read(examples.RUN))),
            ):
                for _ in range(2):
                    await replay.replay(settings, silent, SWITCH)
                    await replay.rollback(settings, silent)
                over.set()
                last = await working
                heard = ids(await reader.rest())

    first, *_ = heard
    assert heard == list(range(first, last + 1))
    assert len(heard) > 20
    assert set(visitors.statuses) == {200}
