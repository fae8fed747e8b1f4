"""The training loop: a generator of progress. It saves nothing, sends nothing, prints nothing.

To stop, its caller stops asking; every ``StepDone`` is a place to go on from.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
import torch
from torch import nn

from schemas.hyperparameters import Precision
from worker.training import batches, memory, precision, seeds
from worker.training.batches import Batch, Lengths, Plan, Rows
from worker.training.memory import TokenBudget
from worker.training.optimizer import Updater


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two optimizer steps."""

    epoch: int = 1
    """The one being worked on."""
    taken: int = 0
    """Steps taken in it; when all are, its exam is next."""
    step: int = 0
    """Steps taken over all epochs."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What a forward pass found, as scalars on the device: reading them waits for it."""

    total: torch.Tensor
    """Summed over the batch, weighted, in nats."""
    hits: torch.Tensor
    """Right answers, of those that the rows ask for."""


@dataclass(frozen=True, slots=True)
class Exam:
    """How well the held-out rows were answered."""

    loss: float
    """Weighted mean, in nats."""
    accuracy: float
    macro_f1: float
    weighted_f1: float
    score: float
    """What epochs are compared by: higher is better."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The model's answers to the held-out rows."""

    rows: Rows
    outputs: torch.Tensor
    """``(answer, ...)``, in the order of ``rows``, on the processor; the task knows how many
    answers a row has."""


class Unit(Protocol):
    """What a task brings to the loop.

    A row is what the model reads at once: an example, or a window of a long one.
    """

    @property
    def model(self) -> nn.Module: ...

    @property
    def training_lengths(self) -> Lengths: ...

    @property
    def exam_lengths(self) -> Lengths: ...

    def training_batch(self, rows: Rows) -> Batch:
        """Rows to learn from, on the device."""
        ...

    def exam_batch(self, rows: Rows) -> Batch:
        """Held-out rows, on the device."""
        ...

    def weight(self, rows: Rows) -> float:
        """What the summed loss of these rows to learn from is divided by."""
        ...

    def asked(self, rows: Rows) -> int:
        """How many answers these rows to learn from ask for."""
        ...

    def losses(self, batch: Batch) -> Losses:
        """One forward pass."""
        ...

    def answers(self, batch: Batch) -> torch.Tensor:
        """What ``mark`` needs of a forward pass, ``(answer, ...)``, one row's after the other's."""
        ...

    def mark(self, answers: Answers) -> Exam: ...

    @property
    def max_length(self) -> int:
        """Tokens that a row may hold."""
        ...

    def shortened(self, max_length: int) -> Self:
        """The same with shorter rows, and the same model; what was a row may be several then."""
        ...

    def pieces(self, rows: Rows) -> Rows:
        """What rows of the first lengths to learn from have become; all else speaks of these."""
        ...


@dataclass(frozen=True, slots=True)
class StepDone:
    """One optimizer step was taken."""

    position: Position
    losses: Losses
    """Summed over the step."""
    weight: float
    """What the summed loss was divided by."""
    asked: int
    """Answers that could have been right."""
    examples: int
    tokens: int
    """Padding not included."""


UnitT = TypeVar("UnitT", bound=Unit)


@dataclass(frozen=True, slots=True)
class MemoryHalved:
    """The device ran out of memory; the same work begins again in smaller pieces."""

    step: int
    """The one in hand, from 1."""
    token_budget: int
    max_length: int | None = None
    """Tokens that a row may hold from now on, if that had to be reduced."""


@dataclass(frozen=True, slots=True)
class ExamAdvanced:
    """Some held-out rows were answered."""

    tokens: int


@dataclass(frozen=True, slots=True)
class Examined:
    """The model was scored on the held-out rows."""

    position: Position
    """The beginning of the next epoch."""
    answers: Answers
    exam: Exam


Progress = StepDone | MemoryHalved | ExamAdvanced | Examined


