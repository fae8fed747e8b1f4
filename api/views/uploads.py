"""What was found in a file, as the API shows it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.commands.datasets import Dataset
from api.datasets.preparation import Prepared
from api.datasets.progress import Stage
from api.datasets.reading import ChosenColumn
from api.decider import Written
from api.sentences import Language, sentence
from api.uploads import ColumnName, Upload, UploadFields
from api.views import dataset_samples as samples
from api.views.base import View, like
from api.views.problems import ProblemItem, item_of
from api.views.quality import QualityShown, quality_of
from api.views.sheets import ColumnShown, ExampleShown, SheetShown
from api.views.versions import LeftOutCount, left_out_counts_of
from schemas.events.dataset import LabelCount
from schemas.reading import Role
from schemas.tasks import Task, TextForm


class ColumnRead(View):
    """A column in its role."""

    name: str
    letter: str
    confidence: float
    """From 0 to 1; 1 where it was named in the request."""


class DatasetReport(View):
    """What was found in a file that can be used."""

    model_config = like(samples.DATASET_REPORT)

    filename: str
    file_sha256: str
    size_bytes: int
    task: Task
    sheet: str | None
    """The workbook's sheet that was read."""
    sheets: list[SheetShown]
    """All of a workbook that has several."""
    reading: dict[str, ColumnRead]
    """The columns by their roles, and how sure the choice is."""
    label_separator: str | None
    form: TextForm | None
    columns: list[ColumnShown]
    rows_total: int
    """Always `rows_used` plus `rows_left_out`."""
    rows_used: int
    rows_left_out: int
    examples: int
    left_out: list[ProblemItem]
    """The first rows that are left out, each with its reason."""
    left_out_counts: list[LeftOutCount]
    """All of them."""
    labels: list[LabelCount]
    """By count, largest first."""
    sample: list[ExampleShown]
    """Spread over the sheet."""
    quality: QualityShown
    examples_sha256: str
    examples_size_bytes: int


class UploadedDataset(DatasetReport):
    """What was found, and where it is kept."""

    model_config = like(samples.UPLOADED_DATASET)

    id: UUID
    sequence: int
    """Of the dataset's newest event."""
    name: str
    version: int
    """The newest: what was found is about version 1."""


class FileColumns(View):
    """What there is in a stored file to be read in another way."""

    model_config = like(samples.FILE_COLUMNS)

    columns: list[ColumnShown]
    """Of the sheet that was read."""
    sheets: list[SheetShown]
    """All of a workbook that has several."""


class NewReading(BaseModel):
    """How a stored file is to be read. What is not named is looked for."""

    model_config = like(samples.NEW_READING) | ConfigDict(extra="forbid")

    task: Task | None = None
    columns: dict[Role, ColumnName] = {}
    """By their roles."""
    sheet: Annotated[str, Field(max_length=200)] | None = None
    label_separator: Annotated[str, Field(max_length=4)] | None = None
    """Between the labels of one cell; `none` where there is only one."""
    form: TextForm | None = None

    def fields(self) -> UploadFields:
        """As they would have come with the file."""
        plain = self.model_dump(exclude={"columns"}, exclude_none=True)
        named = {f"{role}_column": name for role, name in self.columns.items()}
        return UploadFields.model_validate(plain | named)


class UploadProgress(View):
    """How far the reading of a file is."""

    model_config = like(samples.UPLOAD_PROGRESS)

    stage: Stage
    fraction: float
    """Of the stage, from 0 to 1."""
    sentence: str
    """What is being done, in the language asked for."""


def report_of(upload: Upload, prepared: Prepared, language: Language) -> DatasetReport:
    """What was found in ``upload``."""
    read = prepared.reading
    shown = ("sheet", "rows_total", "rows_used", "rows_left_out", "examples")
    return DatasetReport(
        filename=upload.filename,
        file_sha256=upload.received.sha256,
        size_bytes=upload.received.size_bytes,
        task=read.task,
        sheets=[SheetShown.model_validate(each, from_attributes=True) for each in prepared.sheets],
        reading={role: _column_read(column) for role, column in read.columns.items()},
        label_separator=read.label_separator,
        form=read.form,
        columns=[ColumnShown.model_validate(c, from_attributes=True) for c in prepared.columns],
        left_out=[item_of(problem, language) for problem in prepared.left_out],
        left_out_counts=left_out_counts_of(prepared.left_out_counts),
        labels=list(prepared.labels),
        sample=[ExampleShown.model_validate(e, from_attributes=True) for e in prepared.sample],
        quality=quality_of(prepared.quality, language),
        examples_sha256=prepared.examples_file.sha256,
        examples_size_bytes=prepared.examples_file.size_bytes,
        **{name: getattr(prepared, name) for name in shown},
    )


def uploaded_of(report: DatasetReport, written: Written[Dataset]) -> UploadedDataset:
    """What was found, now that it is kept."""
    uploaded = written.state.uploaded
    kept = {"id": uploaded.dataset_id, "name": uploaded.name, "version": written.state.newest}
    return UploadedDataset.model_validate(
        report.model_dump() | kept | {"sequence": written.last_sequence}
    )


def _column_read(column: ChosenColumn) -> ColumnRead:
    return ColumnRead.model_validate(column, from_attributes=True)


def progress_of(stage: Stage, fraction: float, language: Language) -> UploadProgress:
    """How far a file is, in words."""
    return UploadProgress(stage=stage, fraction=fraction, sentence=sentence(stage, language))
