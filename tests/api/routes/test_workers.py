"""Workers and their queue, as the log and their own voices tell it."""

import httpx

from schemas import subjects
from schemas.events.worker import WorkerRevoked
from schemas.roles import Role
from schemas.telemetry import Heartbeat
from tests.api.desk import Desk, calling
from tests.schemas import examples
from tests.schemas.examples import RUN, WORKER


async def speak(desk: Desk, heartbeat: Heartbeat) -> None:
    await desk.services.log.jetstream.publish(
        subjects.presence(heartbeat.worker_id), heartbeat.model_dump_json().encode()
    )


async def test_a_worker_that_is_heard_is_online(desk: Desk, http: httpx.AsyncClient):
    """What it says of itself is shown as it says it."""
    await desk.write(examples.worker_registered())
    await speak(desk, examples.heartbeat(utilisation=0.93))

    [worker] = (await http.get("/api/workers")).json()["items"]

    assert (worker["id"], worker["name"], worker["pool"]) == (WORKER, "Laboratório", "default")
    assert (worker["status"], worker["busy"], worker["run_id"]) == ("online", False, None)
    assert (worker["device"], worker["utilisation"]) == ("cpu", 0.93)


async def test_a_silent_worker_is_offline(desk: Desk, http: httpx.AsyncClient):
    """The mark that the broker leaves when a heartbeat runs out counts as silence."""
    await desk.write(examples.worker_registered(), examples.worker_registered(worker_id="gpu-2"))
    await desk.services.log.jetstream.publish(
        subjects.presence("gpu-2"), b"", headers={"Nats-Marker-Reason": "MaxAge"}
    )

    workers = (await http.get("/api/workers")).json()

    assert workers["total"] == 2
    for worker in workers["items"]:
        assert (worker["status"], worker["busy"], worker["device"]) == ("offline", False, None)


async def test_a_revoked_worker_is_shown_as_such(desk: Desk, http: httpx.AsyncClient):
    """Whatever it still says."""
    await desk.write(examples.worker_registered(), examples.worker_event(WorkerRevoked))
    await speak(desk, examples.heartbeat())

    [worker] = (await http.get("/api/workers")).json()["items"]

    assert worker["status"] == "revoked"


async def test_only_a_runs_owner_sees_that_a_worker_trains_it(desk: Desk, http: httpx.AsyncClient):
    """Others see that it is busy."""
    await desk.write(examples.worker_registered(), examples.run_requested(), examples.run_started())
    await speak(desk, examples.heartbeat(run_id=RUN, attempt=1))

    [mine] = (await http.get("/api/workers")).json()["items"]
    async with calling(desk, await desk.token("joão")) as other:
        [theirs] = (await other.get("/api/workers")).json()["items"]

    assert (mine["busy"], mine["run_id"]) == (True, str(RUN))
    assert (theirs["busy"], theirs["run_id"]) == (True, None)


async def test_the_queue_is_told_in_numbers(desk: Desk, http: httpx.AsyncClient):
    """Everybody's runs, by pool."""
    ids = [RUN.__class__(int=number) for number in range(1, 6)]
    for run_id in ids[:3]:
        await desk.write(examples.run_requested(run_id=run_id, owner_id="joão"))
    await desk.write(examples.run_requested(run_id=ids[3], pool="large"))
    await desk.write(examples.run_requested(run_id=ids[4]), examples.run_started(run_id=ids[4]))
    await desk.write(examples.cancel_requested(run_id=ids[0]))
    await desk.write(examples.worker_registered(), examples.worker_registered(worker_id="gpu-2"))
    await speak(desk, examples.heartbeat())

    assert (await http.get("/api/queue/status")).json() == {
        "pools": [
            {"pool": "default", "queued": 2, "running": 1},
            {"pool": "large", "queued": 1, "running": 0},
        ],
        "queued": 3,
        "running": 1,
        "workers_online": 1,
    }


async def test_an_idle_system_has_no_pools_to_tell_of(http: httpx.AsyncClient):
    """Zero is a number too."""
    answer = await http.get("/api/queue/status")

    assert answer.json() == {"pools": [], "queued": 0, "running": 0, "workers_online": 0}


async def test_an_administrator_pauses_a_worker_and_ends_the_pause(desk: Desk):
    """The log is told, and everybody is shown."""
    await desk.write(examples.worker_registered())
    async with calling(desk, await desk.token("ana", role=Role.ADMIN)) as http:
        paused = await http.post(f"/api/workers/{WORKER}/pause")
        [shown] = (await http.get("/api/workers")).json()["items"]
        resumed = await http.post(f"/api/workers/{WORKER}/resume")
        [later] = (await http.get("/api/workers")).json()["items"]

    assert paused.json() == {"id": WORKER, "paused": True}
    assert resumed.json() == {"id": WORKER, "paused": False}
    assert (shown["paused"], later["paused"]) == (True, False)
    events = [each.event for each in await desk.services.log.history(subjects.worker(WORKER))]
    assert [event.type for event in events[1:]] == ["worker.paused.v1", "worker.resumed.v1"]
    assert {event.actor.id for event in events[1:]} == {"ana"}


async def test_a_worker_tells_how_its_computer_fares(desk: Desk, http: httpx.AsyncClient):
    """What an older worker does not tell is null."""
    await desk.write(examples.worker_registered())
    await speak(desk, examples.heartbeat(disk_used_bytes=182, disk_bytes=500))

    [worker] = (await http.get("/api/workers")).json()["items"]

    assert (worker["disk_used_bytes"], worker["disk_bytes"]) == (182, 500)
    assert worker["processor_utilisation"] is None
