from collections.abc import Callable, Iterator
from copy import copy
from itertools import count
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from schemas.hyperparameters import Hyperparameters, Precision
from worker.training import batches, seeds
from worker.training.batches import Batch, Lengths, Plan, Rows
from worker.training.loop import (
    Answers,
    Exam,
    ExamAdvanced,
    Examined,
    Loop,
    Losses,
    MemoryHalved,
    Position,
    Progress,
    StepDone,
)
from worker.training.memory import OutOfMemoryError, TokenBudget
from worker.training.optimizer import Updater

ROWS = 23
EXAM_ROWS = 9
FEATURES = 6
PLENTY = 10_000


class Points:
    """A unit that separates points on a plane; a micro-batch above ``room`` tokens does not fit."""

    def __init__(self, *, room: int = PLENTY, dropout: float = 0.0, longest: int = 30) -> None:
        rng = np.random.default_rng(0)
        seeds.seed_everything(11)
        self.model = nn.Sequential(nn.Linear(FEATURES, 8), nn.Dropout(dropout), nn.Linear(8, 3))
        self.training_lengths: Lengths = rng.integers(2, longest, ROWS)
        self.exam_lengths: Lengths = rng.integers(2, longest, EXAM_ROWS)
        self.max_length = longest
        self.points = torch.from_numpy(rng.normal(size=(ROWS, FEATURES))).float()
        self.labels = torch.from_numpy(rng.integers(0, 3, ROWS))
        self.room = room
        self.seen: list[int] = []

    def shortened(self, max_length: int) -> "Points":
        """A point is the same however long its row is."""
        shorter = copy(self)
        shorter.training_lengths = self.training_lengths.clip(max=max_length)
        shorter.exam_lengths = self.exam_lengths.clip(max=max_length)
        shorter.max_length = max_length
        return shorter

    def pieces(self, rows: Rows) -> Rows:
        return rows

    def training_batch(self, rows: Rows) -> Batch:
        return self._batch(rows, self.training_lengths)

    def exam_batch(self, rows: Rows) -> Batch:
        return self._batch(rows, self.exam_lengths)

    def weight(self, rows: Rows) -> float:
        return float(len(rows))

    def asked(self, rows: Rows) -> int:
        return len(rows)

    def losses(self, batch: Batch) -> Losses:
        logits = self.answers(batch)
        self.seen += batch.inputs["rows"].tolist()
        total = nn.functional.cross_entropy(logits, batch.targets, reduction="sum")
        return Losses(total, (logits.argmax(-1) == batch.targets).sum())

    def answers(self, batch: Batch) -> torch.Tensor:
        if batch.inputs["tokens"].item() > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return self.model(batch.inputs["points"])

    def mark(self, answers: Answers) -> Exam:
        assert sorted(answers.rows.tolist()) == list(range(EXAM_ROWS))
        assert answers.outputs.shape == (EXAM_ROWS, 3)
        return Exam(loss=1.0, accuracy=0.5, macro_f1=0.5, weighted_f1=0.5, score=0.5)

    def weights(self) -> torch.Tensor:
        return torch.cat([parameter.detach().flatten() for parameter in self.model.parameters()])

    def _batch(self, rows: Rows, lengths: Lengths) -> Batch:
        tokens = torch.tensor(batches.padded_tokens(rows, lengths))
        chosen = torch.from_numpy(rows)
        inputs = {"points": self.points[chosen], "tokens": tokens, "rows": chosen}
        return Batch(inputs, self.labels[chosen])


def loop(unit: Points, *, budget: int = PLENTY, epochs: int = 2) -> Loop[Points]:
    plan = Plan(lengths=unit.training_lengths, examples_per_step=8, epochs=epochs, seed=1)
    chosen = Hyperparameters(learning_rate=1e-2)
    return Loop(
        unit=unit,
        plan=plan,
        updater=Updater(unit.model, chosen, total_steps=plan.total_steps, precision=Precision.FP32),
        precision=Precision.FP32,
        device=torch.device("cpu"),
        budget=TokenBudget(budget),
    )


