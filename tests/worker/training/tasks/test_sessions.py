"""Every task but the first, whose session has tests of its own, from its job to its model."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import torch

from schemas.metrics import QuestionAnsweringReport, Report, TextClassificationReport
from tests.worker.training import lessons
from tests.worker.training.small import Ear, never
from tests.worker.training.test_memory import MORE_THAN_THERE_IS
from worker.messages import EpochDone, Finished, Job, MemoryCut, Stopped
from worker.training import session
from worker.training.network import Network

Straight = tuple[str, Finished, Ear]


def finish(job: Job, ear: Ear | None = None) -> Finished:
    last = session.run(job, ear or Ear(), never)
    assert isinstance(last, Finished)
    return last


def after(calls: int) -> Callable[[], bool]:
    """Asks to stop at that question, and ever after."""
    questions = count(1)
    return lambda: next(questions) >= calls


def untimed(message: EpochDone) -> dict[str, Any]:
    return message.metrics.model_dump(exclude={"seconds", "examples_per_second"})


def score(report: Report) -> float:
    """What the best epoch was chosen by."""
    return report.macro_f1 if isinstance(report, TextClassificationReport) else report.f1


@pytest.fixture(scope="module", params=lessons.KINDS)
def straight(
    request: pytest.FixtureRequest, base: Path, tmp_path_factory: pytest.TempPathFactory
) -> Straight:
    """A run of three epochs that nothing interrupted, of every kind of lesson."""
    ear = Ear()
    folder = tmp_path_factory.mktemp(request.param)
    return request.param, finish(lessons.job(request.param, folder, base), ear), ear


@pytest.mark.parametrize("kind", lessons.KINDS)
def test_it_learns_what_the_rows_teach(kind: str, base: Path, tmp_path: Path):
    """Far above chance, on rows that it never saw."""
    chosen: dict[str, Any] = {"epochs": 12, "early_stopping_patience": None}

    report = finish(lessons.job(kind, tmp_path, base, count=100, **chosen)).report

    assert score(report) > 0.8
    assert report.train_examples + report.validation_examples == 100


def test_its_report_is_of_the_best_epoch(straight: Straight):
    """The one with the best score, and its very figures."""
    _, done, ear = straight
    best = max((message.metrics for message in ear.heard(EpochDone)), key=lambda one: one.score)

    assert done.report.best_epoch == best.epoch
    assert score(done.report) == best.score
    assert done.report.validation_loss == best.validation_loss
    accuracy = "exact_match" if isinstance(done.report, QuestionAnsweringReport) else "accuracy"
    assert getattr(done.report, accuracy) == best.validation_accuracy


@pytest.mark.parametrize("questions", [2, 6, 9])
def test_stopped_and_resumed_it_ends_with_the_same_bits(
    questions: int, straight: Straight, base: Path, tmp_path: Path
):
    """After a step, amid an exam or between epochs: weights, metrics and report."""
    kind, done, ear = straight
    job = lessons.job(kind, tmp_path, base)
    second = Ear()

    stopped = session.run(job, Ear(), after(questions))
    again = finish(job, second)

    assert isinstance(stopped, Stopped)
    assert again.model.weights_sha256 == done.model.weights_sha256
    assert list(map(untimed, second.heard(EpochDone))) == list(map(untimed, ear.heard(EpochDone)))
    assert again.report.model_copy(update={"seconds": 0}) == done.report.model_copy(
        update={"seconds": 0}
    )


def test_a_device_that_is_too_small_gets_smaller_micro_batches(
    straight: Straight, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The allocator really fails above 60 tokens; what is measured stays the same."""
    kind, whole = straight[0], Network.batch

    def batch(self: Network, texts: Any, targets: Any, **others: Any) -> Any:
        if len(texts) * max(map(len, texts)) > 60:
            torch.empty(MORE_THAN_THERE_IS, dtype=torch.uint8)
        return whole(self, texts, targets, **others)

    monkeypatch.setattr(Network, "batch", batch)
    tight = Ear()
    job = lessons.job(kind, tmp_path, base, learning_rate=1e-6, early_stopping_patience=None)

    finish(job, tight)
    monkeypatch.setattr(Network, "batch", whole)
    roomy = Ear()
    elsewhere = {"work_dir": tmp_path / "roomy", "cache_dir": tmp_path / "roomy"}
    finish(job.model_copy(update=elsewhere), roomy)

    assert tight.heard(MemoryCut)
    assert tight.heard(MemoryCut)[-1].token_budget <= 60
    for one, other in zip(tight.heard(EpochDone), roomy.heard(EpochDone), strict=True):
        assert one.metrics.validation_loss == pytest.approx(other.metrics.validation_loss, rel=1e-4)


@pytest.mark.parametrize("kind", lessons.KINDS)
def test_training_ends_early_by_the_tasks_own_score(kind: str, base: Path, tmp_path: Path):
    """A model that cannot learn at this rate: patience of 2 means three epochs."""
    chosen: dict[str, Any] = {"learning_rate": 1e-7, "epochs": 9, "early_stopping_patience": 2}

    report = finish(lessons.job(kind, tmp_path, base, **chosen)).report

    assert report.stopped_early
    assert (report.epochs_run, report.best_epoch) == (3, 1)
