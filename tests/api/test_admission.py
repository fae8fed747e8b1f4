"""The door of the queue, on the real log and read model."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import httpx
import pytest
from nats.aio.client import Client
from sqlalchemy import update

from api import admission, services
from infra.settings import Settings
from schemas import tables
from schemas.events.run import RunRequested
from tests.api import desk as desks
from tests.api.desk import PATIENCE_SECONDS, Desk
from tests.consumers.projecting import projecting
from tests.schemas import examples
from tests.schemas.examples import DATASET, OWNER

WISH = {"dataset_id": str(DATASET)}
REQUESTS = "training.run.*.requested.>"
MOST = 3


@pytest.fixture
async def dataset(desk: Desk) -> None:
    await desk.write(examples.dataset_uploaded())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a projector that is not there."""
    monkeypatch.setattr(services, "READ_YOUR_WRITES_SECONDS", 0.0)
    monkeypatch.setattr(admission, "CATCH_UP_SECONDS", 0.0)


async def train(http: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await http.post("/api/runs", json=WISH, headers=headers)


async def full(http: httpx.AsyncClient) -> list[dict[str, Any]]:
    """What the first ones are answered, as many as may be."""
    answers = [await train(http) for _ in range(MOST)]
    assert [answer.status_code for answer in answers] == [201] * MOST
    return [answer.json() for answer in answers]


@pytest.mark.usefixtures("dataset")
async def test_whoever_has_as_many_as_may_be_waits_or_stops_one(http: httpx.AsyncClient):
    """409 says how many and which; once one has ended there is room."""
    first, *_ = accepted = await full(http)

    refused = await train(http)
    await http.post(f"/api/runs/{first['id']}/cancel")
    again = await train(http)

    assert (refused.status_code, refused.json()["code"]) == (409, "quota_runs")
    params = refused.json()["params"]
    assert (params["active"], params["limit"]) == (MOST, MOST)
    assert set(params["runs"]) == {run["id"] for run in accepted}
    assert "Petições" in refused.json()["detail"]
    assert again.status_code == 201


@pytest.mark.usefixtures("dataset")
async def test_who_repeats_a_request_is_never_refused(http: httpx.AsyncClient):
    """The answer is the first one's, whoever has come since; a new wish is refused."""
    first = await train(http, **{"Idempotency-Key": "first"})
    await train(http)
    await train(http)

    again = await train(http, **{"Idempotency-Key": "first"})
    other = await train(http, **{"Idempotency-Key": "other"})

    assert (again.status_code, again.json()) == (201, first.json())
    assert other.status_code == 409


@pytest.mark.usefixtures("dataset")
async def test_a_reproduction_is_one_more_run(http: httpx.AsyncClient):
    """It waits and trains like every other."""
    first, *_ = await full(http)

    refused = await http.post(f"/api/runs/{first['id']}/reproduce")

    assert (refused.status_code, refused.json()["code"]) == (409, "quota_runs")


@pytest.mark.usefixtures("dataset")
async def test_an_administrator_may_allow_one_person_more(desk: Desk, http: httpx.AsyncClient):
    """Or less: what stands with the person counts."""
    await full(http)
    own = update(tables.users).where(tables.users.c.user_id == OWNER)
    async with desk.services.engine.begin() as tx:
        await tx.execute(own.values(max_active_runs=MOST + 1))

    assert [(await train(http)).status_code for _ in range(2)] == [201, 409]


@pytest.mark.usefixtures("client", "impatient")
async def test_processes_that_race_never_admit_too_many(settings: Settings):
    """Two of them, no projector, twenty requests at each: as many as may be, not one more."""
    async with desks.at_work(settings) as one, desks.at_work(settings) as other:
        await one.services.log.append(examples.dataset_uploaded(), expected=0)
        token = await one.token()
        async with desks.calling(one, token) as here, desks.calling(other, token) as there:
            answers = await asyncio.gather(*(train(http) for http in [here, there] * 20))

        codes = Counter(answer.status_code for answer in answers)
        assert codes == {202: MOST, 409: 40 - MOST}
        assert len(await one.services.log.history(REQUESTS)) == MOST


@pytest.mark.usefixtures("client", "impatient")
async def test_one_key_sent_to_two_processes_at_once_is_one_run(settings: Settings):
    """Whoever comes second finds the run, and not a full queue."""
    async with desks.at_work(settings) as one, desks.at_work(settings) as other:
        await one.services.log.append(examples.dataset_uploaded(), expected=0)
        token = await one.token()
        key = {"Idempotency-Key": "twice"}
        async with desks.calling(one, token) as here, desks.calling(other, token) as there:
            answers = await asyncio.gather(*(train(http, **key) for http in [here, there] * 5))

        assert {answer.status_code for answer in answers} == {202}
        [request] = await one.services.log.history(REQUESTS)
        assert isinstance(request.event, RunRequested)
        assert {answer.json()["id"] for answer in answers} == {str(request.event.run_id)}


@pytest.mark.usefixtures("impatient")
async def test_nobody_is_refused_for_ends_that_cannot_be_read_yet(
    client: Client, settings: Settings, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """Before it refuses, the door waits for the projector to come to them."""
    monkeypatch.setattr(admission, "CATCH_UP_SECONDS", PATIENCE_SECONDS)
    async with desks.at_work(settings) as desk:
        await desk.services.log.append(examples.dataset_uploaded(), expected=0)
        async with desks.calling(desk, await desk.token()) as http:
            runs = [(await train(http)).json() for _ in range(MOST)]
            for run in runs:
                cancelled = examples.cancel_requested(run_id=UUID(run["id"]))
                await desk.services.log.append(cancelled, expected=run["sequence"])
            asking = asyncio.create_task(train(http))
            async with projecting(client, database_url):
                answer = await asking

        assert answer.status_code in {201, 202}, answer.text
