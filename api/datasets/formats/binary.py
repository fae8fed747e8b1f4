"""A look inside a binary workbook of Excel (.xlsb) before anything lays it out ([MS-XLSB])."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.datasets.formats import archive
from api.datasets.formats.extent import Extent
from api.datasets.formats.grid import Area, Formulas, Notes
from api.datasets.formats.openxml import contents
from api.datasets.formats.package import Package, UnusualError
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

WORKBOOK = "xl/workbook.bin"

_ROW, _SHEET, _MERGED = 0, 156, 176
_ROW_MARKS, _HIDDEN = 11, 0x10
"""Where a row says how it is shown, and the bit (fDyZero) by which it is not."""
_CELLS = frozenset(range(2, 12))
"""With something in them: 1 is only formatted."""
_FORMULAS = frozenset(range(8, 12))


@dataclass(slots=True)
class _Seen:
    extent: Extent = field(default_factory=Extent)
    formulas: dict[int, Formulas] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)

    @property
    def notes(self) -> Notes:
        return Notes(self.formulas, tuple(self.merged), tuple(self.hidden))


def inspect(path: Path, limits: Limits) -> Mapping[str, Notes]:
    """Pass a workbook that can be laid out within the limits; what it says of its cells.

    Raises:
        UnusableFileError: it is damaged, or too far stretched.
    """
    package = Package(path)
    found: dict[str, _Seen] = {}
    try:
        for name in package.names:
            if name.startswith("xl/worksheets/") and name.endswith(".bin"):
                found[name] = _look(package, name)
                found[name].extent.check(limits)
            else:
                archive.read_through(package, name)
        parts = _parts(package)
    except (UnusualError, struct.error) as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    return {sheet: found[part].notes for sheet, part in parts.items() if part in found}


def _look(package: Package, name: str) -> _Seen:
    seen, row = _Seen(), 0
    for kind, body in _records(package, name):
        if kind == _ROW:
            [row] = struct.unpack_from("<I", body)
            if len(body) > _ROW_MARKS and body[_ROW_MARKS] & _HIDDEN:
                seen.hidden.append(row + 1)
        elif kind in _CELLS:
            [column] = struct.unpack_from("<I", body)
            seen.extent.take(row + 1, column + 1)
            if kind in _FORMULAS:
                seen.formulas[column] = seen.formulas.get(column, Formulas()) + Formulas(1)
        elif kind == _MERGED:
            first_row, last_row, first, last = struct.unpack_from("<4I", body)
            seen.merged.append(Area(first_row + 1, last_row + 1, first, last))
    return seen


def _parts(package: Package) -> dict[str, str]:
    """Where each sheet's cells are, by its name."""
    targets = contents.targets(package, WORKBOOK)
    parts: dict[str, str] = {}
    for kind, body in _records(package, WORKBOOK):
        if kind == _SHEET:
            relation, offset = _text(body, 8)
            name, _ = _text(body, offset)
            parts[name] = targets.get(relation, ("", ""))[1].casefold()
    return parts


def _text(body: bytes, offset: int) -> tuple[str, int]:
    """The text that begins there with its length, and where it ends."""
    [length] = struct.unpack_from("<I", body, offset)
    end = offset + 4 + 2 * length
    return body[offset + 4 : end].decode("utf-16-le", "replace"), end


def _records(package: Package, name: str) -> Iterator[tuple[int, bytes]]:
    """The kind and the body of each record.

    Raises:
        UnusualError: the part is damaged.
    """
    content = b"".join(package.blocks(name))
    offset = 0
    while offset < len(content):
        kind, offset = content[offset], offset + 1
        if kind & 0x80 and offset < len(content):
            kind, offset = kind & 0x7F | content[offset] << 7, offset + 1
        size, offset = _size(content, offset)
        yield kind, content[offset : offset + size]
        offset += size


def _size(content: bytes, offset: int) -> tuple[int, int]:
    """A number in sevens of bits, and where it ends."""
    size = 0
    for place in range(4):
        if offset + place >= len(content):
            raise UnusualError("a record that is cut off")
        byte = content[offset + place]
        size |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return size, offset + place + 1
    return size, offset + 4
