"""A model's folder goes, and nothing else ever does."""

from pathlib import Path
from uuid import uuid4

import pytest

from worker.agent.removal import NotAModelError, remove


def test_a_models_folder_goes_and_may_be_gone_already(tmp_path: Path):
    run_id = uuid4()
    folder = tmp_path / str(run_id)
    (folder / "onnx").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")

    remove(run_id, folder)
    remove(run_id, folder)

    assert list(tmp_path.iterdir()) == []


def test_what_is_not_this_models_is_not_touched(tmp_path: Path):
    """Not another name, not what a link leads to, and not on a disk that is not there."""
    run_id = uuid4()
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / str(run_id)).symlink_to(precious)

    for path in (precious, tmp_path / str(run_id), tmp_path / "away" / str(run_id)):
        with pytest.raises(NotAModelError):
            remove(run_id, path)

    assert precious.is_dir()
