"""Whether a backup can be restored: every file is read and compared with its hash."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

import migrations
from afina.backup import files, manifest, shelf
from afina.backup.manifest import Manifest, NewerFormatError
from afina.backup.stage import Report, Stage
from infra import blobs


class DamagedError(Exception):
    """Files of a backup are missing, or not what they were."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = paths


def whole(backup: Path, report: Report) -> Manifest:
    """The manifest of a backup of which everything is there.

    Raises:
        DamagedError: see there.
        NewerFormatError: only a newer Afina knows this backup's form, or its tables.
    """
    try:
        found = manifest.read(backup)
    except (OSError, ValidationError) as error:
        raise DamagedError([str(backup / manifest.NAME)]) from error
    if found.database.revision not in migrations.revisions():
        raise NewerFormatError(str(backup))
    done, damaged = 0, list[str]()
    for path, size_bytes, sha256 in _expected(backup, found):
        if not files.is_there(path, size_bytes) or files.digest(path) != sha256:
            damaged.append(str(path))
        done += size_bytes
        report(Stage.CHECK, done, found.size_bytes)
    if damaged:
        raise DamagedError(damaged)
    return found


def _expected(backup: Path, found: Manifest) -> Iterator[tuple[Path, int, str]]:
    """Each file's place, size and hash."""
    for file in found.files:
        yield backup / file.path, file.size_bytes, file.sha256
    for key, size_bytes in found.blobs.items():
        yield shelf.blobs(backup) / key, size_bytes, blobs.sha256_in(key)
