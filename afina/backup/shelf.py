"""A folder of backups: each has a folder with its date, and all share the files beside them."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from afina.backup import files, manifest
from afina.program import locked

BLOBS = "blobs"
PARTIAL = ".partial"


class ShelfBusyError(Exception):
    """Another backup is being written into this folder."""


class NoBackupError(Exception):
    """There is no whole backup here."""


@contextmanager
def alone(shelf: Path) -> Generator[None]:
    """Keep other backups out of the folder, which is made if it is not there.

    Raises:
        ShelfBusyError: one is there.
    """
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(shelf / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not locked(descriptor):
            raise ShelfBusyError(str(shelf))
        yield
    finally:
        os.close(descriptor)


def blank(shelf: Path) -> Path:
    """An empty folder for a backup that is not whole yet; what an earlier one left is removed."""
    folder = shelf / PARTIAL
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def publish(shelf: Path, folder: Path, taken_at: datetime) -> Path:
    """Give a whole backup its name; where it lies from now on."""
    name = f"{taken_at:%Y%m%dT%H%M%S}.{taken_at.microsecond // 1000:03}Z"
    files.sync_folder(folder)
    final = folder.rename(shelf / name)
    files.sync_folder(shelf)
    return final


def chosen(place: Path) -> Path:
    """The backup that ``place`` is, else the newest in it.

    Raises:
        NoBackupError: there is none.
    """
    if (place / manifest.NAME).is_file():
        return place
    found = whole(place)
    if not found:
        raise NoBackupError(str(place))
    return found[max(found)]


def whole(shelf: Path) -> dict[datetime, Path]:
    """Every whole backup in the folder, by when it was taken."""
    found = [path.parent for path in shelf.glob(f"[0-9]*/{manifest.NAME}")]
    return {_taken_at(folder.name): folder for folder in found}


def _taken_at(name: str) -> datetime:
    return datetime.strptime(name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)


def sweep(shelf: Path) -> int:
    """Remove the shared files that no backup of the folder has; how many bytes they had.

    The caller is alone with the folder.
    """
    held = {key for folder in whole(shelf).values() for key in manifest.read(folder).blobs}
    freed = 0
    for path in (shelf / BLOBS).rglob("*"):
        if path.is_file() and path.relative_to(shelf / BLOBS).as_posix() not in held:
            freed += path.stat().st_size
            path.unlink()
    return freed


def blobs(backup: Path) -> Path:
    """Where the files lie that ``backup`` shares with its neighbours."""
    return backup.parent / BLOBS
