"""A file goes in; examples come out, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from api.datasets import contents, leftovers, table
from api.datasets.contents import Example, Written
from api.datasets.formats import (
    archive,
    conll,
    delimited,
    filetype,
    jsonl,
    legacy,
    parquet,
    workbook,
)
from api.datasets.formats.filetype import FileType
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.progress import Progress, Stage, paced, silent
from api.datasets.quality import report
from api.datasets.quality.report import Judged
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import UnusableFileError, problem, unusable
from api.datasets.table import Column, Table
from api.datasets.tasks import catalogue
from api.datasets.tasks.task import DatasetTask
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem, ProblemCode
from schemas.quality import QualityReport

SAMPLE_VALUES = 3
SAMPLE_CHARACTERS = 200
"""Of a value that stands for its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSeen:
    """A column of the file, for a person to recognise."""

    name: str
    letter: str
    """As the spreadsheet program letters it."""
    filled: int
    """Cells that are not blank."""
    mean_characters: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSeen:
    """A sheet of a workbook, for a person to choose among."""

    name: str
    rows: int
    """Below the header; 0 where it holds nothing but one."""
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows, cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The file can be used, and what came of it is written."""

    reading: ResolvedReading
    sheet: str | None
    """The workbook's sheet that was read."""
    sheets: tuple[SheetSeen, ...]
    """All of a workbook with several."""
    columns: tuple[ColumnSeen, ...]
    rows_total: int
    """Always ``rows_used`` plus ``rows_left_out``."""
    rows_used: int
    rows_left_out: int
    examples: int
    left_out: tuple[DataProblem, ...]
    """The first of them; ``left_out_counts`` counts all."""
    left_out_counts: Mapping[ProblemCode, int]
    labels: tuple[LabelCount, ...]
    """By count, largest first."""
    sample: tuple[Example, ...]
    """Spread over the sheet."""
    quality: QualityReport
    examples_file: Written
    left_out_file: Written | None
    report_file: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The file cannot be used as it is."""

    problems: tuple[DataProblem, ...]
    columns: tuple[ColumnSeen, ...] = ()
    """Those of the sheet that the problems are about, where it could be read that far."""
    sheet: str | None = None
    sheets: tuple[SheetSeen, ...] = ()
    left_out_counts: Mapping[ProblemCode, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a file, and within which bounds."""

    reading: Reading = field(default_factory=Reading)
    limits: Limits = field(default_factory=Limits)


def prepare(
    path: Path, filename: str, wish: Wish, folder: Path, progress: Progress = silent
) -> Prepared | Refused:
    """Read the file at ``path`` and write what comes of it into ``folder``.

    Blocks for seconds on a large file: run it in another process, one that was ``confine``d.
    """
    progress = paced(progress)
    try:
        progress(Stage.OPENING, 0.0)
        return _first_usable(_grids(path, filename, wish.limits), wish, folder, progress)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems))
    except MemoryError:
        return Refused(problems=(problem(ProblemCode.FILE_UNREADABLE),))


def _grids(path: Path, filename: str, limits: Limits) -> Iterator[Grid]:
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise unusable(ProblemCode.FILE_TOO_LARGE, size_bytes=size, limit_bytes=limits.file_bytes)
    kind = filetype.detect(path, filename)
    match kind:
        case FileType.XLSX:
            archive.inspect(path, limits)
            return workbook.grids(path)
        case FileType.XLS:
            legacy.inspect(path)
            return workbook.grids(path)
        case FileType.PARQUET:
            return parquet.grids(path, limits)
        case FileType.JSON:
            return jsonl.grids(path, limits)
        case FileType.CONLL:
            return conll.grids(path)
        case FileType.TEXT:
            return delimited.grids(path)
    assert_never(kind)


def _first_usable(
    grids: Iterator[Grid], wish: Wish, folder: Path, progress: Progress
) -> Prepared | Refused:
    """What the first grid gives, or a later one where the earlier are not the examples'."""
    first: Refused | None = None
    for grid in grids:
        outcome = _prepare(grid, wish, folder, progress)
        if isinstance(outcome, Prepared):
            return outcome
        first = first or outcome
        if not {problem.code for problem in outcome.problems} <= grid.passes_on:
            return outcome
    return first or Refused(problems=(problem(ProblemCode.FILE_EMPTY),))


def _prepare(grid: Grid, wish: Wish, folder: Path, progress: Progress) -> Prepared | Refused:
    reading, limits = wish.reading, wish.limits
    progress(Stage.READING, 0.0)
    try:
        sheet = table.build(grid, limits, reading.columns.values(), progress)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems), sheet=grid.sheet)
    seen = tuple(map(_seen, sheet.columns))
    try:
        task = _task(sheet, reading)
        resolved = _resolve(task, sheet, reading)
        progress(Stage.SORTING, 0.0)
        rows = task.sort_out(sheet, resolved, limits)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems), columns=seen, sheet=grid.sheet)
    if problems := task.unlearnable(rows.examples, resolved, limits):
        counts = leftovers.counts(rows.left_out)
        return Refused(problems=problems, columns=seen, sheet=grid.sheet, left_out_counts=counts)
    progress(Stage.JUDGING, 0.0)
    judged = Judged(task, rows, resolved, reading.base_model)
    quality = report.judge(judged)
    progress(Stage.WRITING, 0.0)
    return _prepared(sheet, seen, judged, quality, folder)


def _task(sheet: Table, reading: Reading) -> DatasetTask:
    """The task asked for, else the one that the columns' names speak for most."""
    if reading.task is not None:
        return catalogue.TASKS[reading.task]
    return catalogue.likeliest(sheet)


def _resolve(task: DatasetTask, sheet: Table, reading: Reading) -> ResolvedReading:
    """The columns, or that there are no rows to tell them by."""
    try:
        resolved = task.resolve(sheet, reading)
    except UnusableFileError as error:
        if sheet.rows:
            raise
        asked = [each for each in error.problems if each.code is ProblemCode.COLUMN_NOT_FOUND]
        raise UnusableFileError([problem(ProblemCode.NO_EXAMPLES), *asked]) from error
    return resolved


def _seen(column: Column) -> ColumnSeen:
    samples = column.first_values(SAMPLE_VALUES)
    return ColumnSeen(
        name=column.name,
        letter=column.letter,
        filled=column.filled,
        mean_characters=round(column.mean_characters, 1),
        samples=tuple(sample[:SAMPLE_CHARACTERS] for sample in samples),
    )


def _prepared(
    sheet: Table,
    seen: tuple[ColumnSeen, ...],
    judged: Judged,
    quality: QualityReport,
    folder: Path,
) -> Prepared:
    rows, task = judged.rows, judged.task
    files = contents.write(judged, quality, folder)
    return Prepared(
        reading=judged.reading,
        sheet=sheet.sheet,
        sheets=(),
        columns=seen,
        rows_total=sheet.rows,
        rows_used=rows.rows_used,
        rows_left_out=sheet.rows - rows.rows_used,
        examples=rows.examples.num_rows,
        left_out=leftovers.told(rows.left_out),
        left_out_counts=leftovers.counts(rows.left_out),
        labels=task.labels(rows.examples),
        sample=contents.sample(task, rows.examples),
        quality=quality,
        examples_file=files.examples,
        left_out_file=files.left_out,
        report_file=files.report,
    )
