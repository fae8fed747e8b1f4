"""Datasets as the API shows them."""

from datetime import datetime
from uuid import UUID

from api.datasets.preparation import Prepared
from api.datasets.reading import ChosenColumn
from api.sentences import Language
from api.uploads import Upload
from api.views import samples
from api.views.base import View, like
from api.views.problems import ProblemItem, item_of
from api.views.runs import Row
from schemas.events.dataset import LabelCount, QualitySummary
from schemas.problems import ProblemCode
from schemas.quality import QualityReport
from schemas.reading import FileReading
from schemas.tasks import Task, TextForm


class Dataset(View):
    """A spreadsheet that was read, judged usable and stored."""

    model_config = like(samples.DATASET)

    id: UUID
    name: str
    filename: str
    file_sha256: str
    size_bytes: int
    task: Task
    reading: FileReading
    """The columns in their roles, and what else was decided."""
    version: int
    """The newest; the counts below are its own."""
    rows_total: int
    """Always `rows_used` plus `rows_left_out`."""
    rows_used: int
    rows_left_out: int
    examples: int
    """As many as `rows_used`, unless several rows make one example."""
    labels: list[LabelCount]
    """By count, largest first."""
    quality: QualitySummary | None
    """Null in datasets that are older than such reports."""
    examples_sha256: str
    """Of what workers learn from."""
    examples_size_bytes: int
    created_at: datetime
    last_sequence: int


class DatasetPage(View):
    """Some datasets of a list, newest first."""

    items: list[Dataset]
    total: int
    """Of the whole list."""


class ColumnShown(View):
    """A column of the file, for a person to recognise."""

    name: str
    letter: str
    """As a spreadsheet program letters it."""
    filled: int
    """Cells that are not blank."""
    mean_characters: float
    samples: list[str]


class ColumnRead(View):
    """A column in its role."""

    name: str
    letter: str
    confidence: float
    """From 0 to 1; 1 where it was named in the request."""


class ExampleShown(View):
    """An example, in words by the role of the column that they came from."""

    row: int
    cells: dict[str, str]


class SheetShown(View):
    """A sheet of a workbook, to choose among."""

    name: str
    rows: int
    columns: list[str]
    sample: list[list[str]]


class LeftOutCount(View):
    """How many rows are left out for one reason."""

    code: ProblemCode
    rows: int


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
    quality: QualityReport
    examples_sha256: str
    examples_size_bytes: int


class UploadedDataset(DatasetReport):
    """What was found, and where it is kept."""

    model_config = like(samples.UPLOADED_DATASET)

    id: UUID
    sequence: int
    """Of the dataset's newest event."""
    name: str


def dataset_of(row: Row) -> Dataset:
    """The dataset in ``row``."""
    fields = {name: row[name] for name in Dataset.model_fields if name != "id"}
    return Dataset.model_validate(fields | {"id": row["dataset_id"]})


def report_of(upload: Upload, prepared: Prepared, language: Language) -> DatasetReport:
    """What was found in ``upload``."""
    read = prepared.reading
    shown = ("sheet", "rows_total", "rows_used", "rows_left_out", "examples", "quality")
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
        left_out_counts=[
            LeftOutCount(code=code, rows=rows) for code, rows in prepared.left_out_counts.items()
        ],
        labels=list(prepared.labels),
        sample=[ExampleShown.model_validate(e, from_attributes=True) for e in prepared.sample],
        examples_sha256=prepared.examples_file.sha256,
        examples_size_bytes=prepared.examples_file.size_bytes,
        **{name: getattr(prepared, name) for name in shown},
    )


def _column_read(column: ChosenColumn) -> ColumnRead:
    return ColumnRead.model_validate(column, from_attributes=True)
