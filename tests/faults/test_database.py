"""Faults of the database, and of what keeps its tables."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from uuid import UUID

import httpx
import psycopg
import pytest
from nats.aio.client import Client

from consumers import feed, projector, replay
from consumers.feed import Delivered
from consumers.replay import Wish
from infra.settings import Settings
from schemas.events.run import CheckpointSaved, EpochCompleted
from schemas.lifecycle import RunStatus
from tests.consumers.projecting import projecting, reached
from tests.faults.system import System, system
from tests.infra.own_database import own_database

EPOCHS = 15
BUSY_RUNS = 3


@asynccontextmanager
async def client_of(site: System, address: str) -> AsyncGenerator[httpx.AsyncClient]:
    """The owner of every run."""
    headers = {"Authorization": f"Bearer {await site.token()}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False) as client:
        yield client


async def shown(client: httpx.AsyncClient, run_id: UUID) -> str | None:
    """The status that the API shows; None while it cannot."""
    answer = await client.get(f"/api/runs/{run_id}")
    return answer.json()["status"] if answer.status_code == 200 else None


async def test_a_database_that_crashes_costs_no_training_anything(tmp_path: Path):
    """11. Immediate stop and a new start: training and telling go on, the tables catch up.

    Meanwhile the API says that it has to wait, and that it lives.
    """
    async with own_database() as database, system(tmp_path, database.url) as site:
        await site.consumers()
        _, address = await site.api()
        await site.worker()
        run_id = await site.request(EPOCHS)
        async with client_of(site, address) as client:
            await site.told(run_id, CheckpointSaved)
            await database.crash()
            before = await site.count(run_id, EpochCompleted)
            answer = await client.get(f"/api/runs/{run_id}")
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert int(answer.headers["Retry-After"]) > 0
            assert (await client.get("/health/live")).status_code == 200
            await site.told(run_id, EpochCompleted, times=before + 2)
            await database.start()

            await site.completed(run_id, attempts=1)
            await site.until(lambda: _is_shown(client, run_id, RunStatus.COMPLETED))


async def _is_shown(client: httpx.AsyncClient, run_id: UUID, status: RunStatus) -> bool:
    return await shown(client, run_id) == status


async def test_a_commit_done_but_said_to_have_failed_is_found_done(
    tmp_path: Path, database_url: str
):
    """12. The answer is swallowed, again and again: nothing is projected twice or skipped."""
    async with system(tmp_path, database_url) as site:
        consumers = await site.consumers()
        await site.worker()
        run_id = await site.request(EPOCHS)

        for _ in range(3):
            consumers.database.swallow(b"COMMIT", b"COMMIT")
            async with asyncio.timeout(20):
                await consumers.database.swallowed.wait()

        await site.completed(run_id, attempts=1)
        await site.until(lambda: "projection reopens" in consumers.said())


class Erring:
    """A feed that repeats, leaves out and swaps messages now and then."""

    def __init__(self, honest: feed.Feed, chance: Random) -> None:
        self._honest = honest
        self._chance = chance

    @property
    def waiting(self) -> bool:
        return self._honest.waiting

    async def batch(self, limit: int) -> list[Delivered]:
        found = await self._honest.batch(self._chance.randint(1, limit))
        at = self._chance.randrange(len(found))
        match self._chance.randrange(6):
            case 0:
                return [*found[: at + 1], *found[at:]]
            case 1 if at < len(found) - 1:  # one that nothing follows yet would not be missed
                return [*found[:at], *found[at + 1 :]]
            case 2:
                return [*found[:at], *reversed(found[at:])]
            case _:
                return found


async def test_deliveries_that_err_leave_the_same_tables(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """14, 15. Messages that come twice, not at all, or in another order are asked for again."""
    chance, erred = Random(1), 0
    honest = projector.follow

    @asynccontextmanager
    async def follow(client: Client, stream: str, *, after: int) -> AsyncGenerator[Erring]:
        nonlocal erred
        erred += 1
        async with honest(client, stream, after=after) as opened:
            yield Erring(opened, chance)

    monkeypatch.setattr(projector, "follow", follow)
    monkeypatch.setattr(projector, "RETRY_SECONDS", 0.01)
    async with system(tmp_path, database_url) as site:
        async with projecting(site.client, database_url):
            await site.worker()
            runs = [await site.request(EPOCHS) for _ in range(BUSY_RUNS)]
            await site.ended(*runs)
            last = await site.log.last_sequence()
            await reached(database_url, last)
        monkeypatch.undo()
        assert erred > 3


async def test_tables_that_lag_behind_are_told_and_caught_up(tmp_path: Path, database_url: str):
    """20. Somebody holds up every projection: commands are taken, and answered with a place."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        _, address = await site.api()
        run_id, other = await site.request(), await site.request()
        async with client_of(site, address) as client:
            await site.until(lambda: shown(client, other))
            with psycopg.connect(database_url) as holding:
                holding.execute("LOCK TABLE read_v1.positions IN EXCLUSIVE MODE")
                answer = await client.post(f"/api/runs/{run_id}/cancel")
                assert answer.status_code == 202, answer.text
                assert answer.json()["sequence"] == await site.log.last_sequence()
                assert await shown(client, run_id) == RunStatus.QUEUED
                holding.rollback()
            await site.until(lambda: _is_shown(client, run_id, RunStatus.CANCELLED))
            await site.cancel(other)


async def test_of_two_consumers_one_projects_whatever_befalls_the_other(
    tmp_path: Path, database_url: str
):
    """21. The one that projects loses its database, then comes back while the other dies."""
    async with system(tmp_path, database_url) as site:
        first = await site.consumers("consumers-1")
        second = await site.consumers("consumers-2")
        await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)

        first.database.cut()
        await site.told(run_id, CheckpointSaved, times=4)
        await reached(database_url, await site.log.last_sequence())
        first.database.heal()
        await second.kill()

        await site.completed(run_id, attempts=1)


async def test_tables_are_replaced_under_load_and_nobody_notices(tmp_path: Path, database_url: str):
    """28. A rebuilt read model takes the place of the one in use: no answer fails, none repeats."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        _, address = await site.api()
        await site.worker()
        run_id = await site.request(EPOCHS)
        settings = Settings(nats_url=site.broker.url, database_url=database_url)
        codes: set[int] = set()

        async def look(client: httpx.AsyncClient) -> None:
            while True:
                for path in (f"/api/runs/{run_id}", "/api/runs", f"/api/runs/{run_id}/metrics"):
                    codes.add((await client.get(path)).status_code)

        async with client_of(site, address) as client:
            await site.until(lambda: shown(client, run_id))
            looking = asyncio.create_task(look(client))
            for _ in range(2):
                result = await replay.replay(settings, lambda *_: None, Wish(switch=True))
                assert result.switched
            await site.completed(run_id, attempts=1)
            looking.cancel()
        assert codes == {200}
