"""What a run's steps measured, as the API shows it."""

from collections.abc import Sequence

from api.points import Point
from api.views.base import View


class RunPoints(View):
    """The points of a run, one value a point in each list, by their steps."""

    steps: list[int]
    epochs: list[int]
    """The one that the step is of, from 1."""
    train_loss: list[float]
    """Here and below, the mean over the steps since the last report."""
    learning_rate: list[float | None]
    examples_per_second: list[float | None]
    total: int
    """How many there were before they were thinned."""
    sequence: int
    """Ask for what comes ``after`` it."""


def points_of(shown: Sequence[Point], total: int, sequence: int) -> RunPoints:
    """The points ``shown`` of ``total``, known up to ``sequence``."""
    return RunPoints(
        steps=[one.step for one in shown],
        epochs=[one.epoch for one in shown],
        train_loss=[one.train_loss for one in shown],
        learning_rate=[one.learning_rate for one in shown],
        examples_per_second=[one.examples_per_second for one in shown],
        total=total,
        sequence=sequence,
    )
