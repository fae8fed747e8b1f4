"""The labels of a stored version that are probably mixed up: looked for when somebody asks."""

from dataclasses import dataclass
from pathlib import Path

from api.datasets import examples
from api.datasets.quality import suspects
from api.datasets.reading import ResolvedReading
from api.datasets.tasks import catalogue
from schemas.problems import DataProblem
from schemas.quality import Suspect
from schemas.reading import FileReading


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What was found, and among how many."""

    suspects: tuple[Suspect, ...]
    """The surest first."""
    judged: int
    """Examples that were looked at."""


def look(path: Path, reading: FileReading) -> Suspicion | DataProblem:
    """The suspects among the examples at ``path``, or why there can be none.

    Blocks for seconds on a large set: run it in another process.
    """
    task, found = catalogue.TASKS[reading.task], examples.read(path)
    outcome = suspects.find(task, found, ResolvedReading.of(reading))
    if isinstance(outcome, DataProblem):
        return outcome
    return Suspicion(outcome, suspects.judged_rows(task.answers(found)))
