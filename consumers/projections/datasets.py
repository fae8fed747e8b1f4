"""The datasets table: one row a dataset, kept with a date when it is deleted."""

from datetime import datetime
from typing import assert_never

from consumers.projections.rows import Rows
from schemas.events.dataset import DatasetDeleted, DatasetEvent, DatasetUploaded

_PLAIN = {
    "dataset_id",
    "owner_id",
    "name",
    "filename",
    "file_sha256",
    "size_bytes",
    "text_column",
    "label_column",
    "group_column",
    "rows_total",
    "rows_used",
    "rows_left_out",
    "examples_sha256",
    "examples_size_bytes",
}


def fold(into: Rows, event: DatasetEvent, sequence: int, at: datetime) -> None:
    """Bring the dataset's row up to ``event``, stored ``at`` by the broker's clock."""
    match event:
        case DatasetUploaded():
            into.put(
                event.model_dump(include=_PLAIN)
                | {
                    "task": event.task.value,
                    "labels": [label.model_dump() for label in event.labels],
                    "created_at": at,
                    "deleted_at": None,
                    "last_sequence": sequence,
                }
            )
        case DatasetDeleted():
            row = into.get(event.dataset_id)
            if row is not None:
                into.put(row | {"deleted_at": at, "last_sequence": sequence})
        case _:
            assert_never(event)
