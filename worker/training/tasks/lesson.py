"""What a session needs of a task, beyond what its loop does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from torch import nn

from schemas.metrics import EpochMetrics, Report
from worker.training.batches import Batch, Lengths, Rows
from worker.training.examples import Source
from worker.training.loop import Answers, Unit
from worker.training.network import Network


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the training went, for the report."""

    best: EpochMetrics
    epochs_run: int
    stopped_early: bool
    seconds: float

    def told(self) -> dict[str, Any]:
        """The fields of every task's report that follow from it."""
        return {
            "best_epoch": self.best.epoch,
            "epochs_run": self.epochs_run,
            "stopped_early": self.stopped_early,
            "seconds": self.seconds,
        }


class Lesson(Unit, Protocol):
    """A task with its data and model, ready for the loop, and able to conclude."""

    def report(self, answers: Answers, outcome: Outcome) -> Report:
        """The final exam, from the best model's answers."""
        ...

    def save(self, folder: Path, answers: Answers) -> None:
        """Write the model in Hugging Face layout, with what the exam's answers decided."""
        ...


class Side(Protocol):
    """One side of the split, as the model reads it."""

    @property
    def lengths(self) -> Lengths: ...

    def batch(self, network: Network, rows: Rows) -> Batch:
        """Some rows, on the network's device."""
        ...


SideT = TypeVar("SideT", bound=Side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught(Generic[SideT]):
    """A network and the two sides of its examples: what every lesson has."""

    network: Network
    training: SideT
    held_out: SideT
    source: Source

    @property
    def model(self) -> nn.Module:
        return self.network.model

    @property
    def training_lengths(self) -> Lengths:
        return self.training.lengths

    @property
    def exam_lengths(self) -> Lengths:
        return self.held_out.lengths

    def training_batch(self, rows: Rows) -> Batch:
        return self.training.batch(self.network, rows)

    def exam_batch(self, rows: Rows) -> Batch:
        return self.held_out.batch(self.network, rows)

    def save(self, folder: Path, answers: Answers) -> None:
        """Write the model; a task whose answers decide something writes that too."""
        del answers
        self.network.save(folder)
