"""The training loop: a generator of progress. It saves nothing, sends nothing, prints nothing.

To stop, its caller stops asking; every ``StepDone`` is a place to go on from.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
import torch
from torch import nn

from schemas.hyperparameters import Precision
from worker.training import batches, memory, precision, seeds
from worker.training.batches import Batch, Lengths, Plan, Rows
from worker.training.memory import TokenBudget
from worker.training.optimizer import Updater
from worker.training.team import ALONE, Team

NOTHING = np.array([], dtype=np.int64)
"""The part of a process that has none in a round."""


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
    team: Team = ALONE

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

    def rehearse(self, rows: Rows) -> None:
        """Learn from one micro-batch and forget all of it: no later result depends on it."""
        self.unit.model.train()
        randomness = seeds.capture_torch()
        try:
            self._backward(self.unit.training_batch(rows), self.unit.weight(rows))
        finally:
            self.updater.forget()
            seeds.restore_torch(randomness)

    def examine(self, position: Position) -> Iterator[Progress]:
        """One exam, told as ``position``'s; its last word is ``Examined``.

        It is answered in rounds, a micro-batch of each process at a time.
        """
        self.unit.model.eval()
        waiting = deque(self._exam_rounds(np.arange(len(self.unit.exam_lengths))))
        answered: list[Answers] = []
        while waiting:
            parts = waiting.popleft()
            mine = self._try_answers(parts[self.team.rank])
            if mine is None:
                failed = [part for part in parts if len(part)]
                halved = self._shrink(failed, self.unit.exam_lengths, position.step)
                yield halved
                rest = np.concatenate([*parts, *chain.from_iterable(waiting)])
                if halved.max_length is not None:
                    answered, rest = [], np.arange(len(self.unit.exam_lengths))
                waiting = deque(self._exam_rounds(rest))
            else:
                answered += mine
                yield ExamAdvanced(int(self.unit.exam_lengths[np.concatenate(parts)].sum()))
        answers = _join(self.team.gather(_collect(answered)))
        yield Examined(position, answers, self.team.led(lambda: self.unit.mark(answers)))

    def _take(self, rows: Rows, after: Position) -> Iterator[Progress]:
        """One optimizer step, replayed with the same randomness until it fits into memory."""
        self.unit.model.train()
        while (losses := memory.attempt(lambda: self._update(rows, after.step))) is None:
            self.updater.abandon()
            parts = list(chain.from_iterable(self._parts(rows)))
            yield self._shrink(parts, self.unit.training_lengths, after.step)
        pieces = self.unit.pieces(rows)
        yield StepDone(
            position=after,
            losses=losses,
            weight=self.unit.weight(pieces),
            asked=self.unit.asked(pieces),
            examples=len(rows),
            tokens=int(self.unit.training_lengths[pieces].sum()),
        )

    def _update(self, rows: Rows, step: int) -> Losses | None:
        """The step's summed losses, when the weights have learned from them.

        None, and nothing learned, if memory ran out in any process.
        """
        seeds.seed_step(self.plan.seed, step, self.team.rank)
        losses = memory.attempt(lambda: self._gradients(rows))
        sums = None if losses is None else [losses.total, losses.hits]
        if not self.team.combine(self.updater.parameters, sums):
            return None
        with self.team.committed():
            self.updater.update(step)
        return losses

    def _gradients(self, rows: Rows) -> Losses:
        """Of this process's share.

        Sum of losses over sum of weights of the whole step: how it is cut changes nothing.
        """
        weight = self.unit.weight(self.unit.pieces(rows))
        total = torch.zeros((), device=self.device)
        hits = torch.zeros((), dtype=torch.int64, device=self.device)
        for part in self._parts(rows)[self.team.rank]:
            losses = self._backward(self.unit.training_batch(part), weight)
            total, hits = total + losses.total, hits + losses.hits
        return Losses(total, hits)

    def _parts(self, rows: Rows) -> list[list[Rows]]:
        """The micro-batches of the plan's ``rows``, every process's."""
        return self._deal(self.unit.pieces(rows), self.unit.training_lengths)

    def _deal(self, rows: Rows, lengths: Lengths) -> list[list[Rows]]:
        """Micro-batches for every process, of like work."""
        shares = batches.share(batches.by_length(rows, lengths), self.team.size)
        part_cost = batches.PART_COST.get(self.device.type, 0)
        return [batches.cut(share, lengths, self.budget.tokens, part_cost) for share in shares]

    def _backward(self, batch: Batch, weight: float) -> Losses:
        with precision.autocast(self.precision, self.device):
            losses = self.unit.losses(batch)
        self.updater.backward(losses.total / weight)
        return Losses(losses.total.detach(), losses.hits)

    def _exam_rounds(self, rows: Rows) -> Iterator[tuple[Rows, ...]]:
        """A micro-batch of every process at a time; towards the end some have none."""
        return zip_longest(*self._deal(rows, self.unit.exam_lengths), fillvalue=NOTHING)

    def _try_answers(self, rows: Rows) -> list[Answers] | None:
        """The answers to ``rows``, if there are any; None if memory ran out in any process."""
        answers = memory.attempt(lambda: self._answers(rows))
        [failed] = self.team.any([answers is None])
        return None if failed else answers

    def _answers(self, rows: Rows) -> list[Answers]:
        if not len(rows):
            return []
        with torch.inference_mode(), precision.autocast(self.precision, self.device):
            return [Answers(rows, self.unit.answers(self.unit.exam_batch(rows)))]

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


def _collect(answered: list[Answers]) -> list[Answers]:
    """One process's, on the processor and in one, if it gave any."""
    if not answered:
        return []
    outputs = torch.cat([part.outputs.cpu() for part in answered])
    return [Answers(np.concatenate([part.rows for part in answered]), outputs)]


def _join(everyone: list[list[Answers]]) -> Answers:
    """All processes'."""
    given = list(chain.from_iterable(everyone))
    rows = np.concatenate([one.rows for one in given])
    return Answers(rows, torch.cat([one.outputs for one in given]))
