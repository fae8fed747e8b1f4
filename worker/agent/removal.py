"""Removes a model's files, and nothing else."""

import shutil
from pathlib import Path
from uuid import UUID


class NotAModelError(Exception):
    """What is to be removed is not where models are: nothing was touched."""


def remove(run_id: UUID, path: Path) -> None:
    """Remove the folder of run ``run_id``'s model; one that is gone already is no error.

    Raises:
        NotAModelError: ``path`` is no model's, or the place of models is not there: a disk that is
            not mounted has not lost them.
        OSError: not all of it could be removed.
    """
    if path.name != str(run_id) or path.is_symlink() or not path.parent.is_dir():
        raise NotAModelError(str(path))
    if path.exists():
        shutil.rmtree(path)
