"""The parts of a workbook's archive, unpacked in pieces and never beyond what they declare."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET

from isal import isal_zlib

from api.datasets.limits import MEBIBYTE

BLOCK_BYTES = MEBIBYTE
"""Few enough for a block to stay near the processor."""
LARGEST_ENTRY_BYTES = 16 * MEBIBYTE
"""Of a row or a shared string; a usual one has some hundred bytes."""
LARGEST_TREE_BYTES = 4 * MEBIBYTE
"""Of a part that is read whole: the list of sheets, the styles."""

_LOCAL_HEADER = struct.Struct("<26xHH")
_DEFLATED, _STORED = zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED


_DAMAGE: Any = (isal_zlib.error, struct.error, OSError, EOFError, ValueError)


class UnusualError(Exception):
    """The workbook is laid out in a way that is not read here; a library may still know it."""


class Package:
    """An archive whose directory was read; the members are read on demand."""

    def __init__(self, path: Path) -> None:
        """Read the directory.

        Raises:
            BadZipFile: it is damaged.
        """
        self._path = path
        with zipfile.ZipFile(path) as archive:
            self._members = {_plain(each.filename): each for each in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._members

    @property
    def names(self) -> list[str]:
        """The parts by their plain names."""
        return list(self._members)

    def tree(self, name: str) -> ET.Element:
        """A small part as a tree.

        Raises:
            UnusualError: it is missing, large, damaged or declares entities.
        """
        content = b"".join(self.blocks(name))
        if len(content) > LARGEST_TREE_BYTES or b"<!" in content:
            raise UnusualError(name)
        try:
            return ET.fromstring(content)  # noqa: S314  # without <! nothing can be declared
        except ET.ParseError as error:
            raise UnusualError(name) from error

    def entries(self, name: str, end: bytes) -> Iterator[bytes]:
        """The part in blocks that each close with ``end``; what follows the last one comes last.

        Raises:
            UnusualError: it is missing, damaged or has an endless entry.
        """
        rest = b""
        for block in self.blocks(name):
            # a mark that both blocks share is looked for again once the next one is there
            cut = block.rfind(end) + len(end)
            if cut >= len(end):
                yield rest + block[:cut]
                rest = block[cut:]
            else:
                rest += block
            if len(rest) > LARGEST_ENTRY_BYTES:
                raise UnusualError(name)
        cut = rest.rfind(end) + len(end) if end in rest else 0
        yield rest[:cut]
        yield rest[cut:]

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, compared with the checksum at their end.

        Raises:
            UnusualError: it is missing or damaged.
        """
        member = self._members.get(_plain(name))
        if member is None:
            raise UnusualError(name)
        checksum = size = 0
        try:
            for block in self._unpacked(member):
                checksum = isal_zlib.crc32(block, checksum)
                size += len(block)
                if size > member.file_size:
                    raise UnusualError(name)
                yield block
        except _DAMAGE as error:
            raise UnusualError(name) from error
        if (checksum, size) != (member.CRC, member.file_size):
            raise UnusualError(name)

    def _unpacked(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            file.seek(member.header_offset)
            file.seek(sum(_LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))), 1)
            if member.compress_type == _STORED:
                yield from _pieces(file, member.compress_size)
            elif member.compress_type == _DEFLATED:
                yield from _inflated(_pieces(file, member.compress_size))
            else:
                raise UnusualError(member.filename)


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        waiting = piece
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, BLOCK_BYTES)
            waiting = inflater.unconsumed_tail
    yield inflater.flush()


def _pieces(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size and (piece := file.read(min(size, BLOCK_BYTES))):
        size -= len(piece)
        yield piece


def _plain(name: str) -> str:
    """One name for a part that archives write with either slash, or one in front, in any case."""
    return name.replace("\\", "/").lstrip("/").casefold()
