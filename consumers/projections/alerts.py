"""The alerts table: what the log says deserves attention, and since when it no longer does."""

from datetime import datetime
from typing import Any

from consumers.projections.rows import Row, Rows
from schemas.alerts import AlertCode
from schemas.events.catalogue import LoggedEvent
from schemas.events.run import (
    AlertClosed,
    AlertRaised,
    CancelRequested,
    JobFailed,
    RunAbandoned,
    RunCancelled,
    RunCompleted,
    RunEvent,
    RunInterrupted,
    RunStalled,
)
from schemas.events.worker import OrderEvent, WorkerEvent, WorkerEventBase, WorkerLost
from schemas.lifecycle import RunStatus

ENDING = (
    RunCompleted
    | JobFailed
    | RunCancelled
    | RunAbandoned
    | CancelRequested
    | RunInterrupted
    | RunStalled
)
"""After which a run may have ended: whoever wanted it to stop need not wait for a worker."""

CLOSING = AlertRaised | ENDING
TOUCHING = AlertRaised | AlertClosed | ENDING


def touched(event: LoggedEvent) -> str | None:
    """The run or worker whose alerts ``event`` may open or close."""
    if isinstance(event, TOUCHING):
        return str(event.run_id)
    return event.worker_id if isinstance(event, WorkerEventBase) else None


def fold_run(into: Rows, event: RunEvent, run: Row, sequence: int, at: datetime) -> None:
    """Bring the alerts of ``run``, as it is after ``event``, up to it."""
    entity_id = str(event.run_id)
    if isinstance(event, AlertRaised):
        opened = _opened("run", entity_id, event.code, event.params, sequence, at)
        _open(into, opened | {"owner_id": run["owner_id"]})
    if isinstance(event, AlertClosed):
        _close(into, into.get(entity_id, event.code), sequence, at)
    if isinstance(event, CLOSING) and RunStatus(run["status"]).ended:
        for row in into.under(entity_id):
            _close(into, row, sequence, at)


def fold_worker(into: Rows, event: WorkerEvent, sequence: int, at: datetime) -> None:
    """A worker is lost until anything else is told of its being there."""
    code = AlertCode.WORKER_LOST.value
    if isinstance(event, WorkerLost):
        params = {"worker": event.worker_id}
        _open(into, _opened("worker", event.worker_id, code, params, sequence, at))
    elif not isinstance(event, OrderEvent):
        _close(into, into.get(event.worker_id, code), sequence, at)


def _opened(
    entity: str, entity_id: str, code: str, params: dict[str, Any], sequence: int, at: datetime
) -> Row:
    return {
        "entity_id": entity_id,
        "code": code,
        "entity": entity,
        "owner_id": None,
        "params": params,
        "raised_at": at,
        "closed_at": None,
        "last_sequence": sequence,
    }


def _open(into: Rows, row: Row) -> None:
    """An alert that is open stays as it was raised."""
    known = into.get(row["entity_id"], row["code"])
    if known is None or known["closed_at"] is not None:
        into.put(row)


def _close(into: Rows, row: Row | None, sequence: int, at: datetime) -> None:
    if row is not None and row["closed_at"] is None:
        into.put(row | {"closed_at": at, "last_sequence": sequence})
