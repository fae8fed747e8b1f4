"""A sheet as its reader gives it: cells by rows or by columns, from the top of the sheet down."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.datasets.arrow import Strings
from api.datasets.cells import Cell
from schemas.problems import ProblemCode


def _unknown() -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Formulas:
    """How many cells of a column are formulas; what is read is their stored result."""

    cells: int = 0
    without_result: int = 0
    """These are read as blank."""

    def __add__(self, other: "Formulas") -> "Formulas":
        without_result = self.without_result + other.without_result
        return Formulas(self.cells + other.cells, without_result)


@dataclass(frozen=True, slots=True)
class Area:
    """Neighbouring cells, its edges included. Rows count from 1, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Notes:
    """What else there is to know of a sheet's cells."""

    formulas: Mapping[int, Formulas] = field(default_factory=dict)
    """By the column's place, where there are any."""
    merged: tuple[Area, ...] = ()
    """Ranges of cells shown as one, of which only the first holds a value."""
    hidden: tuple[int, ...] = ()
    """Rows, from 1, that a filter or a person has hidden: they are read like the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows that follow one another, column by column."""

    rows: int
    columns: Mapping[int, Strings]
    """As many strings each as there are rows, by the column's place in the sheet from 0; columns
    without a value may be left out."""

    def after(self, rows: int) -> "Block":
        """What comes after the first ``rows``."""
        columns = {place: values.slice(rows) for place, values in self.columns.items()}
        return replace(self, rows=self.rows - rows, columns=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One way to read the file. A file may offer several, the likeliest first."""

    sheet: str | None
    """The name of a workbook's sheet."""
    first_column: int = 0
    """Of the rows' first cell, counted from 0."""
    rows: Iterable[Sequence[Cell]] = ()
    """Row 1 of the sheet first, blank ones included; read once."""
    blocks: Iterator[Block] | None = None
    """The same by columns, from readers that have them so; then ``rows`` is not looked at."""
    notes: Notes = field(default_factory=Notes)
    even: bool = False
    """Whether a row narrower than the header shows that the file is being misread."""
    named: bool = False
    """Whether the first row surely names the columns and stands on no row: the next is row 1."""
    share_read: Callable[[], float] = _unknown
    """How much of the file was consumed for the rows so far, from 0 to 1."""
    passes_on: frozenset[ProblemCode]
    """Problems that say this is not where the examples are: then the next way is tried."""
