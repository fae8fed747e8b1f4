"""A look inside an old Excel workbook before anything lays it out.

No program writes more than 256 columns, but the numbers in the file could say so. One that is
damaged would stretch the grid to billions of cells, so such a file is not opened.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.datasets.formats.compound import CompoundFile, DamagedError
from api.datasets.formats.grid import Area, Formulas, Notes
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

STREAMS = ("Workbook", "Book")
"""Of Excel 97 and later, and of Excel 5."""
COLUMNS = 256
ROWS = 65_536

_SINGLE_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
"""Formula, rich text, shared text, blank, number, text, logical value and compact number."""
_DIMENSIONS = 0x0200
_FORMULA, _BEGIN, _SHEET, _MERGED, _ROW = 0x0006, 0x0809, 0x0085, 0x00E5, 0x0208
_ROW_MARKS, _HIDDEN = 12, 0x20
"""Where a row says how it is shown, and the bit (fDyZero) by which it is not."""
_NAME_AT = 8
"""Where a sheet's name begins in the record about it; its length and its kind stand before it."""
_AREA = struct.Struct("<4H")
_LONG_DIMENSIONS = struct.Struct("<IIHH")
_SHORT_DIMENSIONS = struct.Struct("<HHHH")
"""Before Excel 97."""
_CELL_RUNS = frozenset({0x00BD, 0x00BE})
"""Compact numbers and blanks side by side; the last column stands at the end."""


def inspect(path: Path, _limits: Limits) -> Mapping[str, Notes]:
    """Pass a workbook whose cells all lie where they may; what it says of formulas and merges.

    Raises:
        UnusableFileError: it is damaged.
    """
    try:
        workbook = CompoundFile(path)
        [name, *_] = [stream for stream in STREAMS if stream in workbook.streams]
        content = workbook.read(name)
    except (DamagedError, ValueError) as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    book = _Book()
    for offset, kind, body in _records(content):
        if _is_absurd(kind, body):
            raise unusable(ProblemCode.FILE_UNREADABLE)
        book.take(offset, kind, body)
    return book.notes


@dataclass(slots=True)
class _Book:
    """What is said of each sheet's cells, as far as the records were looked through."""

    begins: dict[int, str] = field(default_factory=dict)
    """The name of the sheet whose records begin at each offset."""
    sheet: str = ""
    formulas: dict[str, dict[int, Formulas]] = field(default_factory=dict)
    merged: dict[str, list[Area]] = field(default_factory=dict)
    hidden: dict[str, list[int]] = field(default_factory=dict)

    @property
    def notes(self) -> dict[str, Notes]:
        return {
            name: Notes(
                self.formulas.get(name, {}),
                tuple(self.merged.get(name, ())),
                tuple(self.hidden.get(name, ())),
            )
            for name in self.begins.values()
        }

    def take(self, offset: int, kind: int, body: memoryview) -> None:
        """One more record."""
        if kind == _SHEET and len(body) > _NAME_AT:
            [begin] = struct.unpack_from("<I", body)
            self.begins[begin] = _name(body)
        elif kind == _BEGIN:
            self.sheet = self.begins.get(offset, self.sheet)
        elif kind == _FORMULA and len(body) >= 4:
            places = self.formulas.setdefault(self.sheet, {})
            place = _short(body, 2)
            places[place] = places.get(place, Formulas()) + Formulas(1)
        elif kind == _ROW and len(body) > _ROW_MARKS and body[_ROW_MARKS] & _HIDDEN:
            self.hidden.setdefault(self.sheet, []).append(_short(body, 0) + 1)
        elif kind == _MERGED:
            self.merged.setdefault(self.sheet, []).extend(_areas(body))


def _name(body: memoryview) -> str:
    """The sheet's name, of one byte or two a letter."""
    length, wide = body[_NAME_AT - 2], body[_NAME_AT - 1] & 1
    letters = bytes(body[_NAME_AT : _NAME_AT + length * (1 + wide)])
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")


def _areas(body: memoryview) -> Iterator[Area]:
    for first_row, last_row, first, last in _AREA.iter_unpack(
        body[2 : 2 + (len(body) - 2) // 8 * 8]
    ):
        yield Area(first_row + 1, last_row + 1, first, last)


def _records(content: bytes) -> Iterator[tuple[int, int, memoryview]]:
    """The place, the kind and the body of each record, whole ones only."""
    view, offset = memoryview(content), 0
    while offset + 4 <= len(view):
        kind, size = struct.unpack_from("<HH", view, offset)
        offset += 4 + size
        if offset <= len(view):
            yield offset - size - 4, kind, view[offset - size : offset]


def _is_absurd(kind: int, body: memoryview) -> bool:
    """Whether the record puts something where no sheet reaches, or counts what cannot be there."""
    size = len(body)
    if kind in _SINGLE_CELLS:
        return size >= 4 and _short(body, 2) >= COLUMNS
    if kind in _CELL_RUNS:
        return size >= 6 and max(_short(body, 2), _short(body, size - 2)) >= COLUMNS
    if kind == _DIMENSIONS and size >= _SHORT_DIMENSIONS.size:
        wide = size >= _LONG_DIMENSIONS.size
        unpack = _LONG_DIMENSIONS.unpack_from if wide else _SHORT_DIMENSIONS.unpack_from
        first_row, last_row, first_column, last_column = unpack(body)
        return not (first_row <= last_row <= ROWS and first_column <= last_column <= COLUMNS)
    return False


def _short(body: memoryview, offset: int) -> int:
    return struct.unpack_from("<H", body, offset)[0]
