"""A look inside a workbook's archive before anything unpacks it.

A workbook of a few kilobytes can declare gigabytes, or hold one cell so far away that the dense
grid up to it fills the memory. Neither is opened.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from api.datasets.cells import column_number
from api.datasets.formats.extent import Extent
from api.datasets.formats.grid import Notes
from api.datasets.formats.package import Package, UnusualError
from api.datasets.limits import MEBIBYTE, Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

HARMLESS_BYTES = 64 * MEBIBYTE
"""Whatever a workbook of this unpacked size holds, it fits."""
MOST_EXPANSION = 200
"""Unpacked over packed; sheets of real work reach some 30."""

_DAMAGE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError)
_OVERLAP_BYTES = 512
_FAR_CELL = re.compile(
    # beyond column AZ or row 999,999, with something in it: formatting alone is no value
    rb'<c r="((?:[A-Z]{3,}|[B-Z][A-Z])\d+|[A-Z]+\d{7,})"[^<>]*(?<!/)>(?=\s*<[a-z])'
)
_ROW = re.compile(rb'<row [^<>]*?\br="(\d+)"')


def check_size(path: Path, limits: Limits) -> None:
    """Pass an archive whose members, as they declare, do not grow too large.

    Raises:
        UnusableFileError: it is damaged, or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _DAMAGE as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    bound = min(limits.unpacked_bytes, max(HARMLESS_BYTES, MOST_EXPANSION * packed))
    if unpacked > bound:
        raise unusable(ProblemCode.FILE_TOO_LARGE, size_bytes=unpacked, limit_bytes=bound)


def inspect(path: Path, limits: Limits) -> Mapping[str, Notes]:
    """Pass a workbook that keeps what it declares and can be laid out within the limits.

    Raises:
        UnusableFileError: it is damaged, or too far stretched.
    """
    try:
        package = Package(path)
        for name in package.names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _extent(package.blocks(name)).check(limits)
            else:
                read_through(package, name)
    except UnusualError as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    return {}


def read_through(package: Package, name: str) -> None:
    """Unpack a member and forget it: it holds as much as it declares.

    Raises:
        UnusualError: it does not.
    """
    for _ in package.blocks(name):
        pass


def _extent(blocks: Iterable[bytes]) -> Extent:
    extent = Extent()
    for block in _overlapping(blocks):
        for cell in _FAR_CELL.finditer(block):
            letters, row = _split(cell[1])
            extent.take(row, column_number(letters))
        if last := _ROW.search(block, max(0, block.rfind(b"<row "))):
            extent.take(int(last[1]), 0)
    return extent


def _split(reference: bytes) -> tuple[str, int]:
    letters = reference.rstrip(b"0123456789")
    return letters.decode(), int(reference[len(letters) :])


def _overlapping(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks, each with the end of the one before, so that no tag is cut in both of them."""
    tail = b""
    for block in blocks:
        yield tail + block
        tail = block[-_OVERLAP_BYTES:]
