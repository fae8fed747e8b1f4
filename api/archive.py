"""A ZIP that is made while it is sent: nothing of it waits in memory or on disk."""

import io
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

QUICK = 1
"""Texts shrink to a third anyway."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive, by its path in it."""

    path: str
    content: AsyncIterator[bytes]


async def zipped(entries: AsyncIterator[Entry]) -> AsyncGenerator[bytes]:
    """The archive of ``entries``, piece by piece."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        async for entry in entries:
            with archive.open(entry.path, "w", force_zip64=True) as file:
                async for chunk in entry.content:
                    file.write(chunk)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


async def told(*pieces: bytes) -> AsyncGenerator[bytes]:
    """The content of an entry that is known whole."""
    for piece in pieces:
        yield piece


class _Sink(io.RawIOBase):
    """Keeps what was written until it is taken; nobody can go back in it."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
