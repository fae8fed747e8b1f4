"""A look inside an old Excel workbook before anything lays it out.

No program writes more than 256 columns, but the numbers in the file could say so. One that is
damaged would stretch the grid to billions of cells, so such a file is not opened.
"""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from api.datasets.formats.compound import CompoundFile, DamagedError
from api.datasets.formats.grid import Notes
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
_LONG_DIMENSIONS = struct.Struct("<IIHH")
_SHORT_DIMENSIONS = struct.Struct("<HHHH")
"""Before Excel 97."""
_CELL_RUNS = frozenset({0x00BD, 0x00BE})
"""Compact numbers and blanks side by side; the last column stands at the end."""


def inspect(path: Path, _limits: Limits) -> Mapping[str, Notes]:
    """Pass a workbook whose cells all lie where a spreadsheet program may put them.

    Raises:
        UnusableFileError: it is damaged.
    """
    try:
        workbook = CompoundFile(path)
        [name, *_] = [stream for stream in STREAMS if stream in workbook.streams]
        content = workbook.read(name)
    except (DamagedError, ValueError) as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    if any(_is_absurd(kind, body) for kind, body in _records(content)):
        raise unusable(ProblemCode.FILE_UNREADABLE)
    return {}


def _records(content: bytes) -> Iterator[tuple[int, memoryview]]:
    """The kind and the body of each record, whole ones only."""
    view, offset = memoryview(content), 0
    while offset + 4 <= len(view):
        kind, size = struct.unpack_from("<HH", view, offset)
        offset += 4 + size
        if offset <= len(view):
            yield kind, view[offset - size : offset]


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
