"""The training loop: a generator of progress. It saves nothing, sends nothing, prints nothing.

To stop, its caller stops asking; every ``StepDone`` is a place to go on from.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class MemoryHalved:
    """The device ran out of memory; the same work begins again in smaller pieces."""

    step: int
    """The one in hand, from 1."""
    token_budget: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Takes the steps of a plan, epoch by epoch, each followed by an exam."""

    unit: Unit
    plan: Plan
    updater: Updater
    precision: Precision
    device: torch.device
    budget: TokenBudget

    def run(self, start: Position) -> Iterator[Progress]:
        """From ``start`` to the plan's end.

        Raises:
            OutOfMemoryError: not even one example fits.
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
                yield self._shrink([rows], self.unit.exam_lengths, position.step)
                waiting = deque(self._exam_parts(np.concatenate([rows, *waiting])))
            else:
                answered.append((rows, outputs))
                yield ExamAdvanced(int(self.unit.exam_lengths[rows].sum()))
        answers = _gather(answered)
        yield Examined(position, answers, self.unit.mark(answers))

    def _take(self, rows: Rows, after: Position) -> Iterator[Progress]:
        """One optimizer step, replayed with the same randomness until it fits into memory."""
        self.unit.model.train()
        lengths = self.unit.training_lengths
        randomness = seeds.capture_torch()
        while (losses := self._try_gradients(rows)) is None:
            seeds.restore_torch(randomness)
            yield self._shrink(batches.cut(rows, lengths, self.budget.tokens), lengths, after.step)
        self.updater.update(after.step)
        weight = self.unit.weight(rows)
        yield StepDone(
            position=after,
            losses=losses,
            weight=weight,
            asked=self.unit.asked(rows),
            examples=len(rows),
            tokens=int(lengths[rows].sum()),
        )

    def _try_gradients(self, rows: Rows) -> Losses | None:
        """The step's summed losses; None, and no gradients, if memory ran out."""
        try:
            return self._gradients(rows)
        except Exception as error:
            if not memory.is_exhausted(error):
                raise
        self.updater.forget()
        return None

    def _gradients(self, rows: Rows) -> Losses:
        """Sum of losses over sum of weights of the whole step: how it is cut changes nothing."""
        weight = self.unit.weight(rows)
        parts = batches.cut(rows, self.unit.training_lengths, self.budget.tokens)
        losses = [self._backward(self.unit.training_batch(part), weight) for part in parts]
        total = torch.stack([part.total for part in losses]).sum()
        return Losses(total, torch.stack([part.hits for part in losses]).sum())

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
        try:
            with torch.inference_mode(), precision.autocast(self.precision, self.device):
                return self.unit.answers(self.unit.exam_batch(rows))
        except Exception as error:
            if not memory.is_exhausted(error):
                raise
        return None

    def _shrink(self, failed: list[Rows], lengths: Lengths, step: int) -> MemoryHalved:
        memory.release()
        self.budget.cut([(len(rows), batches.padded_tokens(rows, lengths)) for rows in failed])
        return MemoryHalved(step, self.budget.tokens)


def _gather(answered: list[tuple[Rows, torch.Tensor]]) -> Answers:
    rows = np.concatenate([rows for rows, _ in answered])
    return Answers(rows, torch.cat([outputs for _, outputs in answered]).cpu())
