"""Alerts, as whoever they concern sees them."""

from uuid import UUID, uuid4

import httpx
from sqlalchemy import insert

from infra import clock
from schemas import tables
from schemas.alerts import AlertCode
from schemas.events.worker import WorkerBack, WorkerLost
from tests.api.desk import Desk, calling
from tests.schemas.examples import (
    RUN,
    WORKER,
    alert_closed,
    alert_raised,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)

SILENT = alert_raised(code="no_progress", params={"worker": WORKER, "silent_seconds": 900})


async def listed(http: httpx.AsyncClient, **query: str | int) -> list[dict[str, object]]:
    answer = await http.get("/api/alerts", params=query)
    assert answer.status_code == 200
    return answer.json()["items"]


async def test_an_alert_says_what_happened_and_what_to_do(desk: Desk, http: httpx.AsyncClient):
    """In the run's details too, while it is open."""
    await desk.write(run_requested(), run_started(), SILENT)

    [alert] = await listed(http, open="true")
    assert (alert["entity"], alert["run_id"], alert["code"]) == ("run", str(RUN), "no_progress")
    assert (alert["run_name"], alert["worker_id"]) == ("Triagem de petições", None)
    assert alert["topic"] == "No progress"
    assert str(alert["sentence"]).startswith("The training has shown no progress for 15 min on")

    [shown] = (await http.get(f"/api/runs/{RUN}")).json()["alerts"]
    assert shown == alert | {"run_name": None}


async def test_an_alert_that_is_over_is_listed_but_not_open(desk: Desk, http: httpx.AsyncClient):
    await desk.write(run_requested(), run_started(), SILENT, alert_closed(code="no_progress"))

    assert await listed(http, open="true") == []
    [alert] = await listed(http)
    assert alert["closed_at"] is not None
    assert (await http.get(f"/api/runs/{RUN}")).json()["alerts"] == []


async def test_a_run_s_alerts_are_its_owner_s(desk: Desk, http: httpx.AsyncClient):
    """A lost worker, and what ails the installation, concern everybody."""
    await desk.write(worker_registered(), run_requested(), run_started(), SILENT)
    await desk.write(worker_event(WorkerLost))
    full = {
        "alert_id": uuid4(),
        "code": AlertCode.STORE_FULL,
        "params": {"used_bytes": 9 << 30, "limit_bytes": 10 << 30},
        "raised_at": clock.now(),
    }
    async with desk.services.engine.begin() as tx:
        await tx.execute(insert(tables.installation_alerts).values(full))

    mine = {alert["code"] for alert in await listed(http)}
    async with calling(desk, await desk.token("joão")) as stranger:
        theirs = {alert["code"]: alert for alert in await listed(stranger)}

    assert mine == {"no_progress", "worker_lost", "store_full"}
    assert set(theirs) == {"worker_lost", "store_full"}
    assert theirs["worker_lost"]["worker_id"] == WORKER
    assert "9 GB of the 10 GB" in str(theirs["store_full"]["sentence"])


async def test_alerts_come_newest_first_and_in_pages(desk: Desk, http: httpx.AsyncClient):
    ids = [UUID(int=number) for number in range(1, 4)]
    for run_id in ids:
        await desk.write(run_requested(run_id=run_id), alert_raised(run_id=run_id, code="x"))

    first = await http.get("/api/alerts", params={"limit": 2})
    rest = await listed(http, limit=2, offset=2)

    assert first.json()["total"] == 3
    found = [alert["run_id"] for alert in [*first.json()["items"], *rest]]
    assert found == [str(run_id) for run_id in reversed(ids)]


async def test_an_alert_of_a_newer_version_is_shown_as_one(desk: Desk, http: httpx.AsyncClient):
    await desk.write(run_requested(), alert_raised(code="loss_rising"))

    [alert] = await listed(http)
    assert alert["topic"] == "loss_rising"
    assert "Update Afina" in str(alert["sentence"])


async def test_a_worker_that_is_back_is_no_alert(desk: Desk, http: httpx.AsyncClient):
    await desk.write(worker_registered(), worker_event(WorkerLost), worker_event(WorkerBack))

    assert await listed(http, open="true") == []
