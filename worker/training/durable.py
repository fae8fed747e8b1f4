"""Files and folders that are either whole or not there, whatever dies meanwhile."""

import os
import shutil
import sys
from hashlib import file_digest
from pathlib import Path


def digest(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def size(folder: Path) -> int:
    """Bytes of all files under ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def fresh(folder: Path) -> Path:
    """``folder``, empty, whatever an earlier process left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def replace(partial: Path, folder: Path) -> None:
    """Give a finished folder its name; on return it survives a power cut."""
    for path in partial.rglob("*"):
        settle(path)
    settle(partial)
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)
    settle(folder.parent)


def link(source: Path, target: Path) -> None:
    """A second name for ``source``'s bytes, or a copy of them where links cannot be made."""
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        partial = target.with_suffix(".partial")
        shutil.copyfile(source, partial)
        settle(partial)
        partial.rename(target)
    settle(target.parent)


def settle(path: Path) -> None:
    """Wait until the disk has ``path``."""
    if path.is_dir() and sys.platform == "win32":
        return  # Windows keeps folders by itself and cannot open them
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
