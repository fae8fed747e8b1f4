"""One log of many processes, for people or as JSON, to a file that rotates and a terminal."""

import json
import logging
import re
import zlib
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from infra import clock

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

    def __init__(self, path: Path, terminal: TextIO | None, *, as_json: bool = False) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = RotatingFileHandler(
            path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
        self._as_json = as_json
        if not as_json:
            self._file.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._terminal = terminal
        self._coloured = terminal is not None and terminal.isatty()

    def line(self, name: str, text: str, *, murmur: bool = False) -> None:
        """Write one line; a ``murmur`` goes to the file alone."""
        plain = _ANSI.sub("", text)
        line = _json(name, plain) if self._as_json else f"{name:<{NAME_WIDTH}} {plain}"
        self._file.emit(logging.makeLogRecord({"msg": "%s", "args": (line,)}))
        if self._terminal is not None and not murmur:
            shown = line if self._as_json else f"{self._prefix(name)} {text}"
            self._terminal.write(f"{shown}\n")
            self._terminal.flush()

    def _prefix(self, name: str) -> str:
        if not self._coloured:
            return f"{name:<{NAME_WIDTH}}"
        colour = _COLOURS[zlib.crc32(name.encode()) % len(_COLOURS)]
        return f"\x1b[{colour}m{name:<{NAME_WIDTH}}\x1b[0m"

    def close(self) -> None:
        self._file.close()


def _json(name: str, text: str) -> str:
    """A line of ours keeps its fields; what a server or the supervisor says is their message."""
    try:
        fields = dict(json.loads(text))
    except (ValueError, TypeError):
        fields = {"timestamp": clock.now().isoformat(), "level": "info", "message": text}
    return json.dumps(fields | {"process": name}, ensure_ascii=False)
