"""What a worker fetches over HTTP."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from api import grants
from api.access import CredentialKind
from api.people import keys
from schemas import subjects
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import upload
from tests.schemas import examples


@pytest.fixture
async def trainable(http: httpx.AsyncClient) -> dict[str, Any]:
    return (await upload(http)).json()


@pytest.fixture
async def run_id(http: httpx.AsyncClient, trainable: dict[str, Any]) -> str:
    answer = await http.post("/api/runs", json={"dataset_id": trainable["id"]})
    return answer.json()["id"]


@pytest.fixture
async def worker(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(desk, await desk.token("gpu-1", CredentialKind.WORKER)) as worker:
        yield worker


async def fetch(http: httpx.AsyncClient, run_id: str, grant: str | None = None) -> httpx.Response:
    headers = {"X-Afina-Grant": grant} if grant else {}
    return await http.get(f"/api/runs/{run_id}/examples", headers=headers)


async def granted(worker: httpx.AsyncClient, run_id: str) -> str:
    answer = await worker.post(f"/api/runs/{run_id}/grants")
    assert answer.status_code == 201, answer.text
    return answer.json()["grant"]


async def test_the_worker_that_holds_a_run_gets_its_examples(
    desk: Desk, worker: httpx.AsyncClient, trainable: dict[str, Any], run_id: str
):
    """Right after its claim, without waiting for any read model, and as the job names them.

    What it shows then is the grant: its token opens no data.
    """
    assert (await worker.post(f"/api/runs/{run_id}/grants")).status_code == 403
    await claim(desk, run_id, "gpu-1")
    grant = await granted(worker, run_id)

    async with calling(desk) as nobody:
        answer = await fetch(nobody, run_id, grant)

    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == trainable["examples_sha256"]
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    assert (await fetch(worker, run_id)).status_code == 401


async def test_no_other_worker_gets_them(desk: Desk, worker: httpx.AsyncClient, run_id: str):
    """Nor the same one once the run is another's, or over."""
    await claim(desk, run_id, "gpu-2")

    answer = await worker.post(f"/api/runs/{run_id}/grants")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_worker_of_another_pool_gets_none(
    desk: Desk, worker: httpx.AsyncClient, run_id: str
):
    """Though the broker lets it say that it has begun the run."""
    await desk.services.log.append(
        examples.worker_registered(worker_id="gpu-1", pool="elsewhere"), expected=0
    )
    await claim(desk, run_id, "gpu-1")

    answer = await worker.post(f"/api/runs/{run_id}/grants")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_grant_is_good_for_its_run_attempt_and_worker_alone(
    desk: Desk, worker: httpx.AsyncClient, run_id: str
):
    """Forged, expired, of another run or worker, or of a replaced attempt it opens nothing."""
    await claim(desk, run_id, "gpu-1")
    good = await granted(worker, run_id)
    key = await keys.key(desk.services.engine, grants.KEY)
    told = grants.read(good, key, grants.Grant)
    useless = [
        "nonsense",
        good[:-1],
        grants.written(told, b"another key"),
        grants.written(told.model_copy(update={"run_id": examples.RUN}), key),
        grants.written(told.model_copy(update={"attempt": 2}), key),
        grants.written(told.model_copy(update={"worker_id": "gpu-2"}), key),
        grants.written(told.model_copy(update={"expires_at": desk.services.now()}), key),
    ]

    for grant in useless:
        answer = await fetch(worker, run_id, grant)
        assert (answer.status_code, answer.json()["code"]) == (403, "grant_invalid")

    await claim(desk, run_id, "gpu-2", attempt=2)
    answer = await fetch(worker, run_id, good)
    assert (answer.status_code, answer.json()["code"]) == (403, "grant_invalid")


async def claim(desk: Desk, run_id: str, worker_id: str, attempt: int = 1) -> None:
    last = (await desk.services.log.history(subjects.run(UUID(run_id))))[-1].sequence
    started = examples.run_started(run_id=UUID(run_id), worker_id=worker_id, attempt=attempt)
    await desk.services.log.append(started, expected=last)


async def test_a_run_that_nobody_knows_has_no_examples(worker: httpx.AsyncClient):
    """404."""
    answer = await worker.post(f"/api/runs/{examples.RUN}/grants")

    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
