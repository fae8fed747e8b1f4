"""What a worker fetches over HTTP."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access import CredentialKind
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


async def test_the_worker_that_holds_a_run_gets_its_examples(
    desk: Desk, worker: httpx.AsyncClient, trainable: dict[str, Any], run_id: str
):
    """Right after its claim, without waiting for any read model, and as the job names them."""
    assert (await worker.get(f"/api/runs/{run_id}/examples")).status_code == 403
    await claim(desk, run_id, "gpu-1")

    answer = await worker.get(f"/api/runs/{run_id}/examples")

    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == trainable["examples_sha256"]
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"


async def test_no_other_worker_gets_them(desk: Desk, worker: httpx.AsyncClient, run_id: str):
    """Nor the same one once the run is another's, or over."""
    await claim(desk, run_id, "gpu-2")

    answer = await worker.get(f"/api/runs/{run_id}/examples")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def claim(desk: Desk, run_id: str, worker_id: str) -> None:
    last = (await desk.services.log.history(subjects.run(UUID(run_id))))[-1].sequence
    started = examples.run_started(run_id=UUID(run_id), worker_id=worker_id)
    await desk.services.log.append(started, expected=last)


async def test_a_run_that_nobody_knows_has_no_examples(worker: httpx.AsyncClient):
    """404."""
    answer = await worker.get(f"/api/runs/{examples.RUN}/examples")

    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
