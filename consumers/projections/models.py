"""The trained_models table: what became of a model after its run; that one's row says the rest."""

from datetime import datetime
from typing import Any, assert_never

from consumers.projections.rows import Row, Rows
from schemas import tables
from schemas.events.model import (
    ModelArchived,
    ModelDeleted,
    ModelDeletionRequested,
    ModelEvent,
    ModelRenamed,
    ModelReviewSet,
    ModelShared,
    ModelUnarchived,
    ModelUnshared,
)


def fold(into: Rows, event: ModelEvent, sequence: int, at: datetime) -> None:
    """Bring the model's row up to ``event``, stored ``at`` by the broker's clock."""
    row = into.get(event.run_id) or _untouched(event)
    if changes := _changes(row, event, at):
        into.put(row | changes | {"last_sequence": sequence})


def _untouched(event: ModelEvent) -> Row:
    nothing = dict.fromkeys(column.name for column in tables.trained_models.columns)
    return nothing | {"model_id": event.run_id}


def _changes(row: Row, event: ModelEvent, at: datetime) -> dict[str, Any]:
    match event:
        case ModelRenamed():
            return {"name": event.name}
        case ModelArchived():
            return {"archived_at": row["archived_at"] or at}
        case ModelUnarchived():
            return {"archived_at": None}
        case ModelReviewSet():
            return {"review_threshold": event.review_threshold}
        case ModelDeletionRequested():
            return {"deletion_requested_at": row["deletion_requested_at"] or at}
        case ModelDeleted():
            return {"deleted_at": row["deleted_at"] or at}
        case ModelShared() | ModelUnshared():
            return {}  # who sees a model says nothing of what became of it
    assert_never(event)
