"""A look inside an OpenDocument sheet before anything lays it out.

Equal neighbours are written once with a number of repeats, so that a few bytes can stand for a
grid that fills the memory.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from api.datasets.formats import archive
from api.datasets.formats.extent import Extent
from api.datasets.formats.grid import Area, Formulas, Notes
from api.datasets.formats.package import Package, UnusualError
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
MIMETYPE = "mimetype"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
"""Of a template too, which goes on with ``-template``."""

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
"""Of any spreadsheet program: repeats beyond them are nothing."""

_ROW_END = b"</table:table-row>"
_UNSEEN = {b"filter", b"collapse"}
"""How a row is marked that a filter, or a person, has hidden."""
_TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(\s[^<>]*?)?(/?)>", re.DOTALL
)
_ATTRIBUTE = re.compile(rb'(?:table|office):([a-z-]+)="([^"]*)"')


def is_protected(path: Path) -> bool:
    """Whether its members can only be read with a password."""
    package = Package(path)
    return MANIFEST in package and b":encryption-data" in b"".join(package.blocks(MANIFEST))


def is_spreadsheet(path: Path) -> bool:
    """Whether it says that it is one."""
    package = Package(path)
    declared = b"".join(package.blocks(MIMETYPE)) if MIMETYPE in package else b""
    return CONTENT in package and declared.startswith(SPREADSHEET)


def inspect(path: Path, limits: Limits) -> Mapping[str, Notes]:
    """Pass a sheet that can be laid out within the limits; what it says of its cells.

    Raises:
        UnusableFileError: it is damaged, or too far stretched.
    """
    package = Package(path)
    sheets: list[_Sheet] = []
    try:
        for name in package.names:
            if name != CONTENT:
                archive.read_through(package, name)
        for rows in package.entries(CONTENT, _ROW_END):
            _take(rows, sheets)
    except UnusualError as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    for sheet in sheets:
        sheet.extent.check(limits)
    return {sheet.name: sheet.notes for sheet in sheets}


@dataclass(slots=True)
class _Sheet:
    """A sheet as far as it was looked through."""

    name: str
    row: int = 0
    """The last row so far, from 1."""
    repeats: int = 1
    """How often that row comes."""
    column: int = 0
    """Where the row's next cell stands, from 0."""
    extent: Extent = field(default_factory=Extent)
    formulas: dict[int, Formulas] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden: list[range] = field(default_factory=list)

    @property
    def notes(self) -> Notes:
        """What it says of its cells, and of its rows as far as they hold something."""
        last = self.extent.rows
        rows = (row for each in self.hidden for row in each if row <= last)
        return Notes(self.formulas, tuple(self.merged), tuple(rows))

    def begin_row(self, attributes: Mapping[bytes, bytes]) -> None:
        before = self.row
        self.repeats = _repeats(attributes, b"number-rows-repeated", MOST_ROWS)
        self.row, self.column = min(MOST_ROWS, self.row + self.repeats), 0
        if attributes.get(b"visibility") in _UNSEEN:
            self.hidden.append(range(before + 1, self.row + 1))

    def take_cell(self, attributes: Mapping[bytes, bytes], *, holds: bool) -> None:
        first = self.column
        repeats = _repeats(attributes, b"number-columns-repeated", MOST_COLUMNS)
        self.column = min(MOST_COLUMNS, first + repeats)
        if holds or b"value-type" in attributes:
            self.extent.take(self.row, self.column)
        if b"formula" in attributes:
            told = Formulas(self.repeats, 0 if b"value-type" in attributes else self.repeats)
            self.formulas[first] = self.formulas.get(first, Formulas()) + told
        rows = _repeats(attributes, b"number-rows-spanned", MOST_ROWS)
        columns = _repeats(attributes, b"number-columns-spanned", MOST_COLUMNS)
        if rows > 1 or columns > 1:
            top = self.row - self.repeats + 1
            self.merged.append(Area(top, top + rows - 1, first, first + columns - 1))


def _take(rows: bytes, sheets: list[_Sheet]) -> None:
    """Look through some rows, which may begin a sheet or several."""
    for tag, told, closed in _TAG.findall(rows):
        attributes = dict(_ATTRIBUTE.findall(told))
        if tag == b"table":
            sheets.append(_Sheet(_name(attributes)))
        elif sheets and tag == b"table-row":
            sheets[-1].begin_row(attributes)
        elif sheets:
            sheets[-1].take_cell(attributes, holds=not closed)


def _name(attributes: Mapping[bytes, bytes]) -> str:
    return unescape(attributes.get(b"name", b"").decode(errors="replace"))


def _repeats(attributes: Mapping[bytes, bytes], name: bytes, most: int) -> int:
    """The number, as far as any program would follow it."""
    digits = attributes.get(name, b"1")
    return min(most, int(digits[:10])) if digits.isdigit() else 1
