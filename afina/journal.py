"""One readable log of many processes: to a file that rotates, and to the terminal."""

import logging
import re
import zlib
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

FILE_BYTES = 10 << 20
FILES_KEPT = 5
NAME_WIDTH = 9
_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def journal_path(data_dir: Path) -> Path:
    """The one log of all processes of a stack."""
    return data_dir / "log" / "afina.log"


class Journal:
    """Each line carries the name of the process that said it."""

    def __init__(self, path: Path, terminal: TextIO | None) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = RotatingFileHandler(
            path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
        self._file.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._terminal = terminal
        self._coloured = terminal is not None and terminal.isatty()

    def line(self, name: str, text: str, *, murmur: bool = False) -> None:
        """Write one line; a ``murmur`` goes to the file alone."""
        plain = _ANSI.sub("", text)
        record = logging.makeLogRecord({"msg": "%-*s %s", "args": (NAME_WIDTH, name, plain)})
        self._file.emit(record)
        if self._terminal is not None and not murmur:
            self._terminal.write(f"{self._prefix(name)} {text}\n")
            self._terminal.flush()

    def _prefix(self, name: str) -> str:
        if not self._coloured:
            return f"{name:<{NAME_WIDTH}}"
        colour = _COLOURS[zlib.crc32(name.encode()) % len(_COLOURS)]
        return f"\x1b[{colour}m{name:<{NAME_WIDTH}}\x1b[0m"

    def close(self) -> None:
        self._file.close()
