"""Text classification, as the door and the quality report see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.nesting import flatten
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import problem
from api.datasets.table import Table
from api.datasets.tasks import labels
from api.datasets.tasks.task import Rows, UnfitStepError
from api.datasets.tasks.text_classification import columns, rows, separator, steps
from schemas.events.dataset import LabelCount
from schemas.examples import GROUP, LABEL, LABELS, ROW, TEXT
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.recipe import CutTexts, LeaveOutLabels, MergeLabels, RelabelRows, Step
from schemas.tasks import Task


@dataclass(frozen=True, slots=True)
class TextClassification:
    """One label a text, or several."""

    def fits(self, table: Table) -> float:
        return columns.fits(table)

    def resolve(self, table: Table, reading: Reading) -> ResolvedReading:
        chosen = columns.choose(table, reading)
        return ResolvedReading(
            task=Task.TEXT_CLASSIFICATION,
            columns={role: choice.told for role, choice in chosen.items()},
            label_separator=separator.settle(chosen[Role.LABEL].column, reading.label_separator),
        )

    def sort_out(self, table: Table, resolved: ResolvedReading, limits: Limits) -> Rows:
        return rows.sort_out(table, resolved, limits)

    def unlearnable(
        self, examples: Batch, resolved: ResolvedReading, limits: Limits
    ) -> tuple[DataProblem, ...]:
        found, column = self.labels(examples), resolved.name(Role.LABEL)
        if not found:
            return (problem(ProblemCode.NO_EXAMPLES),)
        if len(found) == 1:
            [only] = found
            code = ProblemCode.ONE_CLASS_ONLY
            return (problem(code, column=column, label=only.label, examples=only.examples),)
        if len(found) > limits.classes:
            code, limit = ProblemCode.TOO_MANY_CLASSES, limits.classes
            return (problem(code, column=column, classes=len(found), limit=limit),)
        if not labels.can_be_told_apart(found):
            return (_too_small(labels.lone(found), examples, column),)
        return ()

    def labels(self, examples: Batch) -> tuple[LabelCount, ...]:
        return labels.count(_flat(examples))

    def texts(self, examples: Batch) -> Strings:
        return examples[TEXT]

    def answers(self, examples: Batch) -> Strings:
        return examples[LABEL] if LABEL in examples.column_names else joined(examples[LABELS])

    def shown(self, example: dict[str, Any]) -> dict[str, str]:
        label = example[LABEL] if LABEL in example else "; ".join(example[LABELS])
        shown = {Role.TEXT: example[TEXT], Role.LABEL: label}
        if example[GROUP] is not None:
            shown[Role.GROUP] = example[GROUP]
        return {**shown}

    def apply(self, step: Step, examples: Batch) -> Batch:
        match step:
            case MergeLabels():
                return steps.merge(step, examples)
            case LeaveOutLabels():
                return steps.leave_out(step, examples)
            case RelabelRows():
                return steps.relabel(step, examples)
            case CutTexts():
                return steps.cut(step, examples)
            case _:
                raise UnfitStepError(step.op)


def joined(sets: Any) -> Strings:
    """Each list of labels in one text; the semicolons within a label are told from those between.

    Lists that differ never give the same text.
    """
    flat = flatten(sets)
    escaped = pc.replace_substring(flat.values, pattern="\\", replacement="\\\\")
    escaped = pc.replace_substring(escaped, pattern=";", replacement="\\;")
    return pc.binary_join(flat.replace(escaped).nest(), "; ")


def _flat(examples: Batch) -> Strings:
    """Every label of every example, one after another."""
    return examples[LABEL] if LABEL in examples.column_names else flatten(examples[LABELS]).values


def _too_small(small: Sequence[str], examples: Batch, column: str | None) -> DataProblem:
    first = pc.index(_flat(examples), pa.scalar(small[0])).as_py()
    if LABELS in examples.column_names:
        first = int(flatten(examples[LABELS]).parents[first])
    return problem(
        ProblemCode.CLASS_TOO_SMALL,
        row=examples[ROW][first].as_py(),
        column=column,
        labels=list(small[: labels.MOST_NAMED]),
        classes=len(small),
        minimum=labels.FEWEST,
    )
