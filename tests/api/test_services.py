"""Commands while nothing is projected, and while nothing answers."""

import httpx
import pytest
from nats.aio.client import Client

from api import services
from api.commands.runs import Run
from infra.settings import Settings
from schemas import subjects
from schemas.lifecycle import RunStatus
from tests.api.desk import Desk, at_work, calling
from tests.schemas import examples
from tests.schemas.examples import DATASET, RUN


@pytest.fixture
async def unread(settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch):
    """An API that is impatient, and no projector."""
    monkeypatch.setattr(services, "READ_YOUR_WRITES_SECONDS", 0.01)
    async with at_work(settings) as desk:
        yield desk


async def status(desk: Desk, run_id: str) -> RunStatus:
    """As the log tells it."""
    run: Run | None = (await desk.services.runs.load(f"training.run.{run_id}.>")).state
    assert run is not None
    return run.state.status


async def test_what_cannot_be_read_yet_is_answered_with_202(unread: Desk):
    """It is written all the same, and the sequence tells what to wait for."""
    await unread.services.log.append(examples.dataset_uploaded(), expected=0)
    async with calling(unread, await unread.token()) as http:
        answer = await http.post("/api/runs", json={"dataset_id": str(DATASET)})
        run_id = answer.json()["id"]
        stopped = await http.post(f"/api/runs/{run_id}/cancel")

    assert (answer.status_code, stopped.status_code) == (202, 202)
    assert stopped.json()["sequence"] > answer.json()["sequence"]
    assert await status(unread, run_id) is RunStatus.CANCELLED


async def test_a_dataset_is_not_deleted_blindly(unread: Desk):
    """While the read model lags, nobody can tell whether a run uses it: 503, nothing is lost."""
    await unread.services.log.append(examples.dataset_uploaded(), expected=0)
    async with calling(unread, await unread.token()) as http:
        answer = await http.delete(f"/api/datasets/{DATASET}")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "2"
    assert len(await unread.services.log.history(subjects.dataset(DATASET))) == 1


async def test_without_the_log_nothing_is_decided(unread: Desk):
    """503, and when to come back."""
    await unread.services.log.jetstream.delete_stream(subjects.TRAINING)
    async with calling(unread, await unread.token()) as http:
        answer = await http.post(f"/api/runs/{RUN}/cancel")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_without_the_database_nobody_is_let_in(settings: Settings, client: Client):
    """503 and not 401: who asks cannot be told."""
    nowhere = settings.model_copy(
        update={"database_url": "postgresql://afina:no@127.0.0.1:1/afina?connect_timeout=1"}
    )
    async with at_work(nowhere) as desk, calling(desk, "afn_any") as http:
        answer: httpx.Response = await http.get("/api/runs")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
