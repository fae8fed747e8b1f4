"""Where one stack keeps everything: log, database, files, models, secrets."""

import os
from pathlib import Path

OWNER_ONLY = 0o700
PASSABLE = 0o711
"""As root the database runs as another user, who must pass through to its own folder."""


class NothingHereError(Exception):
    """No stack was ever started in this folder: whoever only looks has taken the wrong one."""


def default() -> Path:
    """Where a person's stack lies if nothing else is asked for."""
    if os.geteuid() == 0:
        return Path("/var/lib/afina")
    return Path.home() / ".local" / "share" / "afina"


def make(path: Path) -> Path:
    """The data directory, absolute, made if it is not there."""
    absolute = path.expanduser().absolute()
    absolute.mkdir(parents=True, exist_ok=True)
    absolute.chmod(PASSABLE if os.geteuid() == 0 else OWNER_ONLY)
    return absolute


def existing(path: Path, holds: str) -> Path:
    """The data directory, absolute, if ``holds`` lies in it.

    Raises:
        NothingHereError: it does not.
    """
    absolute = path.expanduser().absolute()
    if not (absolute / holds).exists():
        raise NothingHereError(str(absolute))
    return make(absolute)
