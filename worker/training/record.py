"""What a run has measured: its past epochs, and the sums of the one being worked on."""

from collections.abc import Sequence
from math import isfinite

import torch

from schemas.metrics import EpochMetrics
from worker.training.checkpoint import Tally
from worker.training.failures import DivergedError
from worker.training.loop import Exam, MemoryHalved, StepDone


class RunningSums:
    """An epoch's loss and hits, kept on the device so that nobody waits for it."""

    def __init__(self, device: torch.device, start: Tally) -> None:
        exact = torch.float32 if device.type == "mps" else torch.float64
        self._loss = torch.tensor(start.loss, dtype=exact, device=device)
        self._hits = torch.tensor(start.hits, dtype=torch.int64, device=device)
        self._weight, self._asked = start.weight, start.asked
        self._examples, self._seconds = start.examples, start.seconds

    def add(self, step: StepDone) -> None:
        """Count a step, without reading what the device may still be computing."""
        self._loss += step.losses.total
        self._hits += step.losses.hits
        self._weight += step.weight
        self._asked += step.asked
        self._examples += step.examples

    def add_seconds(self, seconds: float) -> None:
        """Count time spent on steps."""
        self._seconds += seconds

    def wait(self) -> None:
        """Until the device has computed all that was added."""
        self._loss.item()

    def read(self) -> Tally:
        """The sums so far; waits for the device.

        Raises:
            DivergedError: the loss is no longer a number.
        """
        return Tally(
            loss=require_number(float(self._loss.item())),
            hits=int(self._hits.item()),
            weight=self._weight,
            asked=self._asked,
            examples=self._examples,
            seconds=self._seconds,
        )


def require_number(loss: float) -> float:
    """``loss``, if it is finite.

    Raises:
        DivergedError: it is not.
    """
    if not isfinite(loss):
        raise DivergedError(f"the loss is {loss}; a lower learning rate may help")
    return loss


def conclude(
    history: Sequence[EpochMetrics],
    tally: Tally,
    exam: Exam,
    *,
    step: int,
    learning_rate: float,
    exam_seconds: float,
) -> EpochMetrics:
    """The metrics of the epoch after ``history``.

    Raises:
        DivergedError: the held-out rows' loss is not a number.
    """
    best = max((metrics.score for metrics in history), default=float("-inf"))
    return EpochMetrics(
        epoch=len(history) + 1,
        step=step,
        train_loss=tally.loss / tally.weight,
        validation_loss=require_number(exam.loss),
        train_accuracy=tally.hits / tally.asked,
        validation_accuracy=exam.accuracy,
        macro_f1=exam.macro_f1,
        weighted_f1=exam.weighted_f1,
        score=exam.score,
        learning_rate=learning_rate,
        seconds=tally.seconds + exam_seconds,
        examples_per_second=tally.examples / max(tally.seconds, 1e-9),
        is_best=exam.score > best,
    )


def describe_cut(halved: MemoryHalved) -> str:
    """What a lack of memory led to in one line of the log."""
    if halved.max_length is None:
        remedy = f"it is taken again in micro-batches of at most {halved.token_budget:,} tokens"
    else:
        remedy = f"it goes on with texts cut to {halved.max_length} tokens"
    return f"Out of memory at step {halved.step}: {remedy}"


def describe(metrics: EpochMetrics, epochs: int) -> str:
    """An epoch in one line of the log."""
    return (
        f"Epoch {metrics.epoch} of {epochs}: loss {metrics.train_loss:.4f}, "
        f"held out {metrics.validation_loss:.4f}, accuracy {metrics.validation_accuracy:.3f}, "
        f"score {metrics.score:.3f}{' (best)' if metrics.is_best else ''}, "
        f"{metrics.seconds:.1f} s, {metrics.examples_per_second:.1f} examples/s"
    )
