"""The classifications table: one row each, kept with its last status when it is deleted."""

from datetime import datetime
from typing import Any, assert_never

from consumers.projections.rows import Row, Rows
from schemas import tables
from schemas.classification import ClassificationStatus
from schemas.events.classification import (
    ClassificationCancelled,
    ClassificationCompleted,
    ClassificationDeleted,
    ClassificationEvent,
    ClassificationFailed,
    ClassificationRequested,
    ClassificationStarted,
)

_OF_REQUEST = set(tables.classifications.columns.keys()) & set(ClassificationRequested.model_fields)


def fold(into: Rows, event: ClassificationEvent, sequence: int, at: datetime) -> None:
    """Bring the classification's row up to ``event``, stored ``at`` by the broker's clock.

    Raises:
        ValueError: its first event is not its request.
    """
    row = into.get(event.classification_id)
    if isinstance(event, ClassificationRequested):
        into.put(row or _requested(event, sequence, at))
    elif row is None:
        raise ValueError(f"classification {event.classification_id} was never requested")
    else:
        into.put(row | _changes(row, event, at) | {"last_sequence": sequence})


def _requested(event: ClassificationRequested, sequence: int, at: datetime) -> Row:
    nothing_yet = dict.fromkeys(column.name for column in tables.classifications.columns)
    return (
        nothing_yet
        | event.model_dump(include=_OF_REQUEST)
        | {
            "status": ClassificationStatus.QUEUED.value,
            "created_at": at,
            "requested_sequence": sequence,
            "last_sequence": sequence,
        }
    )


def _changes(
    row: Row,
    event: ClassificationStarted
    | ClassificationCompleted
    | ClassificationFailed
    | ClassificationCancelled
    | ClassificationDeleted,
    at: datetime,
) -> dict[str, Any]:
    """What ``event`` changes; after the first end, only that it was deleted."""
    if isinstance(event, ClassificationDeleted):
        return {"deleted_at": row["deleted_at"] or at}
    if ClassificationStatus(row["status"]).ended:
        return {}
    match event:
        case ClassificationStarted():
            return {"status": ClassificationStatus.RUNNING.value, "started_at": at}
        case ClassificationCompleted():
            return _ended(ClassificationStatus.COMPLETED, at)
        case ClassificationFailed():
            failure = event.model_dump(mode="json", include={"code", "detail"})
            return _ended(ClassificationStatus.FAILED, at) | {"failure": failure}
        case ClassificationCancelled():
            return _ended(ClassificationStatus.CANCELLED, at)
    assert_never(event)


def _ended(status: ClassificationStatus, at: datetime) -> dict[str, Any]:
    return {"status": status.value, "finished_at": at}
