"""A sheet as its reader gives it: rows of cells, the first one at the top of the sheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from api.datasets.cells import Cell
from schemas.problems import ProblemCode


def _unknown() -> float:
    return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One way to read the file. A file may offer several, the likeliest first."""

    sheet: str | None
    """The name of a workbook's sheet."""
    first_column: int
    """Of the rows' first cell, counted from 0."""
    rows: Iterator[Sequence[Cell]]
    """Row 1 of the sheet first, blank ones included; read once."""
    even: bool = False
    """Whether a row narrower than the header shows that the file is being misread."""
    named: bool = False
    """Whether the first row surely names the columns and stands on no row: the next is row 1."""
    share_read: Callable[[], float] = _unknown
    """How much of the file was consumed for the rows so far, from 0 to 1."""
    passes_on: frozenset[ProblemCode]
    """Problems that say this is not where the examples are: then the next way is tried."""