def kinds(progress: Iterator[Progress]) -> list[type]:
    return [type(done) for done in progress]


def test_each_epoch_is_its_steps_and_then_its_exam():
    """23 rows in steps of 8: three steps an epoch, then an exam that takes one batch."""
    epoch = [StepDone, StepDone, StepDone, ExamAdvanced, Examined]

    assert kinds(loop(Points()).run(Position())) == epoch * 2


def test_every_row_is_learned_from_once_an_epoch():
    """Whatever the micro-batches."""
    unit = Points()

    list(loop(unit, budget=40).run(Position()))

    assert sorted(unit.seen) == sorted([*range(ROWS), *range(ROWS)])


def test_steps_are_counted_over_epochs_and_within_them():
    """Positions are places to go on from."""
    steps = [done for done in loop(Points()).run(Position()) if isinstance(done, StepDone)]

    assert [done.position for done in steps] == [
        Position(epoch, taken, (epoch - 1) * 3 + taken) for epoch in (1, 2) for taken in (1, 2, 3)
    ]


def test_the_loss_falls():
    """The loop does teach."""
    steps = [d for d in loop(Points(), epochs=40).run(Position()) if isinstance(d, StepDone)]
    losses = [float(done.losses.total / done.weight) for done in steps]

    assert sum(losses[-3:]) < 0.7 * sum(losses[:3])


def test_how_a_step_is_cut_changes_nothing():
    """One micro-batch or one row each: the same weights but for the order of additions."""
    whole, pieces = Points(), Points()

    list(loop(whole).run(Position()))
    list(loop(pieces, budget=1).run(Position()))

    torch.testing.assert_close(whole.weights(), pieces.weights(), rtol=0, atol=1e-5)


def test_a_run_taken_up_at_any_step_ends_with_the_same_weights():
    """Position, weights, optimizer and generators are all there is to a run."""
    straight = Points(dropout=0.3)
    list(loop(straight).run(Position()))
    for stop_after in range(1, 6):
        unit = Points(dropout=0.3)
        first = loop(unit)
        steps = (done for done in first.run(Position()) if isinstance(done, StepDone))
        place = [next(steps) for _ in range(stop_after)][-1].position
        kept = (seeds.capture(), first.updater.state_dict())
        torch.rand(1000)
        second = loop(unit)
        second.updater.load_state_dict(kept[1])
        seeds.restore(kept[0])
        list(second.run(place))

        assert torch.equal(unit.weights(), straight.weights())


def test_a_step_that_does_not_fit_is_taken_again_in_pieces():
    """Told, halved, replayed: no row is learned from twice, and the result is the same."""
    roomy, tight = Points(), Points(room=60)

    list(loop(roomy).run(Position()))
    progress = list(loop(tight, budget=200).run(Position()))

    cuts = [done for done in progress if isinstance(done, MemoryHalved)]
    assert cuts
    assert cuts[-1].token_budget <= 60
    assert len([done for done in progress if isinstance(done, StepDone)]) == 6
    torch.testing.assert_close(roomy.weights(), tight.weights(), rtol=0, atol=1e-5)


def test_a_replayed_step_draws_the_same_random_numbers():
    """After a failure the generator is where it was, as if the budget had always been small."""
    failing = Points(room=60, dropout=0.3)
    cuts = [d for d in loop(failing, budget=200).run(Position()) if isinstance(d, MemoryHalved)]

    small = Points(room=60, dropout=0.3)
    list(loop(small, budget=cuts[-1].token_budget).run(Position()))

    assert cuts[-1].step == 1
    assert torch.equal(failing.weights(), small.weights())