@dataclass(slots=True, kw_only=True)
class Loop(Generic[UnitT]):
    """Takes the steps of a plan, epoch by epoch, each followed by an exam."""

    unit: UnitT
    """Replaced by one with shorter rows where memory demands it."""
    plan: Plan
    updater: Updater
    precision: Precision
    device: torch.device
    budget: TokenBudget
    max_lengths: list[int] = field(default_factory=list[int])
    """What rows were cut at, one after the other, for want of memory."""

    def run(self, start: Position) -> Iterator[Progress]:
        """From ``start`` to the plan's end.

        Raises:
            OutOfMemoryError: not even one short example fits.
        """
        position = start
        while position.epoch <= self.plan.last_epoch:
            for rows in self.plan.steps(position.epoch)[position.taken :]:
                position = Position(position.epoch, position.taken + 1, position.step + 1)
                yield from self._take(rows, position)
            position = Position(position.epoch + 1, 0, position.step)
            yield from self.examine(position)

    def examine(self, position: Position) -> Iterator[Progress]:
        """One exam, told as ``position``'s; its last word is ``Examined``."""
        self.unit.model.eval()
        waiting = deque(self._exam_parts(np.arange(len(self.unit.exam_lengths))))
        answered: list[tuple[Rows, torch.Tensor]] = []
        while waiting:
            rows = waiting.popleft()
            if (outputs := self._try_answers(rows)) is None:
                halved = self._shrink([rows], self.unit.exam_lengths, position.step)
                yield halved
                rest = np.concatenate([rows, *waiting])
                if halved.max_length is not None:
                    answered, rest = [], np.arange(len(self.unit.exam_lengths))
                waiting = deque(self._exam_parts(rest))
            else:
                answered.append((rows, outputs))
                yield ExamAdvanced(int(self.unit.exam_lengths[rows].sum()))
        answers = _gather(answered)
        yield Examined(position, answers, self.unit.mark(answers))

    def _take(self, rows: Rows, after: Position) -> Iterator[Progress]:
        """One optimizer step, replayed with the same randomness until it fits into memory."""
        self.unit.model.train()
        randomness = seeds.capture_torch()
        while (losses := memory.attempt(lambda: self._update(rows, after.step))) is None:
            self.updater.abandon()
            seeds.restore_torch(randomness)
            yield self._shrink(self._parts(rows), self.unit.training_lengths, after.step)
        pieces = self.unit.pieces(rows)
        yield StepDone(
            position=after,
            losses=losses,
            weight=self.unit.weight(pieces),
            asked=self.unit.asked(pieces),
            examples=len(rows),
            tokens=int(self.unit.training_lengths[pieces].sum()),
        )

    def _update(self, rows: Rows, step: int) -> Losses:
        """The step's summed losses, when the weights have learned from them."""
        losses = self._gradients(rows)
        self.updater.update(step)
        return losses

    def _gradients(self, rows: Rows) -> Losses:
        """Sum of losses over sum of weights of the whole step: how it is cut changes nothing."""
        weight = self.unit.weight(self.unit.pieces(rows))
        losses = [
            self._backward(self.unit.training_batch(part), weight) for part in self._parts(rows)
        ]
        total = torch.stack([part.total for part in losses]).sum()
        return Losses(total, torch.stack([part.hits for part in losses]).sum())

    def _parts(self, rows: Rows) -> list[Rows]:
        """The micro-batches of the plan's ``rows``."""
        lengths = self.unit.training_lengths
        pieces = batches.by_length(self.unit.pieces(rows), lengths)
        return batches.cut(pieces, lengths, self.budget.tokens)

    def _backward(self, batch: Batch, weight: float) -> Losses:
        with precision.autocast(self.precision, self.device):
            losses = self.unit.losses(batch)
        self.updater.backward(losses.total / weight)
        return Losses(losses.total.detach(), losses.hits)

    def _exam_parts(self, rows: Rows) -> list[Rows]:
        lengths = self.unit.exam_lengths
        return batches.cut(batches.by_length(rows, lengths), lengths, self.budget.tokens)

    def _try_answers(self, rows: Rows) -> torch.Tensor | None:
        """The answers to ``rows``; None if memory ran out."""
        with torch.inference_mode(), precision.autocast(self.precision, self.device):
            return memory.attempt(lambda: self.unit.answers(self.unit.exam_batch(rows)))

    def _shrink(self, failed: list[Rows], lengths: Lengths, step: int) -> MemoryHalved:
        """Take less at once, or where a single row is too much, shorter rows."""
        memory.release()
        sizes = [(len(rows), batches.padded_tokens(rows, lengths)) for rows in failed]
        if self.budget.cut(sizes):
            return MemoryHalved(step, self.budget.tokens)
        self.shorten(memory.shorter(max(tokens for _, tokens in sizes)))
        return MemoryHalved(step, self.budget.tokens, self.unit.max_length)

    def shorten(self, max_length: int) -> None:
        """Cut rows at so many tokens from now on; the plan's rows and steps stay what they are."""
        self.unit = self.unit.shortened(max_length)
        self.max_lengths.append(max_length)


def _gather(answered: list[tuple[Rows, torch.Tensor]]) -> Answers:
    rows = np.concatenate([rows for rows, _ in answered])
    return Answers(rows, torch.cat([outputs.cpu() for _, outputs in answered]))
