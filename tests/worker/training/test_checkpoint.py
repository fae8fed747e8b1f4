import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from schemas.metrics import EpochMetrics
from tests.worker.training import small
from worker.training import checkpoint
from worker.training.checkpoint import Manifest, Shelf, Tally
from worker.training.failures import CheckpointDamagedError, DiskFullError

MINE, OTHERS = "a" * 64, "b" * 64


def epoch(number: int, *, is_best: bool) -> EpochMetrics:
    return EpochMetrics(
        epoch=number,
        step=number * 10,
        train_loss=0.1 + 0.2,
        validation_loss=1 / 3,
        train_accuracy=0.5,
        validation_accuracy=0.5,
        macro_f1=0.5,
        weighted_f1=0.5,
        score=number / 10 if is_best else 0.0,
        learning_rate=1e-3,
        seconds=1.0,
        examples_per_second=1.0,
        is_best=is_best,
    )


def manifest(*best: bool, taken: int = 0, belongs_to: str = MINE) -> Manifest:
    """After as many epochs as ``best`` tells of, and ``taken`` steps of the next."""
    return Manifest(
        belongs_to=belongs_to,
        epoch=len(best) + 1,
        taken=taken,
        step=len(best) * 10 + taken,
        history=tuple(epoch(number, is_best=is_best) for number, is_best in enumerate(best, 1)),
        tally=Tally(loss=0.1 * 3, weight=3),
        token_budget=512,
        seconds=7.0,
    )


def model(value: float) -> nn.Module:
    linear = nn.Linear(3, 2)
    nn.init.constant_(linear.weight, value)
    return linear


def value_of(loaded: nn.Module) -> float:
    return float(next(loaded.parameters()).detach()[0, 0])


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, MINE)


def ignore(_: str) -> None:
    pass


def folders(work_dir: Path) -> list[str]:
    return sorted(path.name for path in (work_dir / "checkpoints").iterdir())


def best_files(work_dir: Path) -> list[str]:
    return sorted(path.name for path in (work_dir / "best").iterdir())


def test_what_was_saved_is_found_again(shelf: Shelf):
    """Weights, state and every figure to the last bit."""
    state = {
        "updater": {"moment": torch.tensor([1.5])},
        "randomness": {"python": (3, (1, 2), None)},
    }
    size = shelf.save(manifest(True, taken=4), model(2.5), state)

    found = shelf.latest(ignore)

    assert found is not None
    empty = model(0)
    loaded = found.load(empty)
    assert value_of(empty) == 2.5
    assert loaded["updater"]["moment"].item() == 1.5
    assert loaded["randomness"] == state["randomness"]
    plain: dict[str, object] = {"digests": {}, "best": {}, "format": 0}
    assert found.manifest.model_copy(update=plain) == manifest(True, taken=4)
    assert size == sum(path.stat().st_size for path in found.folder.iterdir())


def test_an_empty_folder_has_no_checkpoint(shelf: Shelf):
    """The run begins at its beginning."""
    assert shelf.latest(ignore) is None


def test_only_the_newest_two_are_kept(shelf: Shelf, tmp_path: Path):
    """The last, and the one before in case the last is damaged."""
    for taken in (1, 2, 3, 4):
        shelf.save(manifest(taken=taken), model(taken), {})

    assert folders(tmp_path) == ["step-00000003-epoch-0001", "step-00000004-epoch-0001"]


