"""What a session needs of a task, beyond what its loop does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from schemas.metrics import EpochMetrics, Report
from worker.training.loop import Answers, Unit


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the training went, for the report."""

    best: EpochMetrics
    epochs_run: int
    stopped_early: bool
    seconds: float


class Lesson(Unit, Protocol):
    """A task with its data and model, ready for the loop, and able to conclude."""

    def report(self, answers: Answers, outcome: Outcome) -> Report:
        """The final exam, from the best model's answers."""
        ...

    def save(self, folder: Path) -> None:
        """Write the model in Hugging Face layout."""
        ...
