from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consumers.projections import workers
from consumers.projections.rows import Row, Rows
from schemas import tables
from schemas.events.worker import (
    WorkerBack,
    WorkerEventBase,
    WorkerLost,
    WorkerPaused,
    WorkerResumed,
    WorkerRevoked,
)
from tests.schemas.examples import WORKER, worker_event, worker_registered

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
LOST, BACK, REVOKED = (worker_event(kind) for kind in (WorkerLost, WorkerBack, WorkerRevoked))
PAUSED, RESUMED = worker_event(WorkerPaused), worker_event(WorkerResumed)


def folded(*events: Any) -> Row | None:
    rows = Rows(tables.workers)
    for sequence, event in enumerate(events, start=1):
        workers.fold(rows, event, sequence, DAWN + timedelta(seconds=sequence))
    return rows.get(WORKER)


def status(*events: Any) -> str:
    row = folded(worker_registered(), *events)
    assert row is not None
    return row["status"]


def test_a_registration_fills_the_row():
    assert folded(worker_registered()) == {
        "worker_id": WORKER,
        "name": "Laboratório",
        "pool": "default",
        "status": "registered",
        "paused": False,
        "registered_at": DAWN + timedelta(seconds=1),
        "changed_at": DAWN + timedelta(seconds=1),
        "last_sequence": 1,
    }


def test_a_worker_is_lost_and_back():
    assert status() == "registered"
    assert status(LOST) == "lost"
    assert status(LOST, BACK) == "registered"
    assert status(REVOKED) == "revoked"


def test_a_revoked_worker_stays_so_until_it_is_registered_again():
    """That its last heartbeat ran out afterwards says nothing new."""
    assert status(REVOKED, LOST) == "revoked"
    assert status(REVOKED, BACK) == "revoked"
    assert status(REVOKED, LOST, worker_registered()) == "registered"


def paused(*events: Any) -> bool:
    row = folded(worker_registered(), *events)
    assert row is not None
    return row["paused"]


def test_a_pause_lasts_until_it_is_ended():
    """Going away and coming back ends none, and no pause says whether the worker is there."""
    assert not paused()
    assert paused(PAUSED, LOST, BACK)
    assert not paused(PAUSED, RESUMED)
    assert status(LOST, PAUSED) == "lost"
    assert status(REVOKED, PAUSED, RESUMED) == "revoked"


def test_a_change_is_dated():
    row = folded(worker_registered(), LOST)

    assert row is not None
    assert row["registered_at"] == DAWN + timedelta(seconds=1)
    assert row["changed_at"] == DAWN + timedelta(seconds=2)
    assert row["last_sequence"] == 2


def test_a_worker_registered_again_may_have_a_new_name():
    row = folded(worker_registered(), worker_registered(name="Sala 2", pool="large"))

    assert row is not None
    assert (row["name"], row["pool"]) == ("Sala 2", "large")
    assert row["registered_at"] == DAWN + timedelta(seconds=1)


def test_nobody_is_lost_who_never_came():
    assert folded(LOST) is None
    assert folded(BACK) is None


class Invented(WorkerEventBase):
    """A worker's event that the projection has not been taught."""


def test_a_stranger_is_a_bug():
    with pytest.raises(AssertionError):
        folded(worker_registered(), worker_event(Invented))  # pyright: ignore[reportArgumentType]
