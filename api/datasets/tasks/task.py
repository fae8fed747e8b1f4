"""What the door and the quality report need of a task, whatever it is."""

from dataclasses import dataclass
from typing import Any, Protocol

from api.datasets.arrow import Batch, Strings
from api.datasets.limits import Limits
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.table import Table
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem
from schemas.quality import Finding
from schemas.recipe import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Every row of a table, on one side or the other."""

    examples: Batch
    """By the task's schema, in the order of the sheet."""
    rows_used: int
    left_out: Batch
    """By ``leftovers.SCHEMA``, in the order of the sheet."""
    findings: tuple[Finding, ...] = ()
    """What was mended or decided on the way."""


class DatasetTask(Protocol):
    """One task's rules, from columns to examples."""

    def fits(self, table: Table) -> float:
        """How surely the names of the columns say that this is the task, from 0 to 1."""
        ...

    def resolve(self, table: Table, reading: Reading) -> ResolvedReading:
        """The columns in their roles.

        Raises:
            UnusableFileError: a column is missing, doubled, in two roles, or not clear.
        """
        ...

    def sort_out(self, table: Table, resolved: ResolvedReading, limits: Limits) -> Rows:
        """The examples of ``table``, and what is left out for the first reason that holds.

        Raises:
            UnusableFileError: the columns do not hold what their roles ask for.
        """
        ...

    def unlearnable(
        self, examples: Batch, resolved: ResolvedReading, limits: Limits
    ) -> tuple[DataProblem, ...]:
        """Why these examples teach nothing; empty where they do."""
        ...

    def labels(self, examples: Batch) -> tuple[LabelCount, ...]:
        """How often each label occurs, the commonest first; empty where the task has none."""
        ...

    def texts(self, examples: Batch) -> Strings:
        """What the model reads of each example."""
        ...

    def answers(self, examples: Batch) -> Strings:
        """What the model is to answer to each, as a text that can be compared."""
        ...

    def shown(self, example: dict[str, Any]) -> dict[str, str]:
        """An example in words, by the role of the column that it came from."""
        ...

    def apply(self, step: Step, examples: Batch) -> Batch:
        """The examples after a step about labels or texts.

        Raises:
            UnfitStepError: this task has no such thing.
        """
        ...


class UnfitStepError(Exception):
    """A step of a recipe that the task has no use for."""
