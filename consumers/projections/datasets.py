"""The datasets tables: one row a dataset, kept with a date when deleted, and one row a version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from consumers.projections.rows import Rows
from schemas import tables
from schemas.events.dataset import (
    DatasetContents,
    DatasetDeleted,
    DatasetDownloaded,
    DatasetEvent,
    DatasetRevised,
    DatasetShared,
    DatasetUnshared,
    DatasetUploaded,
)

_OF_DATASET = {"dataset_id", "owner_id", "name", "filename", "file_sha256", "size_bytes"}
_FIRST: dict[str, Any] = {"version": 1, "recipe": [], "weigh_classes": False}
"""How the version of an upload was made."""
_OF_VERSION = set(DatasetContents.model_fields) & set(tables.dataset_versions.columns.keys())


@dataclass(frozen=True, slots=True)
class DatasetTables:
    """The working sets of all tables about datasets."""

    datasets: Rows
    versions: Rows

    @classmethod
    def empty(cls) -> "DatasetTables":
        return cls(Rows(tables.datasets), Rows(tables.dataset_versions, read=False))


def fold(into: DatasetTables, event: DatasetEvent, sequence: int, at: datetime) -> None:
    """Bring the dataset's rows up to ``event``, stored ``at`` by the broker's clock.

    Raises:
        ValueError: a new version of a dataset that was never uploaded.
    """
    match event:
        case DatasetUploaded():
            into.datasets.put(_uploaded(event, at) | {"last_sequence": sequence})
            into.versions.put(_version(event, _FIRST, sequence, at))
        case DatasetRevised():
            row = into.datasets.get(event.dataset_id)
            if row is None:
                raise ValueError(f"dataset {event.dataset_id} was never uploaded")
            into.datasets.put(row | {"version": event.version, "last_sequence": sequence})
            made_by = event.model_dump(mode="json", include=set(_FIRST))
            into.versions.put(_version(event, made_by, sequence, at))
        case DatasetDeleted():
            row = into.datasets.get(event.dataset_id)
            if row is not None:
                into.datasets.put(row | {"deleted_at": at, "last_sequence": sequence})
        case DatasetShared() | DatasetUnshared() | DatasetDownloaded():
            pass  # who sees a dataset, or has it, says nothing of what it is
        case _:
            assert_never(event)


def _uploaded(event: DatasetUploaded, at: datetime) -> dict[str, Any]:
    return event.model_dump(include=_OF_DATASET) | {
        "task": event.reading.task.value,
        "reading": event.reading.model_dump(mode="json"),
        "version": 1,
        "created_at": at,
        "deleted_at": None,
    }


def _version(
    event: DatasetContents, made_by: dict[str, Any], sequence: int, at: datetime
) -> dict[str, Any]:
    contents = event.model_dump(mode="json", include=_OF_VERSION) | made_by
    return contents | {
        "dataset_id": event.dataset_id,
        "created_at": at,
        "last_sequence": sequence,
    }
