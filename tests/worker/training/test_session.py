import json
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import pipeline

from schemas.exports import ExportFormat
from schemas.telemetry import Phase
from tests.worker.training import small
from tests.worker.training.small import Ear, never
from tests.worker.training.test_memory import MORE_THAN_THERE_IS
from worker.messages import (
    CheckpointDone,
    EpochDone,
    Finished,
    Job,
    Logged,
    MemoryCut,
    ProgressMade,
    Stopped,
)
from worker.training import checkpoint, session
from worker.training.checkpoint import Manifest
from worker.training.failures import DivergedError, ExamplesUnusableError
from worker.training.tasks.text_classification.task import TextClassification


def finish(job: Job, ear: Ear | None = None) -> Finished:
    last = session.run(job, ear or Ear(), never)
    assert isinstance(last, Finished)
    return last


def after(calls: int) -> Callable[[], bool]:
    """Asks to stop at that question, and ever after."""
    questions = count(1)
    return lambda: next(questions) >= calls


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def untimed(message: EpochDone) -> dict[str, Any]:
    """The metrics that must not depend on when they were measured."""
    timed = {"seconds", "examples_per_second"}
    return message.metrics.model_dump(exclude=timed)


@pytest.fixture(scope="module")
def straight(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, Ear]:
    """A run of three epochs that nothing interrupted."""
    ear = Ear()
    return finish(small.job(tmp_path_factory.mktemp("straight"), base, epochs=3), ear), ear


