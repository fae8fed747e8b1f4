"""Files are read in other processes, which may die of them."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from api import intake as intake_module
from api import readers
from api.datasets.contents import EXAMPLES
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Refused, Wish
from api.datasets.progress import Progress, Stage
from api.datasets.upload import Received
from api.intake import Intake
from api.problems import RefusedError
from api.uploads import Upload, UploadFields
from infra.bus import UnavailableError
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


def deadly(
    path: Path, filename: str, wish: Wish, folder: Path, told: Progress
) -> Prepared | Refused:
    """A file that kills whoever reads it."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def deadly_once(
    path: Path, filename: str, wish: Wish, folder: Path, told: Progress
) -> Prepared | Refused:
    """A process that dies of something else while it reads this file."""
    mark = path.with_suffix(".tried")
    if mark.exists():
        return Refused(problems=())
    mark.touch()
    return deadly(path, filename, wish, folder, told)


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


def squared(number: int) -> int:
    return number * number


def fatal(number: int) -> int:
    """Work that kills whoever does it."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def endless(length: int) -> bool:
    """Work that would take hours, and hears of nothing meanwhile."""
    return re.search("a*a*b", "a" * length) is not None


async def test_any_work_is_done_in_another_process(intake: Intake):
    """What is given goes there, what is answered comes back."""
    assert await intake.run(squared, 7) == 49
    assert await intake.run(os.getpid) != os.getpid()


async def test_work_that_kills_every_process_is_given_up(intake: Intake):
    """As something that is not to be had now; the next work is done."""
    with pytest.raises(UnavailableError):
        await intake.run(fatal, 1)

    assert await intake.run(squared, 2) == 4


async def test_work_that_never_ends_is_ended(intake: Intake, monkeypatch: pytest.MonkeyPatch):
    """Even in the middle of a search; two files of one person would else stop everybody's."""
    monkeypatch.setattr(readers, "COMPUTING_SECONDS", 0.05)
    monkeypatch.setattr(intake_module, "ATTEMPTS", 1)

    with pytest.raises(UnavailableError):
        await intake.run(endless, 10**6)


async def test_progress_is_its_owners_alone_and_only_while_it_lasts(
    intake: Intake, upload: Upload, tmp_path: Path
):
    """Before anything is read, the file is on its way; then the last news counts."""
    number = uuid4()
    with intake.followed("maria", number, tmp_path) as told:
        assert intake.progress("maria", number) == (Stage.RECEIVING, 0.0)
        await intake.prepare(upload, tmp_path, told)
        assert intake.progress("maria", number)[0] is Stage.WRITING
        for owner, other in (("joão", number), ("maria", uuid4())):
            with pytest.raises(RefusedError) as refusal:
                intake.progress(owner, other)
            assert refusal.value.code is ProblemCode.NOT_FOUND

    with pytest.raises(RefusedError):
        intake.progress("maria", number)


def test_of_two_that_share_a_number_the_later_is_told(intake: Intake, tmp_path: Path):
    """And the end of the earlier one does not end it."""
    number = uuid4()
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    earlier = intake.followed("maria", number, first)
    earlier.__enter__()
    with intake.followed("maria", number, second) as told:
        earlier.__exit__(None, None, None)
        told(Stage.READING, 0.25)

        assert intake.progress("maria", number) == (Stage.READING, 0.25)


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
