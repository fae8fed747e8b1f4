"""A spreadsheet goes in; examples come out, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never, cast

from api.datasets import (
    archive,
    columns,
    delimited,
    examples,
    filetype,
    legacy,
    rows,
    table,
    workbook,
)
from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.filetype import FileType
from api.datasets.grid import Grid
from api.datasets.limits import Limits
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import UnusableFileError, problem, unusable
from api.datasets.rows import Rows
from api.datasets.table import Column, Table
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem, ProblemCode

SAMPLE_ROWS = 5
SAMPLE_VALUES = 3
SAMPLE_CHARACTERS = 200
"""Of a value that stands for its column."""
EXAMPLES_PER_CLASS = 2
"""Fewest: one to learn from, one for the exam."""
MOST_NAMED = 20
"""Labels that one problem lists."""


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


@dataclass(frozen=True, slots=True)
class Example:
    """A row that is used."""

    row: int
    text: str
    label: str
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The file can be used, and its examples are written."""

    reading: ResolvedReading
    sheet: str | None
    """The workbook's sheet that was read."""
    columns: tuple[ColumnSeen, ...]
    rows_total: int
    """Always ``rows_used`` plus ``rows_left_out``."""
    rows_used: int
    rows_left_out: int
    left_out: tuple[DataProblem, ...]
    """The first of them; ``left_out_counts`` counts all."""
    left_out_counts: Mapping[ProblemCode, int]
    labels: tuple[LabelCount, ...]
    """By count, largest first."""
    sample: tuple[Example, ...]
    """Spread over the sheet."""
    examples_sha256: str
    examples_size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The file cannot be used as it is."""

    problems: tuple[DataProblem, ...]
    columns: tuple[ColumnSeen, ...] = ()
    """Those of the sheet that the problems are about, where it could be read that far."""
    sheet: str | None = None
    left_out_counts: Mapping[ProblemCode, int] = field(default_factory=dict)


def prepare(
    path: Path, filename: str, reading: Reading, limits: Limits, out_path: Path
) -> Prepared | Refused:
    """Read the spreadsheet at ``path`` and write its examples to ``out_path``.

    Blocks for seconds on a large file: run it in another process, one that was ``confine``d.
    """
    try:
        return _first_usable(_grids(path, filename, limits), reading, limits, out_path)
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
        case FileType.TEXT:
            return delimited.grids(path)
    assert_never(kind)


def _first_usable(
    grids: Iterator[Grid], reading: Reading, limits: Limits, out_path: Path
) -> Prepared | Refused:
    """What the first grid gives, or a later one where the earlier are not the examples'."""
    first: Refused | None = None
    for grid in grids:
        outcome = _prepare(grid, reading, limits, out_path)
        if isinstance(outcome, Prepared):
            return outcome
        first = first or outcome
        if not {problem.code for problem in outcome.problems} <= grid.passes_on:
            return outcome
    return first or Refused(problems=(problem(ProblemCode.FILE_EMPTY),))


def _prepare(grid: Grid, reading: Reading, limits: Limits, out_path: Path) -> Prepared | Refused:
    try:
        sheet = table.build(grid, limits, reading.wanted.values())
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems), sheet=grid.sheet)
    seen = tuple(map(_seen, sheet.columns))
    try:
        resolved = _resolve(sheet, reading)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems), columns=seen, sheet=grid.sheet)
    sorted_out = rows.sort_out(sheet, resolved, limits)
    labels = _labels(sorted_out.examples)
    if problems := _unlearnable(labels, sorted_out, resolved, limits):
        counts = sorted_out.left_out_counts
        return Refused(problems=problems, columns=seen, sheet=grid.sheet, left_out_counts=counts)
    return _prepared(sheet, seen, resolved, sorted_out, out_path)


def _resolve(sheet: Table, reading: Reading) -> ResolvedReading:
    """The columns, or that there are no rows to tell them by."""
    try:
        resolved = columns.resolve(sheet, reading)
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


def _labels(found: Batch) -> tuple[LabelCount, ...]:
    counts = cast("list[dict[str, int | str]]", pc.value_counts(found["label"]).to_pylist())
    labels = [LabelCount(label=str(n["values"]), examples=int(n["counts"])) for n in counts]
    return tuple(sorted(labels, key=lambda each: (-each.examples, each.label)))


def _unlearnable(
    labels: tuple[LabelCount, ...], sorted_out: Rows, resolved: ResolvedReading, limits: Limits
) -> tuple[DataProblem, ...]:
    """Why these examples teach nothing."""
    column = resolved.label.name
    if not labels:
        return (problem(ProblemCode.NO_EXAMPLES),)
    if len(labels) == 1:
        [only] = labels
        code = ProblemCode.ONE_CLASS_ONLY
        return (problem(code, column=column, label=only.label, examples=only.examples),)
    if len(labels) > limits.classes:
        code, limit = ProblemCode.TOO_MANY_CLASSES, limits.classes
        return (problem(code, column=column, classes=len(labels), limit=limit),)
    small = [each.label for each in labels if each.examples < EXAMPLES_PER_CLASS]
    return (_too_small(small, sorted_out, column),) if small else ()


def _too_small(small: list[str], sorted_out: Rows, column: str) -> DataProblem:
    first = pc.index(sorted_out.examples["label"], small[0]).as_py()
    return problem(
        ProblemCode.CLASS_TOO_SMALL,
        row=sorted_out.examples["row"][first].as_py(),
        column=column,
        labels=small[:MOST_NAMED],
        classes=len(small),
        minimum=EXAMPLES_PER_CLASS,
    )


def _prepared(
    sheet: Table,
    seen: tuple[ColumnSeen, ...],
    resolved: ResolvedReading,
    sorted_out: Rows,
    out_path: Path,
) -> Prepared:
    found = sorted_out.examples
    written = examples.write(found, out_path)
    return Prepared(
        reading=resolved,
        sheet=sheet.sheet,
        columns=seen,
        rows_total=sheet.rows,
        rows_used=found.num_rows,
        rows_left_out=sheet.rows - found.num_rows,
        left_out=sorted_out.left_out,
        left_out_counts=sorted_out.left_out_counts,
        labels=_labels(found),
        sample=_sample(found),
        examples_sha256=written.sha256,
        examples_size_bytes=written.size_bytes,
    )


def _sample(found: Batch) -> tuple[Example, ...]:
    size = min(SAMPLE_ROWS, found.num_rows)
    picked = found.take([index * found.num_rows // size for index in range(size)])
    return tuple(Example(**each) for each in picked.to_pylist())
