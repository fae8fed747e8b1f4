"""A sheet as named columns of raw text, kept in Arrow's compact form, with the figures of each."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import Any

import pyarrow as pa

from api.datasets import header, names
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import Cell, clean, clean_text, column_letter, show
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.progress import Progress, Stage, silent
from api.datasets.refusal import UnusableFileError, problem, unusable
from schemas.problems import DataProblem, ProblemCode

BATCH_ROWS = 2_000
"""Few enough for a batch to stay in the processor's cache."""
BATCH_CELLS = 100_000
"""At most, in wide sheets."""
COUNTED_DISTINCT = 50_000
"""Of a column with more different values it only matters that they are many."""
_MOST_MISREAD_ROWS = 20
_FEW = 50
_REPEATS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One named column; the figures are of cells that are not blank."""

    name: str
    letter: str
    """As the spreadsheet program letters it."""
    values: Strings
    """Raw, one a row of the table."""
    filled: int
    distinct: int
    """At most ``COUNTED_DISTINCT``, plus what one batch adds."""
    counted: int
    """Cells seen while ``distinct`` was being counted."""
    mean_characters: float

    @property
    def varied(self) -> float:
        """Different values over values, between 0 and 1."""
        return self.distinct / self.counted if self.counted else 0.0

    def first_values(self, count: int) -> list[str]:
        """The first values that are not blank, cleaned."""
        found: list[str] = []
        for chunk in self.values.chunks:
            cleaned = clean(pa.chunked_array([chunk.slice(0, 20 * count)]))
            found += pc.filter(cleaned, pc.not_equal(cleaned, "")).to_pylist()
            if len(found) >= count:
                break
        return found[:count]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What stands on a sheet below its header, blank rows at the end left out."""

    sheet: str | None
    first_row: int
    """The number that a spreadsheet program shows beside the first row below the header."""
    rows: int
    columns: tuple[Column, ...]


@dataclass(slots=True)
class _Gathering:
    """A column while its rows come in."""

    heading: str
    """The header's cell as it stands there."""
    letter: str
    chunks: list[Any] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    """Hashes of values: the values themselves could be large."""
    filled: int = 0
    counted: int = 0
    characters: int = 0

    @property
    def name(self) -> str:
        return " ".join(clean_text(self.heading).split())

    @property
    def repeats_its_name(self) -> bool:
        """Whether its few and frequent values include the header's own."""
        few = len(self.seen) < _FEW and self.filled >= _REPEATS * len(self.seen)
        return bool(self.name) and few and hash(self.heading.strip()) in self.seen

    @property
    def is_live(self) -> bool:
        """Whether it has a name or a value; else it is only formatting."""
        return bool(self.heading.strip() or self.filled)

    def take(self, cells: Sequence[str]) -> None:
        values = [value for cell in cells if (value := cell.strip())]
        self.filled += len(values)
        self.characters += sum(map(len, values))
        if len(self.seen) < COUNTED_DISTINCT:
            self.seen.update(map(hash, values))
            self.counted += len(values)
        self.chunks.append(pa.array(cells, pa.string()))

    def column(self, rows: int) -> Column:
        return Column(
            name=self.name or self.letter,
            letter=self.letter,
            values=pa.chunked_array(self.chunks, pa.string()).slice(0, rows),
            filled=self.filled,
            distinct=len(self.seen),
            counted=self.counted,
            mean_characters=self.characters / self.filled if self.filled else 0.0,
        )


