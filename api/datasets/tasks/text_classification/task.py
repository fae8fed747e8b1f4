"""Text classification, as the door and the quality report see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa

from api.datasets import names
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import problem
from api.datasets.table import Table
from api.datasets.tasks.task import Rows, UnfitStepError
from api.datasets.tasks.text_classification import columns, rows
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.recipe import Step
from schemas.tasks import Task

EXAMPLES_PER_CLASS = 2
"""Fewest: one to learn from, one for the exam."""
MOST_NAMED = 20
"""Labels that one problem lists."""


@dataclass(frozen=True, slots=True)
class TextClassification:
    """One label a text."""

    def fits(self, table: Table) -> float:
        weights = [names.weight(column.name, Role.LABEL) for column in table.columns]
        return max(weights, default=0.0)

    def resolve(self, table: Table, reading: Reading) -> ResolvedReading:
        chosen = columns.choose(table, reading)
        return ResolvedReading(
            task=Task.TEXT_CLASSIFICATION,
            columns={role: choice.told for role, choice in chosen.items()},
        )

    def sort_out(self, table: Table, resolved: ResolvedReading, limits: Limits) -> Rows:
        return rows.sort_out(table, resolved, limits)

    def unlearnable(
        self, examples: Batch, resolved: ResolvedReading, limits: Limits
    ) -> tuple[DataProblem, ...]:
        labels, column = self.labels(examples), resolved.name(Role.LABEL)
        if not labels:
            return (problem(ProblemCode.NO_EXAMPLES),)
        if len(labels) == 1:
            [only] = labels
            code = ProblemCode.ONE_CLASS_ONLY
            return (problem(code, column=column, label=only.label, examples=only.examples),)
        if len(labels) > limits.classes:
            code, limit = ProblemCode.TOO_MANY_CLASSES, limits.classes
            return (problem(code, column=column, classes=len(labels), limit=limit),)
        small = [each.label for each in labels if each.examples < EXAMPLES_PER_CLASS]
        return (_too_small(small, examples, column),) if small else ()

    def labels(self, examples: Batch) -> tuple[LabelCount, ...]:
        return count(examples["label"])

    def texts(self, examples: Batch) -> Strings:
        return examples["text"]

    def answers(self, examples: Batch) -> Strings:
        return examples["label"]

    def shown(self, example: dict[str, Any]) -> dict[str, str]:
        shown = {Role.TEXT: example["text"], Role.LABEL: example["label"]}
        if example["group"] is not None:
            shown[Role.GROUP] = example["group"]
        return {**shown}

    def apply(self, step: Step, examples: Batch) -> Batch:
        raise UnfitStepError(step.op)


def count(labels: Strings) -> tuple[LabelCount, ...]:
    """How often each label occurs, the commonest first."""
    counts = cast("list[dict[str, int | str]]", pc.value_counts(labels).to_pylist())
    found = [LabelCount(label=str(n["values"]), examples=int(n["counts"])) for n in counts]
    return tuple(sorted(found, key=lambda each: (-each.examples, each.label)))


def _too_small(small: Sequence[str], examples: Batch, column: str | None) -> DataProblem:
    first = pc.index(examples["label"], pa.scalar(small[0])).as_py()
    return problem(
        ProblemCode.CLASS_TOO_SMALL,
        row=examples["row"][first].as_py(),
        column=column,
        labels=list(small[:MOST_NAMED]),
        classes=len(small),
        minimum=EXAMPLES_PER_CLASS,
    )
