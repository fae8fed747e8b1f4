"""Whoever is handed what is in a dataset is told of in the log, before the first byte."""

from uuid import UUID

import httpx

from api.access import CredentialKind
from schemas import subjects
from schemas.events.dataset import DatasetDownloaded
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import upload
from tests.schemas import examples


async def told(desk: Desk, dataset_id: str) -> list[tuple[str, str, int | None]]:
    """Who has had what of the dataset, and of which version."""
    history = await desk.services.log.history(subjects.dataset(UUID(dataset_id)))
    return [
        (recorded.event.actor.id, recorded.event.what.value, recorded.event.version)
        for recorded in history
        if isinstance(recorded.event, DatasetDownloaded)
    ]


async def test_every_way_to_take_a_dataset_away_is_told(desk: Desk, http: httpx.AsyncClient):
    """Looking at it is not."""
    made = (await upload(http)).json()["id"]
    for what in ("download", "export?format=csv", "examples", "report", ""):
        assert (await http.get(f"/api/datasets/{made}/{what}")).is_success

    assert await told(desk, made) == [("maria", "original", None), ("maria", "export", 1)]
    [line, *_] = (await http.get("/api/audit", params={"group": "downloads"})).json()["items"]
    assert line["sentence"].endswith(": a version.")
    assert line["address"] == "127.0.0.1"


async def test_a_download_that_is_refused_is_not_told(desk: Desk, http: httpx.AsyncClient):
    made = (await upload(http)).json()["id"]
    async with calling(desk, await desk.token("joão")) as stranger:
        assert (await stranger.get(f"/api/datasets/{made}/download")).status_code == 404
    assert (await http.get(f"/api/datasets/{made}/left-out.xlsx")).status_code == 404

    assert await told(desk, made) == []


async def test_a_worker_s_fetching_is_told_with_its_run(desk: Desk, http: httpx.AsyncClient):
    """Which machine had whose examples can be asked for years later."""
    made = (await upload(http)).json()["id"]
    run_id = (await http.post("/api/runs", json={"dataset_id": made})).json()["id"]
    last = (await desk.services.log.history(subjects.run(UUID(run_id))))[-1].sequence
    started = examples.run_started(run_id=UUID(run_id), worker_id="gpu-1")
    await desk.services.log.append(started, expected=last)

    async with calling(desk, await desk.token("gpu-1", CredentialKind.WORKER)) as worker:
        grant = (await worker.post(f"/api/runs/{run_id}/grants")).json()["grant"]
        headers = {"X-Afina-Grant": grant}
        answer = await worker.get(f"/api/runs/{run_id}/examples", headers=headers)
        assert answer.status_code == 200

    assert await told(desk, made) == [("gpu-1", "examples", 1)]
