"""What speaks against a recipe before any of it is done."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from api.datasets.arrow import Batch
from api.datasets.recipes.steps import OF_TASKS
from api.datasets.refusal import problem
from api.datasets.tasks.task import DatasetTask, UnfitStepError
from schemas.examples import ROW
from schemas.problems import DataProblem, ProblemCode
from schemas.recipe import (
    DropRows,
    LeaveOutLabels,
    MergeLabels,
    RelabelRows,
    Step,
    WeighClasses,
)


def objections(
    recipe: Sequence[Step], examples: Batch, task: DatasetTask
) -> tuple[DataProblem, ...]:
    """All that is wrong with the recipe, each with the ``number`` of its step, from 1.

    A row is known if it was among the examples at first; a label also if an earlier step made it.
    """
    known = {each.label for each in task.labels(examples)}
    rows, weighable = examples[ROW].to_numpy(), bool(known)
    found: list[DataProblem] = []
    for number, step in enumerate(recipe, start=1):
        if not _fits(step, examples, task, weighable=weighable):
            found.append(problem(ProblemCode.STEP_UNFIT, number=number, step=step.op))
        else:
            found += [*_rows(number, step, rows), *_labels(number, step, known)]
        known |= _made(step)
    return tuple(found)


def _fits(step: Step, examples: Batch, task: DatasetTask, *, weighable: bool) -> bool:
    """Whether the task has a use for the step, whatever the examples: none are needed to tell."""
    if isinstance(step, WeighClasses):
        return weighable
    if not isinstance(step, OF_TASKS):
        return True
    try:
        task.apply(step, examples.slice(0, 0))
    except UnfitStepError:
        return False
    return True


def _rows(number: int, step: Step, rows: NDArray[np.int32]) -> Iterator[DataProblem]:
    if not isinstance(step, DropRows | RelabelRows):
        return
    wanted = np.unique(np.array(step.rows, np.int64))
    unknown = [str(row) for row in wanted[~np.isin(wanted, rows)]]
    if unknown:
        yield problem(ProblemCode.RECIPE_ROW_UNKNOWN, number=number, rows=unknown)


def _labels(number: int, step: Step, known: set[str]) -> Iterator[DataProblem]:
    if not isinstance(step, MergeLabels | LeaveOutLabels):
        return
    unknown = [label for label in dict.fromkeys(step.labels) if label not in known]
    if unknown:
        yield problem(ProblemCode.RECIPE_LABEL_UNKNOWN, number=number, labels=unknown)


def _made(step: Step) -> set[str]:
    """Labels that there may be from this step on."""
    match step:
        case MergeLabels():
            return {step.into}
        case RelabelRows():
            return {step.label}
        case _:
            return set()