@pytest.fixture(scope="module")
def taught(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run with enough rows to learn, whatever dropout draws."""
    return finish(small.job(tmp_path_factory.mktemp("taught"), base, count=120, epochs=3))


def test_it_learns_what_the_rows_teach(taught: Finished):
    """Well above the majority, on rows that it never saw."""
    report = taught.report

    assert report.accuracy > report.majority_accuracy + 0.3
    assert report.macro_f1 > 0.7
    assert report.train_examples + report.validation_examples == 120


def test_its_messages_come_in_order(straight: tuple[Finished, Ear]):
    """Each epoch is told before its checkpoint, and the phases never go back past training."""
    ear = straight[1]
    kinds = [type(m) for m in ear.messages if isinstance(m, EpochDone | CheckpointDone)]
    phases = [message.phase for message in ear.heard(ProgressMade)]

    assert kinds == [EpochDone, CheckpointDone] * 3
    assert phases[0] is Phase.PREPARING
    assert phases[-1] is Phase.SAVING
    assert [message.epoch for message in ear.heard(CheckpointDone)] == [1, 2, 3]


def test_its_fraction_only_rises(straight: tuple[Finished, Ear]):
    """From 0 to nearly 1."""
    fractions = [message.fraction for message in straight[1].heard(ProgressMade)]

    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0, 0.98)


def test_its_report_is_of_the_best_epoch(straight: tuple[Finished, Ear]):
    """The epoch with the best score, and its very figures."""
    done, ear = straight
    best = max((m.metrics for m in ear.heard(EpochDone)), key=lambda metrics: metrics.macro_f1)

    assert done.report.best_epoch == best.epoch
    assert done.report.macro_f1 == best.macro_f1
    assert done.report.validation_loss == best.validation_loss


def test_its_model_loads_as_a_pipeline(taught: Finished):
    """In Hugging Face layout, with the labels' names, and as large as it says."""
    files = taught.model
    folder = Path(files.path)

    [answer] = pipeline("text-classification", model=files.path)("o mar de anil")

    assert answer["label"] == "azul"
    assert files.size_bytes == sum(path.stat().st_size for path in folder.iterdir())
    assert set(json.loads((folder / "config.json").read_text())["label2id"]) == set(small.COLOURS)


def test_the_same_job_gives_the_same_bits(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """Weights and metrics; only the times differ."""
    ear = Ear()

    again = finish(small.job(tmp_path, base, epochs=3), ear)

    assert again.model.weights_sha256 == straight[0].model.weights_sha256
    assert list(map(untimed, ear.heard(EpochDone))) == list(
        map(untimed, straight[1].heard(EpochDone))
    )


def test_another_seed_gives_another_model(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """The seed is not decoration."""
    other = finish(small.job(tmp_path, base, epochs=3, seed=43))

    assert other.model.weights_sha256 != straight[0].model.weights_sha256


@pytest.mark.parametrize("questions", [2, 5, 7, 8, 9, 12, 24])
def test_stopped_and_resumed_it_ends_with_the_same_bits(
    questions: int, straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """After a step, amid an exam or between epochs; the history is told again first."""
    job = small.job(tmp_path, base, epochs=3)
    first, second = Ear(), Ear()

    stopped = session.run(job, first, after(questions))
    done = finish(job, second)

    assert isinstance(stopped, Stopped)
    assert stopped.epochs_completed == len(first.heard(EpochDone))
    assert done.model.weights_sha256 == straight[0].model.weights_sha256
    assert list(map(untimed, second.heard(EpochDone))) == list(
        map(untimed, straight[1].heard(EpochDone))
    )
    assert done.report.model_copy(update={"seconds": 0}) == straight[0].report.model_copy(
        update={"seconds": 0}
    )


def test_stopped_again_and_again_it_still_arrives(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """A few steps an attempt, or an exam."""
    job = small.job(tmp_path, base, epochs=3)
    attempts = 0
    while isinstance(last := session.run(job, Ear(), after(3 + attempts % 2)), Stopped):
        attempts += 1

    assert attempts > 4
    assert last.model.weights_sha256 == straight[0].model.weights_sha256


def test_stopped_before_the_first_step_it_leaves_no_checkpoint(base: Path, tmp_path: Path):
    """There is nothing to keep."""
    ear = Ear()

    stopped = session.run(small.job(tmp_path, base), ear, after(1))

    assert stopped == Stopped(epochs_completed=0)
    assert not ear.heard(CheckpointDone)


def test_a_finished_run_that_is_started_again_only_finishes(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """Its agent died before it heard; no step is taken twice."""
    job = small.job(tmp_path, base, epochs=3)
    finish(job)
    ear = Ear()

    again = finish(job, ear)

    assert again.model.weights_sha256 == straight[0].model.weights_sha256
    assert again.report.confusion_matrix == straight[0].report.confusion_matrix
    assert not ear.heard(CheckpointDone)
    assert len(ear.heard(EpochDone)) == 3


def test_a_damaged_checkpoint_costs_only_what_came_after_the_one_before(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """It is said, and the result is the same."""
    job = small.job(tmp_path, base, epochs=3)
    finish(job)
    newest = max((job.work_dir / "checkpoints").iterdir())
    (newest / "state.pt").write_bytes(b"not a checkpoint")
    ear = Ear()

    again = finish(job, ear)

    assert again.model.weights_sha256 == straight[0].model.weights_sha256
    assert any("is damaged" in line.text for line in ear.heard(Logged))
    assert [message.epoch for message in ear.heard(CheckpointDone)] == [3]


def test_a_checkpoint_of_other_settings_is_left_alone(base: Path, tmp_path: Path):
    """The same folder, another learning rate: from the start, and it says so."""
    session.run(small.job(tmp_path, base), Ear(), after(3))
    ear = Ear()

    finish(small.job(tmp_path, base, learning_rate=5e-3), ear)

    assert any("other settings" in line.text for line in ear.heard(Logged))
    assert [message.metrics.epoch for message in ear.heard(EpochDone)] == [1, 2]


def test_checkpoints_are_kept_within_an_epoch_too(base: Path, tmp_path: Path):
    """Every two of six steps; after the sixth comes the exam, and that checkpoint follows it."""
    ear = Ear()

    finish(small.job(tmp_path, base, checkpoint_steps=2), ear)

    kept = [(message.epoch, message.step) for message in ear.heard(CheckpointDone)]
    assert kept == [(0, 2), (0, 4), (1, 6), (1, 8), (1, 10), (2, 12)]


def test_checkpoints_are_kept_by_the_clock(base: Path, tmp_path: Path):
    """A clock that moves by a minute whenever it is asked: no three steps go by without one."""
    ear = Ear()
    minutes = count()

    session.run(
        small.job(tmp_path, base, checkpoint_minutes=9), ear, never, lambda: 60.0 * next(minutes)
    )

    steps = [0, *(message.step for message in ear.heard(CheckpointDone))]
    assert len(steps) > 5
    assert max(later - before for before, later in pairwise(steps)) <= 3


def test_how_often_checkpoints_are_kept_changes_nothing(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """The same bits."""
    done = finish(small.job(tmp_path, base, epochs=3, checkpoint_steps=1, keep_best=3))

    assert done.model.weights_sha256 == straight[0].model.weights_sha256


def test_training_ends_early_when_it_brings_nothing_more(base: Path, tmp_path: Path):
    """A model that cannot learn at this rate: patience of 2 means three epochs."""
    chosen: dict[str, Any] = {"learning_rate": 1e-7, "epochs": 9, "early_stopping_patience": 2}

    report = finish(small.job(tmp_path, base, **chosen)).report

    assert report.stopped_early
    assert report.epochs_run == 3
    assert report.best_epoch == 1


def test_the_best_epochs_weights_are_saved_not_the_last(base: Path, tmp_path: Path):
    """The saved model reaches the best epoch's score, though the last one was worse."""
    chosen: dict[str, Any] = {"learning_rate": 3e-2, "epochs": 6}
    job = small.job(tmp_path, base, **chosen)
    ear = Ear()

    done = finish(job, ear)

    scores = [message.metrics.macro_f1 for message in ear.heard(EpochDone)]
    saved = load_file(job.work_dir / "best" / f"epoch-{done.report.best_epoch:04d}.safetensors")
    assert done.report.best_epoch == scores.index(max(scores)) + 1
    assert all(torch.equal(saved[name], tensor) for name, tensor in weights(job.model_dir).items())


def test_max_steps_end_the_run_in_the_middle_of_an_epoch(base: Path, tmp_path: Path):
    """The epoch that is cut short is examined like any other."""
    ear = Ear()

    report = finish(small.job(tmp_path, base, epochs=5, max_steps=8), ear).report

    assert [message.metrics.step for message in ear.heard(EpochDone)] == [6, 8]
    assert report.epochs_run == 2
    assert not report.stopped_early


def test_a_device_that_is_too_small_gets_smaller_micro_batches(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Above 40 tokens the allocator really fails: told once, remembered after a resume."""
    forward = TextClassification.answers

    def answers(self: TextClassification, batch: Any) -> torch.Tensor:
        if batch.inputs["input_ids"].numel() > 40:
            torch.empty(MORE_THAN_THERE_IS, dtype=torch.uint8)
        return forward(self, batch)

    monkeypatch.setattr(TextClassification, "answers", answers)
    job = small.job(tmp_path, base, count=120, epochs=4)
    first, second = Ear(), Ear()

    session.run(job, first, after(5))
    done = finish(job, second)

    assert [cut.step for cut in first.heard(MemoryCut)] == [1] * len(first.heard(MemoryCut))
    assert first.heard(MemoryCut)[-1].token_budget <= 40
    assert not second.heard(MemoryCut)
    assert done.report.macro_f1 > 0.7


def test_a_loss_that_is_no_number_ends_the_run(base: Path, tmp_path: Path):
    """And no checkpoint keeps the ruined weights."""
    job = small.job(tmp_path, base)
    network = load_file(base / "model.safetensors")
    broken = tmp_path / "broken"
    small.save_base(broken)
    (broken / "model.safetensors").unlink()
    network["embeddings.LayerNorm.weight"] *= float("nan")
    save_file(network, broken / "model.safetensors", metadata={"format": "pt"})

    with pytest.raises(DivergedError):
        session.run(job.model_copy(update={"base_model": str(broken)}), Ear(), never)

    assert not list((job.work_dir / "checkpoints").iterdir())


def test_examples_that_cannot_be_read_are_refused(base: Path, tmp_path: Path):
    """Before a base model is loaded."""
    job = small.job(tmp_path, base)
    job.examples.write_text("text;label")

    with pytest.raises(ExamplesUnusableError):
        session.run(job, Ear(), never)


def test_the_log_says_what_a_person_would_ask(straight: tuple[Finished, Ear]):
    """Device, sizes, split, steps and each epoch."""
    lines = [message.text for message in straight[1].heard(Logged)]

    for words in ("Training on", "60 examples, 3 labels", "steps of 8", "Epoch 3 of 3"):
        assert any(words in line for line in lines)


def test_the_time_of_all_attempts_is_counted(base: Path, tmp_path: Path):
    """The first attempt took 1,000 seconds; the second's are added."""
    job = small.job(tmp_path, base)
    session.run(job, Ear(), after(6))
    [kept] = (job.work_dir / "checkpoints").iterdir()
    manifest = Manifest.model_validate_json((kept / checkpoint.MANIFEST).read_bytes())
    checkpoint.seal(kept, manifest.model_copy(update={"seconds": 1000.0}))

    assert 1000 < finish(job).report.seconds < 1100


def test_cancelled_it_leaves_the_model_learned_so_far_if_asked(
    straight: tuple[Finished, Ear], base: Path, tmp_path: Path
):
    """The best epoch's, with all the files of a finished one, and a card that says how it came."""
    job = small.job(tmp_path, base, epochs=3)
    ear = Ear()

    stopped = session.run(job, ear, after(20), keep_asked=lambda: True)

    assert isinstance(stopped, Stopped)
    assert 0 < stopped.epochs_completed < 3
    assert stopped.model is not None
    kept, whole = Path(stopped.model.path), Path(straight[0].model.path)
    assert {path.name for path in kept.iterdir()} == {path.name for path in whole.iterdir()}
    cut = f"cancelado depois de {stopped.epochs_completed} de 3 rodadas"
    assert cut in (kept / "README.md").read_text()
    assert "cancelado" not in (whole / "README.md").read_text()
    [answer] = pipeline("text-classification", model=str(kept))("o mar de anil")
    assert answer["label"] in small.COLOURS


def test_cancelled_in_a_later_attempt_it_keeps_what_the_earlier_one_learned(
    base: Path, tmp_path: Path
):
    """It has to be examined again, though a stop is asked for all the time."""
    job = small.job(tmp_path, base, epochs=3)
    first = session.run(job, Ear(), after(20))
    assert isinstance(first, Stopped)
    assert first.model is None
    assert not job.model_dir.exists()

    second = session.run(job, Ear(), after(1), keep_asked=lambda: True)

    assert isinstance(second, Stopped)
    assert second.model is not None
    assert second.epochs_completed == first.epochs_completed


def test_without_a_finished_epoch_there_is_no_model_to_keep(base: Path, tmp_path: Path):
    """Weights that were never examined promise nothing."""
    stopped = session.run(small.job(tmp_path, base), Ear(), after(3), keep_asked=lambda: True)

    assert stopped == Stopped(epochs_completed=0)


def test_a_model_that_is_kept_is_not_exported(base: Path, tmp_path: Path):
    """Whoever stops a training does not want to wait for other formats."""
    job = small.job(tmp_path, base, epochs=3).model_copy(
        update={"exports": (ExportFormat.PYTORCH,)}
    )

    stopped = session.run(job, Ear(), after(20), keep_asked=lambda: True)

    assert isinstance(stopped, Stopped)
    assert stopped.model is not None
    assert stopped.model.exports == []
