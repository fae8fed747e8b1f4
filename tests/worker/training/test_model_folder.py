from hashlib import sha256
from pathlib import Path

import pytest

from worker.training import model_folder


def save(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}")


def test_a_model_is_hashed_measured_and_put_in_place(tmp_path: Path):
    """Nothing but the model is left."""
    files = model_folder.write(tmp_path / "models" / "one", save)

    assert files.path == str(tmp_path / "models" / "one")
    assert files.size_bytes == 9
    assert files.weights_sha256 == sha256(b"weights").hexdigest()
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["one"]


def test_a_model_that_could_not_be_written_leaves_the_old_one(tmp_path: Path):
    """A folder with a model's name is always a whole model."""

    def fail(folder: Path) -> None:
        save(folder)
        raise OSError("no more")

    model_folder.write(tmp_path / "one", save)
    before = (tmp_path / "one").stat().st_ino

    with pytest.raises(OSError, match="no more"):
        model_folder.write(tmp_path / "one", fail)

    assert (tmp_path / "one").stat().st_ino == before
    assert (tmp_path / "one" / "model.safetensors").read_bytes() == b"weights"
