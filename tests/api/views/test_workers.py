import pytest

from api.views.workers import WorkerStatus, status_of, worker_of
from tests.schemas import examples
from tests.schemas.examples import NOW, RUN, WORKER

ROW = {
    "worker_id": WORKER,
    "name": "Laboratório",
    "pool": "default",
    "status": "registered",
    "registered_at": NOW,
    "paused": False,
}


@pytest.mark.parametrize(
    ("logged", "heard", "status"),
    [
        ("registered", True, WorkerStatus.ONLINE),
        ("registered", False, WorkerStatus.OFFLINE),
        ("lost", True, WorkerStatus.ONLINE),
        ("lost", False, WorkerStatus.OFFLINE),
        ("revoked", True, WorkerStatus.REVOKED),
        ("revoked", False, WorkerStatus.REVOKED),
    ],
)
def test_a_worker_is_as_it_sounds_unless_it_was_revoked(
    logged: str, *, heard: bool, status: WorkerStatus
):
    """Its own voice is newer than what the watchdog wrote."""
    heartbeat = examples.heartbeat() if heard else None

    assert status_of(ROW | {"status": logged}, heartbeat) is status


def test_whose_run_a_worker_trains_is_told_to_its_owner_alone():
    """That it is busy is no secret."""
    heartbeat = examples.heartbeat(run_id=RUN, attempt=1)

    owner = worker_of(ROW, heartbeat, {RUN: "Triagem"})
    assert (owner.run_id, owner.run_name) == (RUN, "Triagem")
    stranger = worker_of(ROW, heartbeat, {})
    assert (stranger.run_id, stranger.busy) == (None, True)


def test_a_silent_worker_says_nothing_of_itself():
    """Old figures would look like present ones."""
    worker = worker_of(ROW, None, {})

    assert (worker.busy, worker.device, worker.utilisation, worker.heard_at) == (False, *[None] * 3)
