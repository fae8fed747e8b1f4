"""The workers table: who was admitted and who is lost. How they are now is their presence."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from consumers.projections.rows import Rows
from schemas.events.worker import (
    WorkerBack,
    WorkerEvent,
    WorkerKeyRenewed,
    WorkerLost,
    WorkerPaused,
    WorkerRegistered,
    WorkerResumed,
    WorkerRevoked,
)


class WorkerStatus(StrEnum):
    """What the log says of a worker."""

    REGISTERED = "registered"
    LOST = "lost"
    REVOKED = "revoked"


def fold(into: Rows, event: WorkerEvent, sequence: int, at: datetime) -> None:
    """Bring the worker's row up to ``event``, stored ``at`` by the broker's clock."""
    row = into.get(event.worker_id)
    if isinstance(event, WorkerRegistered):
        row = {
            "worker_id": event.worker_id,
            "name": event.name,
            "pool": event.pool,
            "status": WorkerStatus.REGISTERED.value,
            "paused": False,
            "registered_at": row["registered_at"] if row else at,
        }
    if row is not None:
        change = {
            "status": _status(WorkerStatus(row["status"]), event).value,
            "paused": _paused(event, before=bool(row["paused"])),
        }
        into.put(row | change | {"changed_at": at, "last_sequence": sequence})


def _status(before: WorkerStatus, event: WorkerEvent) -> WorkerStatus:
    """Whoever was revoked stays so, heard or not, until it is registered again."""
    match event:
        case WorkerRegistered():
            return WorkerStatus.REGISTERED
        case WorkerRevoked():
            return WorkerStatus.REVOKED
        case WorkerBack():
            return before if before is WorkerStatus.REVOKED else WorkerStatus.REGISTERED
        case WorkerLost():
            return before if before is WorkerStatus.REVOKED else WorkerStatus.LOST
        case WorkerPaused() | WorkerResumed() | WorkerKeyRenewed():
            return before
    assert_never(event)


def _paused(event: WorkerEvent, *, before: bool) -> bool:
    """Whether it takes nothing new."""
    return isinstance(event, WorkerPaused) or (before and not isinstance(event, WorkerResumed))
