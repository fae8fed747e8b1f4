"""The cells of a sheet as columns, some thousands of rows at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import column_number
from api.datasets.formats.grid import Area, Block, Formulas, Notes
from api.datasets.formats.openxml import cells
from api.datasets.formats.openxml.markup import Markup, Numbers
from api.datasets.formats.openxml.texts import taken
from api.datasets.formats.openxml.values import Told, Values
from api.datasets.formats.package import Package, UnusualError
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

MOST_ROWS = 1_048_576
"""Of any spreadsheet program."""

_BEGIN, _END, _ROW_END = b"<sheetData", b"</sheetData>", b"</row>"
_HIDDEN = re.compile(rb'<row\s(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="([0-9]{1,7})"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(slots=True)
class Sheet:
    """What was read of a sheet."""

    limits: Limits
    size_bytes: int = 0
    """Of its texts, as far as they are shared."""
    blocks: list[Block] = field(default_factory=list)
    """From row 1 on."""
    formulas: dict[int, Formulas] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)

    @property
    def notes(self) -> Notes:
        """Its formulas, its merged cells and its hidden rows."""
        return Notes(self.formulas, tuple(self.merged), tuple(self.hidden))

    @property
    def rows(self) -> int:
        """So far."""
        return sum(block.rows for block in self.blocks)

    def hold(self, size_bytes: int) -> None:
        """Make sure that so many more bytes may be held.

        Raises:
            UnusableFileError: they may not.
        """
        self.size_bytes += size_bytes
        if self.size_bytes > self.limits.content_bytes:
            size, limit = self.size_bytes, self.limits.content_bytes
            raise unusable(ProblemCode.FILE_TOO_LARGE, size_bytes=size, limit_bytes=limit)

    def count(self, told: Told, columns: Numbers) -> None:
        """Take note of the formulas among some cells."""
        places, counts = np.unique(columns[told.formulas], return_counts=True)
        blank = columns[told.without_result]
        for place, count in zip(places.tolist(), counts.tolist(), strict=True):
            found = Formulas(count, int((blank == place).sum()))
            self.formulas[place] = self.formulas.get(place, Formulas()) + found


def read(package: Package, part: str, values: Values, limits: Limits) -> Sheet:
    """The sheet, its formulas by the result that is stored with them.

    Raises:
        UnusualError: it is not written as usual.
        UnusableFileError: its texts are too large together.
    """
    sheet = Sheet(limits)
    for text, is_cells in _parted(package.entries(part, _ROW_END), part):
        if is_cells:
            _add_block(sheet, Markup(text), values)
            sheet.hidden += map(int, _HIDDEN.findall(text) if b' hidden="' in text else ())
        else:
            sheet.merged += _merged(text)
    return sheet


def _parted(texts: Iterator[bytes], part: str) -> Iterator[tuple[bytes, bool]]:
    """The cells, and what comes after them."""
    begun = ended = False
    for text in texts:
        inside = text
        if not begun:
            begun, inside = True, _after_begin(text, part)
        if ended:
            yield inside, False
            continue
        inside, end, after = inside.partition(_END)
        ended = bool(end)
        yield inside, True
        yield after, False
    if not ended:
        raise UnusualError(part)


def _after_begin(text: bytes, part: str) -> bytes:
    """What comes after the tag that opens the cells."""
    _, begin, rest = text.partition(_BEGIN)
    if not begin:
        raise UnusualError(part)
    attributes, _, inside = rest.partition(b">")
    return _END + inside if attributes.endswith(b"/") else inside


def _add_block(sheet: Sheet, markup: Markup, values: Values) -> None:
    found = cells.find(markup)
    if not len(found.rows):
        return
    done = sheet.rows
    rows = found.rows - done - 1
    count = int(rows.max()) + 1
    if rows.min() < 0 or done + count > MOST_ROWS:
        raise UnusualError("rows in disorder")
    told = values.tell(markup, found)
    sheet.hold(values.texts.size_bytes(told.shared[told.shared >= 0]))
    by_column = np.argsort(found.columns, kind="stable")
    edges = np.flatnonzero(np.diff(found.columns[by_column])) + 1
    columns = {
        int(found.columns[members[0]]): _column(told, members, rows[members], count, values)
        for members in np.split(by_column, edges)
    }
    sheet.blocks.append(Block(rows=count, columns=columns))
    sheet.count(told, found.columns)


def _column(told: Told, members: Numbers, rows: Numbers, count: int, values: Values) -> Strings:
    """What ``members`` among the cells say at ``rows``; blank elsewhere."""
    shared = told.shared[members]
    owns = shared < 0
    if not owns.any():
        return values.texts.take(_spread(shared, rows, count))
    own = taken(told.own, _spread(members[owns], rows[owns], count))
    if owns.all():
        return pa.chunked_array([own])
    column = values.texts.take(_spread(shared[~owns], rows[~owns], count))
    return pc.if_else(pc.equal(column, ""), own, column)


def _spread(numbers: Numbers, rows: Numbers, count: int) -> Numbers:
    """The numbers at their rows; -1 elsewhere."""
    spread = np.full(count, -1, np.int64)
    spread[rows] = numbers
    return spread


def _merged(tail: bytes) -> Iterator[Area]:
    for first, first_row, last, last_row in _MERGED.findall(tail):
        yield Area(int(first_row), int(last_row), _place(first), _place(last))


def _place(letters: bytes) -> int:
    return column_number(letters.decode()) - 1
