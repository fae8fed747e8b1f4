from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consumers.projections import alerts, runs
from consumers.projections.rows import Row, Rows
from consumers.projections.runs import RunTables
from schemas import tables
from schemas.base import Event
from schemas.events.run import RunEventBase
from schemas.events.worker import WorkerBack, WorkerLost, WorkerRevoked
from tests.schemas.examples import (
    OWNER,
    RUN,
    WORKER,
    alert_closed,
    alert_raised,
    cancel_requested,
    job_failed,
    run_abandoned,
    run_completed,
    run_interrupted,
    run_requested,
    run_stalled,
    run_started,
    worker_event,
    worker_registered,
)

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
LOST, BACK, REVOKED = (worker_event(kind) for kind in (WorkerLost, WorkerBack, WorkerRevoked))
BEGINNING = (run_requested(), run_started())
SILENT = alert_raised(code="no_progress", params={"silent_seconds": 900})


def at(sequence: int) -> datetime:
    return DAWN + timedelta(seconds=sequence)


def folded(*events: Any) -> Rows:
    """The alerts after ``events``, the first of which has sequence 1."""
    into, others = Rows(tables.alerts), RunTables.empty()
    for sequence, event in enumerate(events, start=1):
        if isinstance(event, RunEventBase):
            row = runs.fold(others, event, sequence, at(sequence))  # pyright: ignore[reportArgumentType]
            alerts.fold_run(into, event, row, sequence, at(sequence))  # pyright: ignore[reportArgumentType]
        else:
            alerts.fold_worker(into, event, sequence, at(sequence))
    return into


def alert(*events: Any, key: tuple[str, str] = (str(RUN), "no_progress")) -> Row:
    row = folded(*events).get(*key)
    assert row is not None
    return row


def test_an_alert_belongs_to_the_owner_of_its_run():
    assert alert(*BEGINNING, SILENT) == {
        "entity_id": str(RUN),
        "code": "no_progress",
        "entity": "run",
        "owner_id": OWNER,
        "params": {"silent_seconds": 900},
        "raised_at": at(3),
        "closed_at": None,
        "last_sequence": 3,
    }


def test_an_alert_is_closed_when_it_recovers():
    row = alert(*BEGINNING, SILENT, alert_closed(code="no_progress"))

    assert (row["raised_at"], row["closed_at"], row["last_sequence"]) == (at(3), at(4), 4)


def test_closing_one_alert_leaves_the_others():
    row = alert(*BEGINNING, SILENT, alert_closed(code="stuck_epoch"))

    assert (row["closed_at"], row["last_sequence"]) == (None, 3)


def test_an_alert_that_is_raised_again_while_open_stays_as_it_was():
    again = alert_raised(code="no_progress", params={"silent_seconds": 1800})
    row = alert(*BEGINNING, SILENT, again)

    assert (row["raised_at"], row["params"]) == (at(3), {"silent_seconds": 900})


def test_an_alert_may_be_raised_again_once_it_was_closed():
    closed = alert_closed(code="no_progress")
    row = alert(*BEGINNING, SILENT, closed, SILENT)

    assert (row["raised_at"], row["closed_at"]) == (at(5), None)


@pytest.mark.parametrize(
    "end",
    [
        (run_completed(),),
        (job_failed(final=True),),
        (run_abandoned(),),
        (cancel_requested(), run_interrupted()),
        (cancel_requested(), run_stalled()),
    ],
    ids=lambda end: type(end[-1]).__name__,
)
def test_the_end_of_a_run_closes_its_alerts(end: tuple[Event, ...]):
    """Of whatever kind, a newer version's too, without being told one by one."""
    rows = folded(*BEGINNING, SILENT, alert_raised(), *end)

    assert all(alerts.touched(event) == str(RUN) for event in end)  # pyright: ignore[reportArgumentType]
    assert [row["closed_at"] for row in rows.under(str(RUN))] == [at(4 + len(end))] * 2


def test_a_cancelled_queue_closes_its_alerts():
    row = alert(run_requested(), SILENT, cancel_requested())

    assert row["closed_at"] == at(3)


def test_an_attempt_that_ends_leaves_alerts_open():
    """The watchdog says when what they tell of is over."""
    row = alert(*BEGINNING, SILENT, run_stalled())

    assert row["closed_at"] is None


def test_an_alert_that_comes_after_the_end_is_closed_at_once():
    row = alert(*BEGINNING, run_completed(), SILENT)

    assert row["raised_at"] == row["closed_at"] == at(4)


@pytest.mark.parametrize("word", [BACK, REVOKED, worker_registered()])
def test_a_lost_worker_is_an_alert_until_anything_else_is_told_of_it(word: Event):
    key = (WORKER, "worker_lost")
    row = alert(worker_registered(), LOST, key=key)
    assert (row["entity"], row["owner_id"], row["params"]) == ("worker", None, {"worker": WORKER})
    assert (row["raised_at"], row["closed_at"]) == (at(2), None)

    assert alert(worker_registered(), LOST, word, key=key)["closed_at"] == at(3)


def test_a_worker_that_was_never_lost_has_no_alert():
    assert folded(worker_registered(), BACK).under(WORKER) == []
    assert alerts.touched(worker_registered()) == WORKER
    assert alerts.touched(run_started()) is None
