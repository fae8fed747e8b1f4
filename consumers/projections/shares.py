"""The shares table: who besides its owner sees a dataset or a model, and until when."""

from datetime import datetime
from typing import assert_never

from consumers.projections.rows import Row, Rows
from schemas.events.dataset import (
    DatasetDeleted,
    DatasetDownloaded,
    DatasetEvent,
    DatasetRevised,
    DatasetShared,
    DatasetUnshared,
    DatasetUploaded,
)
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
from schemas.shares import Shared


def fold_dataset(into: Rows, event: DatasetEvent, sequence: int, at: datetime) -> None:
    """Bring the shares of the dataset up to ``event``; they all end with it."""
    match event:
        case DatasetShared():
            into.put(_begun(Shared.DATASET, event, sequence, at))
        case DatasetUnshared():
            _end(into, into.get(event.dataset_id, event.grantee), sequence, at)
        case DatasetDeleted():
            for row in into.under(event.dataset_id):
                _end(into, row, sequence, at)
        case DatasetUploaded() | DatasetRevised() | DatasetDownloaded():
            pass
        case _:
            assert_never(event)


def fold_model(into: Rows, event: ModelEvent, sequence: int, at: datetime) -> None:
    """Bring the shares of the model up to ``event``; what was measured outlives the model."""
    match event:
        case ModelShared():
            into.put(_begun(Shared.MODEL, event, sequence, at))
        case ModelUnshared():
            _end(into, into.get(event.run_id, event.grantee), sequence, at)
        case (
            ModelRenamed()
            | ModelArchived()
            | ModelUnarchived()
            | ModelReviewSet()
            | ModelDeletionRequested()
            | ModelDeleted()
        ):
            pass
        case _:
            assert_never(event)


def _begun(entity: Shared, event: DatasetShared | ModelShared, sequence: int, at: datetime) -> Row:
    return {
        "entity_id": event.dataset_id if isinstance(event, DatasetShared) else event.run_id,
        "grantee": event.grantee,
        "entity": entity.value,
        "shared_at": at,
        "ended_at": None,
        "last_sequence": sequence,
    }


def _end(into: Rows, row: Row | None, sequence: int, at: datetime) -> None:
    if row is not None and row["ended_at"] is None:
        into.put(row | {"ended_at": at, "last_sequence": sequence})
