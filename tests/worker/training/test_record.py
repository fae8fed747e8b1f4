import pytest
import torch

from schemas.metrics import EpochMetrics
from worker.training import record
from worker.training.checkpoint import Tally
from worker.training.failures import DivergedError
from worker.training.loop import Exam, Losses, Position, StepDone
from worker.training.record import RunningSums

TALLY = Tally(loss=12.0, weight=8.0, hits=6, asked=12, examples=10, seconds=4.0)


def step(loss: float) -> StepDone:
    losses = Losses(torch.tensor(loss), torch.tensor(3))
    return StepDone(Position(), losses, weight=4.0, asked=6, examples=5, tokens=50)


def conclude(history: list[EpochMetrics], score: float, loss: float = 0.7) -> EpochMetrics:
    exam = Exam(loss=loss, accuracy=0.8, macro_f1=0.5, weighted_f1=0.75, score=score)
    return record.conclude(history, TALLY, exam, step=9, learning_rate=1e-4, exam_seconds=1.5)


def test_sums_go_on_from_where_they_were():
    """An epoch that was interrupted has the same figures as one that was not."""
    sums = RunningSums(torch.device("cpu"), TALLY)

    sums.add(step(2.0))
    sums.add_seconds(0.5)

    assert sums.read() == Tally(loss=14.0, weight=12.0, hits=9, asked=18, examples=15, seconds=4.5)


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_ends_the_run(loss: float):
    """Read with the sums, so that no step waits for it."""
    sums = RunningSums(torch.device("cpu"), Tally())
    sums.add(step(loss))

    with pytest.raises(DivergedError, match="lower learning rate"):
        sums.read()


def test_an_epochs_figures_are_means_over_its_steps():
    """The loss over the weights, the hits over what was asked, the speed without the exam."""
    metrics = conclude([], score=0.6)

    assert metrics.epoch == 1
    assert metrics.train_loss == 1.5
    assert metrics.train_accuracy == 0.5
    assert metrics.examples_per_second == 2.5
    assert metrics.seconds == 5.5
    assert (metrics.step, metrics.learning_rate) == (9, 1e-4)


def test_the_best_epoch_is_the_first_to_reach_its_score():
    """An equal score later is not better."""
    history: list[EpochMetrics] = []
    for score in (0.5, 0.7, 0.7, 0.6, 0.8):
        history.append(conclude(history, score))

    assert [metrics.is_best for metrics in history] == [True, True, False, False, True]
    assert [metrics.epoch for metrics in history] == [1, 2, 3, 4, 5]


def test_an_exam_whose_loss_is_no_number_ends_the_run():
    """The weights are of no use."""
    with pytest.raises(DivergedError):
        conclude([], score=0.1, loss=float("nan"))


def test_an_epoch_is_described_in_one_line():
    """For the run's log."""
    line = record.describe(conclude([], score=0.625), epochs=3)

    assert line.startswith("Epoch 1 of 3: loss 1.5000, held out 0.7000, accuracy 0.800")
    assert "score 0.625 (best)" in line
