"""A text file that is read from its beginning, perhaps several times, and knows how far it is."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from api.datasets.formats import encoding


class TextFile:
    """The text at ``path``, in whatever encoding it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding = encoding.detect(path)
        self._size_bytes = path.stat().st_size
        self._file: TextIO | None = None

    @contextmanager
    def opened(self) -> Generator[TextIO]:
        """The text from its first character, line ends as they stand."""
        kind = self._encoding
        with self._path.open(encoding=kind.name, errors=kind.errors, newline="") as file:
            self._file = file
            yield file

    def share_read(self) -> float:
        """How much has been taken from the disk since it was last opened, from 0 to 1."""
        if self._file is None:
            return 0.0
        return 1.0 if self._file.closed else self._file.buffer.tell() / self._size_bytes
