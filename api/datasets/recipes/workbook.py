"""Rows written as a workbook: every cell is what it says, and none is ever a formula or a link."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc

MOST_ROWS = 1_048_576
"""Of one sheet, its header among them."""
MOST_CHARACTERS = 32_767
"""Of one cell, counted in UTF-16 as spreadsheet programs do."""
SURELY_FITTING = MOST_CHARACTERS // 2
"""Characters that fit whatever they are, for none counts more than twice."""
CUT = " […]"
"""The end of a text that is too long for a cell."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the workbook."""

    name: str
    width: int
    """In characters of the default font."""


def write(
    path: Path,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[str | float]],
    most_rows: int = MOST_ROWS,
) -> None:
    """Write a header that stays in sight and the rows below it, on as many sheets as they need."""
    waiting = iter(rows)
    options = _OPTIONS | {"tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        for first in chain([()], waiting):
            sheet = _new_sheet(book, headings, bold)
            on_this = chain([first] if first else [], waiting)
            last = _fill(sheet, islice(on_this, most_rows - 1))
            sheet.autofilter(0, 0, last, len(headings) - 1)


def _new_sheet(book: Any, headings: Sequence[Heading], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for index, heading in enumerate(headings):
        sheet.set_column(index, index, heading.width)
        sheet.write_string(0, index, fitting(heading.name), bold)
    return sheet


def _fill(sheet: Any, rows: Iterator[Sequence[str | float]]) -> int:
    """The number of the last row, counted from 0."""
    number = 0
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet.write_number(number, index, cell)
            elif cell:
                sheet.write_string(number, index, fitting(cell))
    return number


def fitting(text: str) -> str:
    """The text, cut with a mark where it is too long for a cell."""
    if len(text) <= SURELY_FITTING or units(text) <= MOST_CHARACTERS:
        return text
    room = 2 * (MOST_CHARACTERS - len(CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT


def units(text: str) -> int:
    """How long the text is in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def unfit(cells: Strings) -> int:
    """How many cells are too long for a workbook."""
    long = pc.filter(cells, pc.greater(pc.utf8_length(cells), SURELY_FITTING))
    return sum(units(text) > MOST_CHARACTERS for text in long.to_pylist())


def width(cells: Strings) -> int:
    """A column wide enough for most of these cells."""
    lengths = pc.utf8_length(cells.slice(0, 1_000))
    mean = pc.mean(lengths).as_py() or 0.0
    return max(12, min(80, round(1.2 * mean)))
