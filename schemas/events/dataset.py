"""What can happen to a dataset."""

from collections import Counter
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Event, Message, NonBlank, Sha256
from schemas.checks import Severity
from schemas.quality import QualityReport
from schemas.reading import FileReading, Role
from schemas.recipe import Recipe
from schemas.shares import Grantee
from schemas.tasks import Task


class LabelCount(Message):
    """How many examples one label has."""

    label: str
    examples: int


class QualitySummary(Message):
    """A quality report in a line."""

    score: int
    """From 0 to 100."""
    strong: int
    """Findings of this severity."""
    warnings: int
    notes: int

    @classmethod
    def of(cls, report: QualityReport) -> "QualitySummary":
        """The line about ``report``."""
        found = Counter(finding.severity for finding in report.findings)
        return cls(
            score=report.score,
            strong=found[Severity.STRONG],
            warnings=found[Severity.WARNING],
            notes=found[Severity.NOTE],
        )


class DatasetEventBase(Event):
    """What every event of a dataset says."""

    dataset_id: UUID


class DatasetContents(DatasetEventBase):
    """What every version of a dataset consists of."""

    rows_total: int
    """Always ``rows_used`` plus ``rows_left_out``."""
    rows_used: int
    rows_left_out: int
    examples: int
    """As many as ``rows_used``, unless several rows make one example."""
    labels: list[LabelCount]
    """By count, largest first; empty where the task has none."""
    examples_sha256: Sha256
    """Of the canonical Parquet file that workers download."""
    examples_size_bytes: int
    left_out_sha256: Sha256 | None = None
    """Of the Parquet file with the rows that are left out; None where there are none."""
    report_sha256: Sha256 | None = None
    """Of the stored quality report; None in datasets that are older than such reports."""
    quality: QualitySummary | None = None


class DatasetUploadedV1(Event):
    """A spreadsheet was stored, as told while classification was the only task."""

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
    rows_total: int
    rows_used: int
    rows_left_out: int
    labels: list[LabelCount]
    examples_sha256: Sha256
    examples_size_bytes: int

    def upcast(self) -> "DatasetUploaded":
        """The same fact as it would be told today."""
        columns = {Role.TEXT: self.text_column, Role.LABEL: self.label_column}
        if self.group_column is not None:
            columns[Role.GROUP] = self.group_column
        told = self.model_dump(exclude={"type", "task"})
        reading = FileReading(task=self.task, columns=columns)
        return DatasetUploaded.model_validate(
            told | {"reading": reading, "examples": self.rows_used}
        )


class DatasetUploaded(DatasetContents):
    """A spreadsheet was read, judged usable and stored: version 1 of a dataset."""

    type: Literal["dataset.uploaded.v2"] = "dataset.uploaded.v2"
    owner_id: NonBlank
    name: NonBlank
    filename: NonBlank
    file_sha256: Sha256
    size_bytes: int
    reading: FileReading


class DatasetRevised(DatasetContents):
    """A recipe was applied to the examples of version 1: a new version of the dataset."""

    type: Literal["dataset.revised.v1"] = "dataset.revised.v1"
    version: int
    """From 2, without gaps."""
    recipe: Recipe
    """Whole, from version 1 on."""
    weigh_classes: bool
    """Whether a training that does not say otherwise weighs its classes."""


class DatasetDeleted(DatasetEventBase):
    """The dataset was removed; its bytes are gone, this fact stays."""

    type: Literal["dataset.deleted.v1"] = "dataset.deleted.v1"


class DatasetShared(DatasetEventBase):
    """Somebody besides the owner may see the dataset and train on it."""

    type: Literal["dataset.shared.v1"] = "dataset.shared.v1"
    grantee: Grantee


class DatasetUnshared(DatasetEventBase):
    """That ended."""

    type: Literal["dataset.unshared.v1"] = "dataset.unshared.v1"
    grantee: Grantee


class Download(StrEnum):
    """What of a dataset can be taken away."""

    ORIGINAL = "original"
    """The very file that was sent."""
    EXPORT = "export"
    LEFT_OUT = "left_out"
    EXAMPLES = "examples"


class DatasetDownloaded(DatasetEventBase):
    """Somebody was handed what is in the dataset; told before the first byte is sent."""

    type: Literal["dataset.downloaded.v1"] = "dataset.downloaded.v1"
    what: Download
    version: int | None = None
    """None of the original file."""
    run_id: UUID | None = None
    """For which a worker fetched the examples; None where a person asked."""


DatasetEvent = Annotated[
    DatasetUploaded
    | DatasetRevised
    | DatasetDeleted
    | DatasetShared
    | DatasetUnshared
    | DatasetDownloaded,
    Field(discriminator="type"),
]
dataset_events: TypeAdapter[DatasetEvent] = TypeAdapter(DatasetEvent)
