"""What can happen to a dataset."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Event, Message, NonBlank, Sha256
from schemas.tasks import Task


class LabelCount(Message):
    """How many examples one label has."""

    label: str
    examples: int


class DatasetUploaded(Event):
    """A spreadsheet was read, judged usable and stored."""

    type: Literal["dataset.uploaded.v1"] = "dataset.uploaded.v1"
    dataset_id: UUID
    owner_id: NonBlank
    name: NonBlank
    filename: NonBlank
    file_sha256: Sha256
    size_bytes: int
    task: Task
    text_column: NonBlank
    label_column: NonBlank
    group_column: str | None
    """Rows that share its value never fall on both sides of the split."""
    rows_total: int
    """Always ``rows_used`` plus ``rows_left_out``."""
    rows_used: int
    rows_left_out: int
    labels: list[LabelCount]
    """By count, largest first."""
    examples_sha256: Sha256
    """Of the canonical Parquet file that workers download."""
    examples_size_bytes: int


class DatasetDeleted(Event):
    """The owner removed the dataset; its bytes are gone, this fact stays."""

    type: Literal["dataset.deleted.v1"] = "dataset.deleted.v1"
    dataset_id: UUID


DatasetEvent = Annotated[DatasetUploaded | DatasetDeleted, Field(discriminator="type")]
dataset_events: TypeAdapter[DatasetEvent] = TypeAdapter(DatasetEvent)
