"""A grid block by block, whichever way its reader gives it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Protocol

import pyarrow as pa

from api.datasets import header
from api.datasets.cells import Cell, show
from api.datasets.formats.grid import Block, Grid
from api.datasets.refusal import UnusableFileError, problem
from schemas.problems import DataProblem, ProblemCode

BLOCK_ROWS = 2_000
"""Few enough for a block to stay in the processor's cache."""
BLOCK_CELLS = 100_000
"""At most, in wide sheets."""
_MOST_MISREAD_ROWS = 20


class Blocks(Protocol):
    """What a grid holds: its top to find the header in, then what is below it."""

    @property
    def top(self) -> list[list[str]]:
        """The first rows, as far down as a header may stand."""
        ...

    def below(self, start: int, first_row: int) -> Iterator[Block]:
        """What comes after the row at ``start`` of the top; may be asked for once.

        Args:
            start: the header's index.
            first_row: the number of the next row.

        Raises:
            UnusableFileError: a row does not fit the header.
        """
        ...


def of(grid: Grid) -> Blocks:
    """The grid's blocks."""
    return _ByRows(grid) if grid.blocks is None else _ByColumns(grid.blocks)


class _ByColumns:
    """Blocks as they come."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._first: list[Block] = []
        self._rest = blocks
        for block in blocks:
            self._first.append(block)
            if sum(block.rows for block in self._first) >= header.LOOKAHEAD_ROWS:
                break

    @property
    def top(self) -> list[list[str]]:
        rows = chain.from_iterable(map(_rows, self._first))
        return list(islice(rows, header.LOOKAHEAD_ROWS))

    def below(self, start: int, first_row: int) -> Iterator[Block]:
        above = start + 1
        for block in chain(self._first, self._rest):
            passed = min(above, block.rows)
            above -= passed
            yield block.after(passed)


def _rows(block: Block) -> Iterator[list[str]]:
    """The first rows with all columns up to the last that holds anything."""
    most = min(block.rows, header.LOOKAHEAD_ROWS)
    blank = [""] * most
    columns = [
        block.columns[place].slice(0, most).to_pylist() if place in block.columns else blank
        for place in range(1 + max(block.columns, default=-1))
    ]
    return map(list, zip(*columns, strict=True)) if columns else iter([[]] * most)


class _ByRows:
    """Rows put together to blocks."""

    def __init__(self, grid: Grid) -> None:
        self._rows = iter(grid.rows)
        self._first_column, self._even = grid.first_column, grid.even
        top = islice(self._rows, header.LOOKAHEAD_ROWS)
        self._top = [[show(cell) for cell in row] for row in top]

    @property
    def top(self) -> list[list[str]]:
        return [[""] * self._first_column + row for row in self._top]

    def below(self, start: int, first_row: int) -> Iterator[Block]:
        width = len(self._top[start])
        fit = _Fit(first_row, width, self._even)
        size = min(BLOCK_ROWS, max(1, BLOCK_CELLS // max(1, width)))
        rows = chain(self._top[start + 1 :], self._rows)
        while some := list(islice(rows, size)):
            fit.judge(some)
            yield self._block(some, width)

    def _block(self, rows: Sequence[Sequence[Cell]], width: int) -> Block:
        blank = [""] * width  # so that a block of short rows still fills every column
        columns = islice(zip_longest(blank, *rows, fillvalue=""), width)
        return Block(
            rows=len(rows),
            columns={
                place: pa.array([each if type(each) is str else show(each) for each in cells[1:]])
                for place, cells in enumerate(columns, start=self._first_column)
            },
        )


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