def test_an_exam_that_does_not_fit_goes_on_in_smaller_pieces():
    """What was answered stays answered."""
    unit = Points(room=50)

    *progress, last = loop(unit, budget=200).examine(Position(3, 0, 6))

    assert isinstance(last, Examined)
    assert [d.step for d in progress if isinstance(d, MemoryHalved)] == [6, 6]
    assert sum(d.tokens for d in progress if isinstance(d, ExamAdvanced)) == unit.exam_lengths.sum()


def test_a_device_without_room_for_one_example_ends_the_run():
    """Smaller pieces than one example there are none."""
    with pytest.raises(OutOfMemoryError):
        list(loop(Points(room=1)).run(Position()))


def test_where_one_row_does_not_fit_rows_become_shorter():
    """Halved until it does; the same steps, and no row is left out or learned from twice."""
    unit = Points(room=60, longest=200)
    taught = loop(unit, budget=200)

    progress = list(taught.run(Position()))

    assert [cut for done in progress if (cut := max_length_of(done))] == taught.max_lengths
    assert taught.unit.max_length <= 60
    assert taught.unit.training_lengths.max() <= 60
    assert len([done for done in progress if isinstance(done, StepDone)]) == 6
    assert {done.step for done in progress if isinstance(done, MemoryHalved)} <= {1, 2}


def max_length_of(done: Progress) -> int | None:
    return done.max_length if isinstance(done, MemoryHalved) else None


def test_an_exam_in_which_one_row_does_not_fit_begins_again():
    """Answers to longer rows would be of another length than those to come."""
    unit = Points(room=60, longest=200)
    taught = loop(unit, budget=200)

    *progress, last = taught.examine(Position(3, 0, 6))

    assert isinstance(last, Examined)
    assert taught.unit.exam_lengths.max() <= 60
    assert [done for done in progress if max_length_of(done)]


def test_rows_are_never_cut_below_a_text():
    """32 tokens, then the run is over."""
    taught = loop(Points(room=31, longest=200))

    with pytest.raises(OutOfMemoryError, match="one example of 32 tokens"):
        list(taught.run(Position()))

    assert taught.max_lengths[-1] == 32


def exhausted_once(work: Callable[..., Any], at: int) -> Callable[..., Any]:
    """``work``, but at its ``at``-th call there is no memory."""
    calls = count(1)

    def failing(*given: Any, **named: Any) -> Any:
        if next(calls) == at:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return work(*given, **named)

    return failing


PLACES = [
    (nn.Linear, "forward", 2),
    (nn.Linear, "forward", 11),
    (torch.Tensor, "backward", 1),
    (torch.Tensor, "backward", 5),
    (nn.utils, "get_total_norm", 1),
    (nn.utils, "get_total_norm", 4),
    (torch.optim.AdamW, "step", 1),
    (torch.optim.AdamW, "step", 6),
    (Points, "answers", 4),
    (Points, "exam_batch", 2),
]
"""Where memory is to run out, and at which call."""


@pytest.mark.parametrize(("owner", "name", "at"), PLACES)
def test_wherever_memory_runs_out_the_run_is_completed(
    owner: Any, name: str, at: int, monkeypatch: pytest.MonkeyPatch
):
    """Forward, backward, optimizer or exam: the same weights as if there had always been enough."""
    straight, failing = Points(), Points()
    list(loop(straight).run(Position()))
    monkeypatch.setattr(owner, name, exhausted_once(getattr(owner, name), at))

    progress = list(loop(failing, budget=90).run(Position()))

    assert len([done for done in progress if isinstance(done, MemoryHalved)]) == 1
    assert len([done for done in progress if isinstance(done, StepDone)]) == 6
    assert len([done for done in progress if isinstance(done, Examined)]) == 2
    torch.testing.assert_close(failing.weights(), straight.weights(), rtol=0, atol=1e-5)


def test_an_error_that_is_not_of_memory_is_not_swallowed():
    """A bug crashes loudly."""
    unit = Points()
    unit.labels += 3

    with pytest.raises(IndexError):
        list(loop(unit).run(Position()))
