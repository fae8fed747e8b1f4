"""Faults between people and the API, and people who all do the same at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path
from uuid import UUID

import httpx

from schemas import subjects
from schemas.events.dataset import DatasetUploaded
from tests.api.routes.spreadsheets import upload
from tests.consumers.projecting import reached
from tests.faults import race
from tests.faults.link import Link
from tests.faults.race import REFUSED, UNAVAILABLE
from tests.faults.system import system

EPOCHS = 10
UPLOADS = 50
POSTS = 50
"""To each of three processes."""
TOLD_BEFORE_A_CUT = 3


@asynccontextmanager
async def person(token: str, address: str) -> AsyncGenerator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=60, trust_env=False
    ) as client:
        yield client


async def told(
    client: httpx.AsyncClient, run_id: UUID, after: int
) -> AsyncGenerator[tuple[int, str]]:
    """The ids and names of a run's live events, until the stream ends."""
    headers = {"Last-Event-ID": str(after)} if after else {}
    url = f"/api/runs/{run_id}/events"
    async with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        last, name = 0, ""
        async for line in response.aiter_lines():
            field, _, value = line.partition(": ")
            if field == "id":
                last = int(value)
            elif field == "event":
                name = value
            elif field == "data" and last > after:
                after = last
                yield last, name


async def followed(token: str, lines: list[tuple[str, Link]], run_id: UUID) -> list[int]:
    """Every id that a person sees whose line is cut again and again, and who changes replicas."""
    seen, is_over = list[int](), False
    for address, line in cycle(lines):
        if is_over:
            break
        with suppress(httpx.HTTPError):
            async with (
                person(token, address) as client,
                aclosing(told(client, run_id, seen[-1] if seen else 0)) as events,
            ):
                async for sequence, name in events:
                    seen.append(sequence)
                    is_over = name == "completed"
                    if not len(seen) % TOLD_BEFORE_A_CUT:
                        line.reset()
    return seen


async def test_a_line_that_is_cut_again_and_again_loses_and_doubles_no_event(
    tmp_path: Path, database_url: str
):
    """22. Every few events the connection breaks, and the next one goes to another replica."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        lines = [await site.linked((await site.api(name))[1]) for name in ("api-1", "api-2")]
        await site.worker()
        run_id = await site.request(EPOCHS)
        await reached(database_url, await site.log.last_sequence())

        seen, _ = await asyncio.gather(
            followed(await site.token(), lines, run_id), site.completed(run_id, attempts=1)
        )

        assert seen == [recorded.sequence for recorded in await site.history(run_id)]


async def test_one_file_sent_by_many_at_once_is_one_dataset(tmp_path: Path, database_url: str):
    """26. One of them is the first; the others are told its id, and the log has one event."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        _, address = await site.api(AFINA_RATE_BURST=str(10 * UPLOADS))
        async with person(await site.token(), address) as client:
            answers = await asyncio.gather(*(upload(client) for _ in range(UPLOADS)))

        assert sorted(answer.status_code for answer in answers) == [200] * (UPLOADS - 1) + [201]
        [dataset_id] = {answer.json()["id"] for answer in answers}
        history = await site.log.history(subjects.dataset(UUID(dataset_id)))
        assert [type(recorded.event) for recorded in history] == [DatasetUploaded]


async def test_no_race_for_runs_gets_beyond_a_quota(tmp_path: Path, database_url: str):
    """27. Ten in all, three a person: with projectors frozen, and while the broker is killed."""
    async with system(tmp_path, database_url, all_ended=False) as site:
        consumers = await site.consumers()
        addresses = [(await site.api(f"api-{number}"))[1] for number in range(3)]
        people = await race.racers(site, 5)
        await reached(database_url, await site.log.last_sequence())
        consumers.pause()
        await site.worker()

        first = list[httpx.Response]()
        await race.at_once(people, addresses, POSTS, first)
        consumers.resume()
        await reached(database_url, await site.log.last_sequence())
        second = list[httpx.Response]()
        racing = asyncio.create_task(race.at_once(people, addresses, POSTS, second))
        await site.until(lambda: len(second) >= POSTS)
        await site.broker.kill()
        await site.broker.start()
        await racing

        await site.until(site.log.last_sequence)
        assert race.tally(first) == {201: 10, REFUSED: len(first) - 10}
        assert set(race.tally(second)) <= {201, REFUSED, UNAVAILABLE}
        seen = await race.crowding(site)
        assert (seen.most_of_all, seen.most_of_one) <= (10, 3)
        promised = race.admitted([*first, *second])
        assert [run_id for run_id in promised if not await site.history(run_id)] == []
        assert seen.requested - len(promised) <= race.tally(second)[UNAVAILABLE]
