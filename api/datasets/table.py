"""A sheet as named columns of raw text, kept in Arrow's compact form, with the figures of each."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import pyarrow as pa

from api.datasets import blocks, header, names
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean, column_letter, trim
from api.datasets.formats.grid import Area, Block, Formulas, Grid
from api.datasets.gathering import Gathering
from api.datasets.limits import Limits
from api.datasets.progress import Progress, Stage, silent
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

_LONGEST_LOOKED_AT = 1_000_000
"""In characters: more than any value that is used."""


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
    """Counted until it matters no more how many there are."""
    counted: int
    """Cells seen while ``distinct`` was being counted."""
    mean_characters: float
    formulas: Formulas = field(default_factory=Formulas)

    @property
    def varied(self) -> float:
        """Different values over values, between 0 and 1."""
        return self.distinct / self.counted if self.counted else 0.0

    def first_values(self, count: int) -> list[str]:
        """The first values that are not blank, cleaned; of gigantic ones the beginning."""
        found: list[str] = []
        for chunk in self.values.chunks:
            begun = pc.utf8_slice_codeunits(chunk.slice(0, 20 * count), 0, _LONGEST_LOOKED_AT)
            cleaned = clean(pa.chunked_array([begun]))
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
    merged: tuple[Area, ...] = ()
    """Ranges of cells shown as one, anywhere on the sheet."""
    hidden: tuple[int, ...] = ()
    """Rows that are not shown, by their numbers, anywhere on the sheet."""


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
        progress: told of each block of rows.

    Raises:
        UnusableFileError: there is nothing, too much, or rows that do not fit the header.
    """
    source = blocks.of(grid)
    top = source.top
    start = _header(grid, top, wanted)
    if start is None:
        raise unusable(ProblemCode.FILE_EMPTY)
    first_row = start + 2 - grid.named
    columns = _headed(top[start])
    _check(columns, limits)
    for block in source.below(start, first_row):
        _gather(columns, block)
        _check(columns, limits)
        progress(Stage.READING, grid.share_read())
    gathered = [columns[place] for place in sorted(columns)]
    headless = not grid.named and _lacks_header(gathered, wanted)
    if headless:
        for column in gathered:
            column.take_heading_as_row()
    rows = _rows(gathered)
    return Table(
        sheet=grid.sheet,
        first_row=first_row - headless,
        rows=rows,
        columns=tuple(_columns(columns, rows, grid.notes.formulas)),
        merged=grid.notes.merged,
        hidden=grid.notes.hidden,
    )


def _header(grid: Grid, top: list[list[str]], wanted: Collection[str]) -> int | None:
    if grid.named:
        return 0 if top else None
    return header.find(top, wanted)


def _headed(cells: Sequence[str]) -> dict[int, Gathering]:
    """The columns that the header names, by their place, before any row."""
    return {
        place: Gathering(cell, column_letter(place))
        for place, cell in enumerate(cells)
        if cell.strip()
    }


def _rows(columns: Iterable[Gathering]) -> int:
    """Down to the last one that is not blank."""
    return max((column.last_filled for column in columns), default=0)


def _check(columns: Mapping[int, Gathering], limits: Limits) -> None:
    size = sum(column.size_bytes for column in columns.values())
    if size > limits.content_bytes:
        code, limit = ProblemCode.FILE_TOO_LARGE, limits.content_bytes
        raise unusable(code, size_bytes=size, limit_bytes=limit)
    if _rows(columns.values()) > limits.rows:
        raise unusable(ProblemCode.TOO_MANY_ROWS, limit=limits.rows)
    live = sum(column.is_live for column in columns.values())
    if live > limits.columns:
        raise unusable(ProblemCode.TOO_MANY_COLUMNS, columns=live, limit=limits.columns)


def _gather(columns: dict[int, Gathering], block: Block) -> None:
    """Append the block's rows to the columns, all of them afterwards as long."""
    before = max((column.rows for column in columns.values()), default=0)
    for place, values in block.columns.items():
        column = columns.setdefault(place, Gathering("", column_letter(place)))
        column.fill_up(before)
        column.take(values)
    for column in columns.values():
        column.fill_up(before + block.rows)


def _columns(
    columns: Mapping[int, Gathering], rows: int, formulas: Mapping[int, Formulas]
) -> Iterator[Column]:
    """Those that are more than formatting, from left to right."""
    for place in sorted(columns):
        if columns[place].is_live:
            yield _column(columns[place], rows, formulas.get(place, Formulas()))


def _column(gathered: Gathering, rows: int, formulas: Formulas) -> Column:
    return Column(
        name=gathered.name or gathered.letter,
        letter=gathered.letter,
        values=pa.chunked_array(gathered.chunks, pa.string()).slice(0, rows),
        filled=gathered.filled,
        distinct=len(gathered.seen),
        counted=gathered.counted,
        mean_characters=gathered.characters / gathered.filled if gathered.filled else 0.0,
        formulas=formulas,
    )


def _lacks_header(gathering: Collection[Gathering], wanted: Collection[str]) -> bool:
    """Whether the first row is an example: it holds a whole text, or a label that comes again."""
    asked_for = {names.fold(name) for name in wanted}
    first = [column.name for column in gathering if column.name]
    if any(names.is_known(name) or names.fold(name) in asked_for for name in first):
        return False
    if any(len(name) > header.LONGEST_NAME for name in first):
        return True
    return any(column.repeats_its_name for column in gathering) and not _comes_again(gathering)


def _comes_again(gathering: Collection[Gathering]) -> bool:
    """Whether whole rows repeat the names and no cell does so alone: each page had its header."""
    alike = [
        pc.equal(trim(pa.chunked_array(column.chunks, pa.string())), column.heading.strip())
        for column in gathering
        if column.name
    ]
    whole = reduce(pc.and_, alike)
    times = pc.sum(whole).as_py()
    return bool(times) and all(pc.sum(cells).as_py() == times for cells in alike)
