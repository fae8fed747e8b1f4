"""Files of a backup: for their owner alone, on the disk when closed, known by their hash."""

import hashlib
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from isal import igzip, isal_zlib

from afina.backup.manifest import StoredFile

BLOCK_BYTES = 1 << 20
GZIP_BITS = 31
FASTEST = 1


class Deflater(Protocol):
    """The half of zlib's interface that is used here."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class Written:
    """A new file, hashed while it is written."""

    def __init__(self, folder: Path, path: str) -> None:
        (folder / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._path = path
        self._digest = hashlib.sha256()
        self._size_bytes = 0

    def write(self, data: bytes) -> None:
        """Append ``data``."""
        self._file.write(data)
        self._digest.update(data)
        self._size_bytes += len(data)

    def close(self) -> None:
        """Return once everything is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    @property
    def facts(self) -> StoredFile:
        """For the manifest."""
        return StoredFile(
            path=self._path, size_bytes=self._size_bytes, sha256=self._digest.hexdigest()
        )


@contextmanager
def writing(folder: Path, path: str) -> Generator[Written]:
    """A new file, whole on the disk when the block ends."""
    written = Written(folder, path)
    try:
        yield written
    finally:
        written.close()


@contextmanager
def packing(written: Written) -> Generator[Callable[[bytes], None]]:
    """What takes bytes and lets their gzip into ``written``."""
    deflater: Deflater = isal_zlib.compressobj(FASTEST, wbits=GZIP_BITS)
    yield lambda data: written.write(deflater.compress(data))
    written.write(deflater.flush())


def blocks(path: Path, size_bytes: int) -> Iterator[bytes]:
    """A file's bytes, ``size_bytes`` at a time."""
    with path.open("rb") as file:
        while block := file.read(size_bytes):
            yield block


def unpacked(path: Path) -> Iterator[bytes]:
    """The bytes that were packed into a file."""
    with igzip.IGzipFile(path, "rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def is_there(path: Path, size_bytes: int) -> bool:
    """Whether a file of this size is at ``path``."""
    return path.is_file() and path.stat().st_size == size_bytes


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Let the names in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
