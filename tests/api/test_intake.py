"""Files are read in other processes, which may die of them."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import intake as intake_module
from api.datasets.contents import EXAMPLES
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Refused, Wish
from api.datasets.upload import Received
from api.intake import Intake
from api.problems import RefusedError
from api.uploads import Upload, UploadFields
from schemas.problems import ProblemCode

ROWS = "\n".join(f"um texto número {n};{'ab'[n % 2]}" for n in range(8))


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    with Intake.opened(tmp_path / "incoming", Limits()) as intake:
        yield intake


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    path = tmp_path / "file.csv"
    path.write_text("texto;classe\n" + ROWS)
    return Upload(Received(path, "0" * 64, path.stat().st_size), "file.csv", UploadFields())


def deadly(path: Path, filename: str, wish: Wish, folder: Path) -> Prepared | Refused:
    """A file that kills whoever reads it."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def deadly_once(path: Path, filename: str, wish: Wish, folder: Path) -> Prepared | Refused:
    """A process that dies of something else while it reads this file."""
    mark = path.with_suffix(".tried")
    if mark.exists():
        return Refused(problems=())
    mark.touch()
    return deadly(path, filename, wish, folder)


async def test_a_file_is_read_in_another_process(intake: Intake, upload: Upload, tmp_path: Path):
    """Its examples are where they were asked for."""
    prepared = await intake.prepare(upload, tmp_path)

    assert prepared.rows_used == 8
    assert (tmp_path / EXAMPLES).stat().st_size == prepared.examples_file.size_bytes


async def test_a_file_that_kills_its_reader_is_refused(
    intake: Intake, upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """And the next file is read as if nothing had happened."""
    monkeypatch.setattr(intake_module, "prepare", deadly)
    with pytest.raises(RefusedError) as refusal:
        await intake.prepare(upload, tmp_path)
    monkeypatch.undo()

    assert refusal.value.code is ProblemCode.DATASET_INVALID
    assert [problem.code for problem in refusal.value.problems] == [ProblemCode.FILE_UNREADABLE]
    assert (await intake.prepare(upload, tmp_path)).rows_used == 8


async def test_a_file_is_tried_again_when_its_reader_dies_once(
    intake: Intake, upload: Upload, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It may have died of somebody else's file: the second answer counts."""
    monkeypatch.setattr(intake_module, "prepare", deadly_once)

    with pytest.raises(RefusedError) as refusal:
        await intake.prepare(upload, tmp_path)

    assert refusal.value.problems == ()


def test_what_an_earlier_process_left_behind_is_removed(tmp_path: Path):
    """It was killed in the middle of an upload."""
    incoming = tmp_path / "incoming"
    (incoming / "tmp123").mkdir(parents=True)
    (incoming / "tmp123" / "upload-1").write_bytes(b"half")

    with Intake.opened(incoming, Limits()) as intake:
        assert [*incoming.iterdir()] == []
        with intake.folder() as folder:
            (folder / "file").touch()
        assert [*incoming.iterdir()] == []