def test_the_exams_checkpoint_is_newer_than_the_last_steps(shelf: Shelf):
    """Stopped during the exam, then examined: the same step, but another epoch."""
    shelf.save(manifest(taken=10), model(1), {})
    shelf.save(manifest(True), model(2), {})

    found = shelf.latest(ignore)

    assert found is not None
    assert found.manifest.epoch == 2


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((checkpoint.WEIGHTS, damage) for damage in (cut_short, flip_a_bit, Path.unlink)),
        *((checkpoint.STATE, damage) for damage in (cut_short, flip_a_bit, Path.unlink)),
        *((checkpoint.MANIFEST, damage) for damage in (cut_short, flip_a_bit, Path.unlink)),
        *((checkpoint.SEAL, damage) for damage in (cut_short, flip_a_bit, Path.unlink)),
    ],
)
def test_a_damaged_checkpoint_falls_back_to_the_one_before(
    name: str, damage: Callable[[Path], None], shelf: Shelf, tmp_path: Path
):
    """Any file, any damage; it is said, and the damaged one does not come back."""
    shelf.save(manifest(True), model(1), {})
    shelf.save(manifest(True, taken=5), model(2), {})
    damage(tmp_path / "checkpoints" / "step-00000015-epoch-0002" / name)
    said: list[str] = []

    found = shelf.latest(said.append)

    assert found is not None
    assert found.manifest.step == 10
    assert "is damaged" in said[0]
    assert folders(tmp_path) == ["step-00000010-epoch-0002"]


def test_a_write_that_was_cut_short_is_not_a_checkpoint(shelf: Shelf, tmp_path: Path):
    """Its folder still has its partial name; the next write of that step clears it."""
    shelf.save(manifest(taken=1), model(1), {})
    (tmp_path / "checkpoints" / "step-00000002-epoch-0001.partial").mkdir()

    found = shelf.latest(ignore)
    shelf.save(manifest(taken=2), model(2), {})

    assert found is not None
    assert found.manifest.step == 1
    assert len(folders(tmp_path)) == 2


def test_leftovers_of_a_write_are_cleared_away(shelf: Shelf, tmp_path: Path):
    """They would take room that the run was promised."""
    shelf.save(manifest(taken=1), model(1), {})
    (tmp_path / "checkpoints" / "step-00000002-epoch-0001.partial").mkdir()

    shelf.latest(ignore)

    assert folders(tmp_path) == ["step-00000001-epoch-0001"]


def test_a_checkpoint_whose_best_weights_are_damaged_falls_back_too(shelf: Shelf, tmp_path: Path):
    """Epoch 2 was the best; the checkpoint of epoch 1 knows nothing of it."""
    shelf.save(manifest(True), model(1), {})
    shelf.save(manifest(True, True), model(2), {})
    flip_a_bit(tmp_path / "best" / "epoch-0002.safetensors")

    found = shelf.latest(ignore)

    assert found is not None
    assert len(found.manifest.history) == 1


def test_damaged_best_weights_are_never_saved_as_the_model(shelf: Shelf, tmp_path: Path):
    """The attempt fails and may be tried again: then an older checkpoint is gone on from."""
    shelf.save(manifest(True), model(1), {})
    flip_a_bit(tmp_path / "best" / "epoch-0001.safetensors")

    with pytest.raises(CheckpointDamagedError, match="epoch-0001"):
        shelf.restore_best(manifest(True).history, model(0))


def test_a_checkpoint_of_another_format_is_not_used(shelf: Shelf, tmp_path: Path):
    """An older version's has no seal; it is refused by its name, not as damage."""
    shelf.save(manifest(True), model(1), {})
    [folder] = (tmp_path / "checkpoints").iterdir()
    (folder / checkpoint.MANIFEST).write_text(manifest(True).model_dump_json(exclude={"format"}))
    (folder / checkpoint.SEAL).unlink()
    said: list[str] = []

    assert shelf.latest(said.append) is None
    assert "another version" in said[0]


def test_as_many_best_epochs_are_kept_as_asked_for(tmp_path: Path):
    """The best two of four epochs, and after a resume still those."""
    shelf = Shelf(tmp_path, MINE, keep_best=2)
    for value, best in enumerate(
        ([True], [True, False], [True, False, True], [True, False, True, False]), start=1
    ):
        shelf.save(manifest(*best), model(value), {})
    again = Shelf(tmp_path, MINE, keep_best=2)
    again.latest(ignore)

    assert best_files(tmp_path) == ["epoch-0001.safetensors", "epoch-0003.safetensors"]
    assert again.restore_best(manifest(True, False, True, False).history, model(0)).epoch == 3


