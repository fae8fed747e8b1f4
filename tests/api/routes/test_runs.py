"""Runs over HTTP, on the real log and read model."""

import httpx

from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import DATASET


async def test_a_run_is_queued_and_can_be_read_at_once(desk: Desk, http: httpx.AsyncClient):
    """The answer comes when the read model shows the run."""
    await desk.write(examples.dataset_uploaded())

    answer = await http.post("/api/runs", json={"dataset_id": str(DATASET)})

    assert answer.status_code == 201, answer.text
    accepted = answer.json()
    shown = (await http.get(f"/api/runs/{accepted['id']}")).json()
    assert shown["status"] == "queued"
    assert shown["last_event_id"] == accepted["sequence"]
