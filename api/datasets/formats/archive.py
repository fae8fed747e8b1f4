"""A look inside a workbook's archive before anything unpacks it.

A workbook of a few kilobytes can declare gigabytes, or hold one cell so far away that the dense
grid up to it fills the memory. Neither is opened.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api.datasets.cells import column_number
from api.datasets.limits import MEBIBYTE, Limits
from api.datasets.refusal import UnusableFileError, unusable
from schemas.problems import ProblemCode

HARMLESS_BYTES = 64 * MEBIBYTE
"""Whatever a workbook of this unpacked size holds, it fits."""
MOST_EXPANSION = 200
"""Unpacked over packed; sheets of real work reach some 30."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError)
_BLOCK_BYTES = MEBIBYTE
_OVERLAP_BYTES = 512
_FAR_CELL = re.compile(
    # beyond column AZ or row 999,999, with something in it: formatting alone is no value
    rb'<c r="((?:[A-Z]{3,}|[B-Z][A-Z])\d+|[A-Z]+\d{7,})"[^<>]*(?<!/)>(?=\s*<[a-z])'
)
_ROW = re.compile(rb'<row [^<>]*?\br="(\d+)"')


@dataclass(slots=True)
class _Extent:
    rows: int = 0
    columns: int = 0
    """Of far cells only."""


def inspect(path: Path, limits: Limits) -> None:
    """Pass a workbook that can be unpacked and laid out within the limits.

    Raises:
        UnusableFileError: it is damaged, too large when unpacked, or too far stretched.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive.infolist(), limits)
            for name in archive.namelist():
                if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                    _check_extent(archive, name, limits)
    except _DAMAGE as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error


def _check_sizes(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    bound = min(limits.unpacked_bytes, max(HARMLESS_BYTES, MOST_EXPANSION * packed))
    if unpacked > bound:
        raise unusable(ProblemCode.FILE_TOO_LARGE, size_bytes=unpacked, limit_bytes=bound)


def _check_extent(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    with archive.open(name) as sheet:
        extent = _extent(sheet)
    if extent.rows * extent.columns <= (limits.rows + 1) * limits.columns:
        return
    if extent.columns > limits.columns:
        raise _too_many_columns(extent.columns, limits)
    raise unusable(ProblemCode.TOO_MANY_ROWS, rows=extent.rows, limit=limits.rows)


def _too_many_columns(columns: int, limits: Limits) -> UnusableFileError:
    return unusable(ProblemCode.TOO_MANY_COLUMNS, columns=columns, limit=limits.columns)


def _extent(sheet: IO[bytes]) -> _Extent:
    extent = _Extent()
    for block in _blocks(sheet):
        for cell in _FAR_CELL.finditer(block):
            letters, row = _split(cell[1])
            extent.columns = max(extent.columns, column_number(letters))
            extent.rows = max(extent.rows, row)
        if last := _ROW.search(block, max(0, block.rfind(b"<row "))):
            extent.rows = max(extent.rows, int(last[1]))
    return extent


def _split(reference: bytes) -> tuple[str, int]:
    letters = reference.rstrip(b"0123456789")
    return letters.decode(), int(reference[len(letters) :])


def _blocks(sheet: IO[bytes]) -> Iterator[bytes]:
    """The bytes in blocks that overlap, so that no tag is cut in both of two neighbours."""
    tail = b""
    while block := sheet.read(_BLOCK_BYTES):
        yield tail + block
        tail = block[-_OVERLAP_BYTES:]