def test_how_often_to_save_is_not_part_of_the_identity(tmp_path: Path):
    """It changes no result, so it may change between two attempts."""
    often = small.job(
        tmp_path / "one", Path("base"), checkpoint_steps=3, checkpoint_minutes=None, keep_best=4
    )
    seldom = small.job(tmp_path / "two", Path("base"))

    assert checkpoint.identify(often, MINE) == checkpoint.identify(seldom, MINE)


def test_a_checkpoint_of_other_settings_is_not_used(tmp_path: Path):
    """It is said, and the new run's checkpoints do not have to compete with it."""
    Shelf(tmp_path, OTHERS).save(manifest(True, belongs_to=OTHERS), model(1), {})
    said: list[str] = []

    assert Shelf(tmp_path, MINE).latest(said.append) is None
    assert "other settings" in said[0]
    assert folders(tmp_path) == []


def test_the_best_weights_outlive_their_checkpoint(shelf: Shelf, tmp_path: Path):
    """Epoch 1 is best; three epochs later its weights are still there, and only they."""
    for value, best in enumerate(([True], [True, False], [True, False, False]), start=1):
        shelf.save(manifest(*best), model(value), {})
    restored = model(0)

    metrics = shelf.restore_best(manifest(True, False, False).history, restored)

    assert metrics.epoch == 1
    assert value_of(restored) == 1
    assert best_files(tmp_path) == ["epoch-0001.safetensors"]


def test_a_new_best_replaces_the_old_one_when_nobody_needs_that(shelf: Shelf, tmp_path: Path):
    """The checkpoint before the last may still be gone back to, with its own best."""
    shelf.save(manifest(True), model(1), {})
    shelf.save(manifest(True, True), model(2), {})
    assert best_files(tmp_path) == ["epoch-0001.safetensors", "epoch-0002.safetensors"]

    shelf.save(manifest(True, True, False), model(3), {})

    assert best_files(tmp_path) == ["epoch-0002.safetensors"]


def test_the_identity_follows_from_all_that_changes_the_result(tmp_path: Path):
    """Examples, base model and each hyperparameter; not the run's number or folders."""
    job = small.job(tmp_path / "one", Path("base"))
    same = small.job(tmp_path / "two", Path("base"))

    identities = {
        checkpoint.identify(job, MINE),
        checkpoint.identify(same, MINE),
        checkpoint.identify(job, OTHERS),
        checkpoint.identify(small.job(tmp_path / "three", Path("other")), MINE),
        checkpoint.identify(small.job(tmp_path / "four", Path("base"), seed=43), MINE),
    }

    assert len(identities) == 4


def leave_100_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_usage(path: Path) -> tuple[int, int, int]:
        return usage(path)._replace(free=100)

    usage = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", disk_usage)


def test_a_run_that_cannot_fit_is_refused_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The refusal says how much is needed."""
    leave_100_bytes(monkeypatch)

    with pytest.raises(DiskFullError, match="100 bytes free"):
        checkpoint.require_room(tmp_path, model(1), keep_best=1, finished_bytes=32)


def test_each_epoch_to_be_kept_needs_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of 32 bytes of weights: two checkpoints, the model, and the best epochs."""
    leave_100_bytes(monkeypatch)

    with pytest.raises(DiskFullError, match=r"takes 384 .* \(5\)"):
        checkpoint.require_room(tmp_path, model(1), keep_best=5, finished_bytes=32)


def test_the_finished_model_needs_room_for_all_of_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Trained are only those whose tokens occur, so more is saved than is trained."""
    leave_100_bytes(monkeypatch)

    with pytest.raises(DiskFullError, match=r"takes 1,224 "):
        checkpoint.require_room(tmp_path, model(1), keep_best=1, finished_bytes=1000)


def test_room_already_taken_by_this_run_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A resumed run needs only what it has not written yet."""
    leave_100_bytes(monkeypatch)
    (tmp_path / "weights").write_bytes(b"0" * 200)

    checkpoint.require_room(tmp_path, model(1), keep_best=1, finished_bytes=32)
