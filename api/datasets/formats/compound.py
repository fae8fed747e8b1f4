"""Compound files: the small file system, by FAT, in which old Excel workbooks lie ([MS-CFB])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_MOST_SECTORS = 0xFFFFFFFA
"""Greater numbers mark the end of a chain or a sector of the tables themselves."""
_STREAM, _ROOT = 2, 5


class DamagedError(Exception):
    """The file's tables lead nowhere."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """A compound file, whole in memory."""

    def __init__(self, path: Path) -> None:
        """Read the tables.

        Raises:
            DamagedError: they are not whole.
        """
        self._content = path.read_bytes()
        if len(self._content) < _HEADER_BYTES:
            raise DamagedError("the header is cut off")
        shift, mini_shift = struct.unpack_from("<HH", self._content, 30)
        directory, _, self._cutoff, mini_fat, _, difat = self._numbers(48, 6)
        if shift not in {9, 12} or mini_shift != 6:
            raise DamagedError("the sectors have no usual size")
        self._sector_bytes, self._mini_bytes = 1 << shift, 1 << mini_shift
        self._fat = self._read_fat(difat)
        entries = self._read_directory(directory)
        self._mini_fat = self._table(self._chained(mini_fat))
        roots = [entry for entry in entries if entry.kind == _ROOT]
        self._mini_stream = self._chained(roots[0].start) if roots else b""
        self._streams = {entry.name: entry for entry in entries if entry.kind == _STREAM}

    @property
    def streams(self) -> frozenset[str]:
        """The names of what it holds."""
        return frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """The bytes of one stream.

        Raises:
            DamagedError: they are not all there.
        """
        entry = self._streams[name]
        if entry.size < self._cutoff:
            return self._mini_chained(entry.start)[: entry.size]
        return self._chained(entry.start)[: entry.size]

    def _numbers(self, offset: int, count: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{count}I", self._content, offset)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        sector = self._content[start : start + self._sector_bytes]
        if not sector:
            raise DamagedError(f"sector {number} lies beyond the end")
        return sector

    def _read_fat(self, difat: int) -> tuple[int, ...]:
        """The table of successors, from the sectors that the header and its extension list."""
        listed = [number for number in self._numbers(76, 109) if number < _MOST_SECTORS]
        while difat < _MOST_SECTORS:
            *more, difat = self._table(self._sector(difat))
            listed += [number for number in more if number < _MOST_SECTORS]
            if not more or len(listed) * self._sector_bytes > len(self._content):
                raise DamagedError("the list of tables runs in a circle")
        return self._table(b"".join(map(self._sector, listed)))

    def _read_directory(self, start: int) -> list[_Entry]:
        content = self._chained(start)
        return [
            _entry(content[offset : offset + _ENTRY_BYTES])
            for offset in range(0, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
        ]

    def _table(self, sectors: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4])

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(start, self._fat))

    def _mini_chained(self, start: int) -> bytes:
        size = self._mini_bytes
        chain = _chain(start, self._mini_fat)
        return b"".join(self._mini_stream[number * size : (number + 1) * size] for number in chain)


def _entry(content: bytes) -> _Entry:
    [name_bytes] = struct.unpack_from("<H", content, 64)
    name = content[: max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
    [start] = struct.unpack_from("<I", content, 116)
    [size] = struct.unpack_from("<I", content, 120)  # the upper half is noise in small files
    return _Entry(name, content[66], start, size)


def _chain(start: int, successors: tuple[int, ...]) -> Iterator[int]:
    number = start
    for _ in range(len(successors)):
        if number >= _MOST_SECTORS:
            return
        if number >= len(successors):
            raise DamagedError(f"sector {number} is in no table")
        yield number
        number = successors[number]
    if number < _MOST_SECTORS:
        raise DamagedError("a chain of sectors runs in a circle")