def build(
    grid: Grid,
    limits: Limits,
    wanted: Collection[str] = (),
    progress: Progress = silent,
) -> Table:
    """The grid as columns; a column without a name is called by its letter.

    Args:
        grid: what is read, once.
        limits: how much of it there may be.
        wanted: names of columns that the user says are there.
        progress: told of each batch of rows.

    Raises:
        UnusableFileError: there is nothing, too much, or rows that do not fit the header.
    """
    rows = iter(grid.rows)
    top = [[show(cell) for cell in row] for row in islice(rows, header.LOOKAHEAD_ROWS)]
    start = _header(grid, top, wanted)
    if start is None:
        raise unusable(ProblemCode.FILE_EMPTY)
    gathering = [
        _Gathering(cell, column_letter(grid.first_column + index))
        for index, cell in enumerate(top[start])
    ]
    _check_columns(gathering, limits)
    first_row = start + 2 - grid.named
    fit = _Fit(first_row, len(gathering), grid.even)
    below = chain(top[start + 1 :], rows)
    count = _gather(
        gathering, below, limits, fit, lambda: progress(Stage.READING, grid.share_read())
    )
    headless = not grid.named and _lacks_header(gathering, wanted)
    if headless:
        _take_header_as_row(gathering)
    return Table(
        sheet=grid.sheet,
        first_row=first_row - headless,
        rows=count + headless,
        columns=tuple(column.column(count + headless) for column in gathering if column.is_live),
    )


def _header(grid: Grid, top: list[list[str]], wanted: Collection[str]) -> int | None:
    if grid.named:
        return 0 if top else None
    return header.find(top, wanted)


def _check_columns(gathering: list[_Gathering], limits: Limits) -> None:
    live = sum(column.is_live for column in gathering)
    if live > limits.columns:
        raise unusable(ProblemCode.TOO_MANY_COLUMNS, columns=live, limit=limits.columns)


@dataclass(slots=True)
class _Fit:
    """Notices rows that are not as wide as the header, which only misread text tables have."""

    row: int
    """The number of the next row."""
    width: int
    even: bool

    def judge(self, rows: Sequence[Sequence[Cell]]) -> None:
        misread = [
            _misread(self.row + index, len(row), self.width)
            for index, row in enumerate(rows)
            if len(row) != self.width and self._is_misread(row)
        ]
        if misread:
            raise UnusableFileError(misread[:_MOST_MISREAD_ROWS])
        self.row += len(rows)

    def _is_misread(self, row: Sequence[Cell]) -> bool:
        beyond = any(str(cell).strip() for cell in row[self.width :])
        return beyond or (self.even and 0 < len(row) < self.width)


def _misread(row: int, cells: int, columns: int) -> DataProblem:
    return problem(ProblemCode.FILE_UNREADABLE, row=row, cells=cells, columns=columns)


def _gather(
    gathering: list[_Gathering],
    rows: Iterable[Sequence[Cell]],
    limits: Limits,
    fit: _Fit,
    tell: Callable[[], None],
) -> int:
    """Fill the columns; the number of rows down to the last one that is not blank."""
    taken = filled = 0
    blank = [""] * fit.width  # so that a batch of short rows still fills every column
    for batch in _batches(rows, min(BATCH_ROWS, max(1, BATCH_CELLS // fit.width))):
        fit.judge(batch)
        for column, cells in zip(gathering, zip_longest(blank, *batch, fillvalue=""), strict=False):
            column.take([cell if type(cell) is str else show(cell) for cell in cells[1:]])
        if last := _last_filled(batch):
            filled = taken + last
        taken += len(batch)
        if filled > limits.rows:
            raise unusable(ProblemCode.TOO_MANY_ROWS, limit=limits.rows)
        _check_columns(gathering, limits)
        tell()
    return filled


def _batches(rows: Iterable[Sequence[Cell]], size: int) -> Iterator[list[Sequence[Cell]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def _last_filled(batch: list[Sequence[Cell]]) -> int:
    """How many rows there are down to the last one that is not blank."""
    for index in range(len(batch), 0, -1):
        if any(str(cell).strip() for cell in batch[index - 1]):
            return index
    return 0


def _lacks_header(gathering: list[_Gathering], wanted: Collection[str]) -> bool:
    """Whether the first row is an example: it holds a whole text, or a label that comes again."""
    asked_for = {names.fold(name) for name in wanted}
    first = [column.name for column in gathering if column.name]
    if any(names.is_known(name) or names.fold(name) in asked_for for name in first):
        return False
    return any(len(name) > header.LONGEST_NAME for name in first) or any(
        column.repeats_its_name for column in gathering
    )


def _take_header_as_row(gathering: list[_Gathering]) -> None:
    for column in gathering:
        column.chunks.insert(0, pa.array([column.heading], pa.string()))
        column.filled += bool(column.name)
        column.heading = ""
