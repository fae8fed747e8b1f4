"""A file goes in; examples come out, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.datasets import contents, leftovers, sheets, table
from api.datasets.contents import Contents
from api.datasets.formats import opening
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.progress import Progress, Stage, paced, silent
from api.datasets.quality import stored
from api.datasets.quality.report import Judged
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import UnusableFileError, problem
from api.datasets.sheets import SheetSeen
from api.datasets.table import Column, Table
from api.datasets.tasks import catalogue
from api.datasets.tasks.task import DatasetTask
from schemas.problems import DataProblem, ProblemCode

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
class Prepared(Contents):
    """The file can be used, and what came of it is written."""

    reading: ResolvedReading
    sheet: str | None
    """The workbook's sheet that was read."""
    sheets: tuple[SheetSeen, ...]
    """All of a workbook with several, unless one was asked for."""
    columns: tuple[ColumnSeen, ...]


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
        grids = opening.grids(path, filename, wish.limits, wish.reading.sheet)
        found = _found(grids, wish, progress)
        return found if isinstance(found, Refused) else _judge(found, folder, progress)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems))
    except MemoryError:
        return Refused(problems=(problem(ProblemCode.FILE_UNREADABLE),))


@dataclass(frozen=True, slots=True)
class _Found:
    """A table whose rows became examples, those that can."""

    table: Table
    judged: Judged
    sheets: tuple[SheetSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class _Examined:
    """A grid that was read, and what it is good for."""

    table: Table | None
    outcome: _Found | Refused
    legend: bool = False
    """Whether it only explains labels."""

    @property
    def codes(self) -> set[ProblemCode] | None:
        """What is wrong; None where it can be used."""
        if isinstance(self.outcome, _Found):
            return None
        return {problem.code for problem in self.outcome.problems}


def _found(grids: Iterator[Grid], wish: Wish, progress: Progress) -> _Found | Refused:
    """The examples in the grid that has them; a question where several sheets do."""
    nothing: _Found | Refused | None = None
    choice = sheets.Choice[_Found | Refused]()
    for grid in grids:
        examined = _examined(grid, wish, progress)
        passed = examined.codes is not None and examined.codes <= grid.passes_on
        if passed:
            nothing = nothing or examined.outcome
        elif grid.sheet is None:
            return examined.outcome
        if grid.sheet is not None:
            hope = None if passed else examined.outcome
            choice.take(sheets.seen(grid.sheet, examined.table), hope, legend=examined.legend)
    if len(choice.fitting) > 1:
        asked = problem(ProblemCode.SHEETS_AMBIGUOUS, candidates=choice.fitting)
        return Refused(problems=(asked,), sheets=choice.several)
    chosen = choice.first or nothing or Refused(problems=(problem(ProblemCode.FILE_EMPTY),))
    return replace(chosen, sheets=choice.several)


def _examined(grid: Grid, wish: Wish, progress: Progress) -> _Examined:
    reading, limits = wish.reading, wish.limits
    progress(Stage.READING, 0.0)
    try:
        sheet = table.build(grid, limits, reading.columns.values(), progress)
    except UnusableFileError as error:
        return _Examined(None, Refused(problems=tuple(error.problems), sheet=grid.sheet))
    seen = tuple(map(column_seen, sheet.columns))
    try:
        task = _task(sheet, reading)
        resolved = _resolve(task, sheet, reading)
        progress(Stage.SORTING, 0.0)
        rows = task.sort_out(sheet, resolved, limits)
    except UnusableFileError as error:
        problems = (*error.problems, *stored.unread(sheet))
        return _Examined(sheet, Refused(problems=problems, columns=seen, sheet=grid.sheet))
    legend = sheets.is_legend(task.labels(rows.examples))
    if problems := task.unlearnable(rows.examples, resolved, limits):
        counts = leftovers.counts(rows.left_out)
        problems += stored.problems(sheet, resolved)
        refused = Refused(problems=problems, columns=seen, sheet=grid.sheet, left_out_counts=counts)
        return _Examined(sheet, refused, legend)
    noted = (*rows.findings, *stored.findings(sheet, resolved, rows.examples))
    judged = Judged(task, replace(rows, findings=noted), resolved, reading.base_model)
    return _Examined(sheet, _Found(sheet, judged), legend)


def _judge(found: _Found, folder: Path, progress: Progress) -> Prepared:
    progress(Stage.JUDGING, 0.0)
    sheet, judged = found.table, found.judged
    judgement = contents.judge(judged, sheet.rows, folder, progress)
    return Prepared(
        **judgement.figures(),
        reading=judged.reading,
        sheet=sheet.sheet,
        sheets=found.sheets,
        columns=tuple(map(column_seen, sheet.columns)),
    )


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


def column_seen(column: Column) -> ColumnSeen:
    """The column at a glance."""
    samples = column.first_values(SAMPLE_VALUES)
    return ColumnSeen(
        name=column.name,
        letter=column.letter,
        filled=column.filled,
        mean_characters=round(column.mean_characters, 1),
        samples=tuple(sample[:SAMPLE_CHARACTERS] for sample in samples),
    )
