from typing import Any, cast

import numpy as np

from worker.training import work
from worker.training.batches import Plan
from worker.training.loop import Position, Unit
from worker.training.work import Work


class Rows:
    """Two exams of 30 tokens, four rows of 100 tokens to learn from."""

    training_lengths = np.array([10, 20, 30, 40])
    exam_lengths = np.array([10, 20])


UNIT = cast("Unit", cast("Any", Rows()))


def plan(**changes: Any) -> Plan:
    fields: dict[str, Any] = {"examples_per_step": 2, "epochs": 3, "seed": 1, "max_steps": None}
    return Plan(lengths=Rows.training_lengths, **(fields | changes))


def test_a_run_learns_every_row_each_epoch_and_then_takes_the_exam():
    """Three times 100 tokens, three times 30."""
    assert work.whole(UNIT, plan()) == Work(learned=300, read=90)


def test_a_run_that_is_cut_short_learns_less():
    """Three of six steps: an epoch and a half, examined twice."""
    assert work.whole(UNIT, plan(max_steps=3)) == Work(learned=150, read=60)


def test_what_is_done_and_what_is_left_are_the_whole():
    """Amid the second epoch, after one exam."""
    done = work.done(UNIT, plan(), Position(epoch=2, taken=1, step=3), exams=1)

    assert done == Work(learned=150, read=30)
    assert work.whole(UNIT, plan()) - done == Work(learned=150, read=60)


def test_learning_costs_three_times_as_much_as_reading():
    """Forward once, backward twice."""
    assert Work(learned=10, read=5).cost == 35
    assert Work(1, 2) + Work(3, 4) == Work(4, 6)
