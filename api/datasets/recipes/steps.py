"""What each step of a recipe does to the examples; the same examples always come out the same."""

from typing import Any, assert_never

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Batch, Strings, replaced
from api.datasets.arrow import compute as pc
from api.datasets.quality import neighbours
from api.datasets.quality.equality import numbers, pairs
from api.datasets.recipes.strata import strata
from api.datasets.tasks.task import DatasetTask
from schemas.examples import GROUP, ROW, SPLIT, TRAIN, VALIDATION
from schemas.recipe import (
    CutTexts,
    DropDuplicates,
    DropLeaks,
    DropLongTexts,
    DropNearDuplicates,
    DropRows,
    DropShortTexts,
    Keep,
    LeaveOutLabels,
    MergeLabels,
    RelabelRows,
    SettleConflicts,
    SplitRows,
    Step,
    WeighClasses,
)
from schemas.split import split_sets

OF_TASKS = (MergeLabels, LeaveOutLabels, RelabelRows, CutTexts)
"""Steps that mean something else, or nothing, for each task."""

Mask = NDArray[np.bool_]
"""``(rows,)``: which of them stay."""


def apply(step: Step, examples: Batch, task: DatasetTask) -> Batch:
    """The examples after ``step``, in their order.

    Raises:
        UnfitStepError: the task has no use for the step.
        IndivisibleError: no rows can be held out without losing a label.
    """
    match step:
        case MergeLabels() | LeaveOutLabels() | RelabelRows() | CutTexts():
            return task.apply(step, examples)
        case SplitRows():
            return split(examples, task.texts(examples), step)
        case WeighClasses() | Keep():
            return examples
        case _:
            return examples.filter(pa.array(_staying(step, examples, task)))


Drop = (
    DropRows
    | DropDuplicates
    | DropNearDuplicates
    | SettleConflicts
    | DropShortTexts
    | DropLongTexts
    | DropLeaks
)


def _staying(step: Drop, examples: Batch, task: DatasetTask) -> Mask:
    texts = task.texts(examples)
    match step:
        case DropRows():
            return ~_mask(pc.is_in(examples[ROW], value_set=pa.array(step.rows, pa.int32())))
        case DropDuplicates():
            return firsts(texts, task.answers(examples))
        case DropNearDuplicates():
            return first_of_groups(neighbours.groups(texts, task.answers(examples)), len(texts))
        case SettleConflicts():
            return settled(texts, task.answers(examples), commonest=step.keep == "commonest")
        case DropShortTexts():
            return _mask(pc.greater_equal(pc.utf8_length(texts), step.characters))
        case DropLongTexts():
            return _mask(pc.less_equal(pc.utf8_length(texts), step.characters))
        case DropLeaks():
            return sound(texts, examples[SPLIT])
    assert_never(step)


def firsts(texts: Strings, answers: Strings) -> Mask:
    """The first row of each text and answer."""
    _, rows = np.unique(pairs(numbers(texts), numbers(answers)), return_index=True)
    return _only(rows, len(texts))


def first_of_groups(groups: list[list[int]], rows: int) -> Mask:
    """All rows but those that follow another in a group."""
    staying = np.ones(rows, np.bool_)
    for group in groups:
        staying[sorted(group)[1:]] = False
    return staying


def settled(texts: Strings, answers: Strings, *, commonest: bool) -> Mask:
    """Of a text with several answers, the rows of the commonest; none where there is no such."""
    text_numbers, answer_numbers = numbers(texts), numbers(answers)
    _, row_of_pair, pair_of_row, uses = np.unique(
        pairs(text_numbers, answer_numbers),
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    text_of_pair = text_numbers[row_of_pair]
    most = np.zeros(int(text_numbers.max(initial=0)) + 1, np.int64)
    np.maximum.at(most, text_of_pair, uses)
    leads = uses == most[text_of_pair]
    rivals = np.bincount(text_of_pair, weights=leads)[text_of_pair] > 1
    alone = np.bincount(text_of_pair)[text_of_pair] == 1
    return (alone | (leads & ~rivals & commonest))[pair_of_row]


def sound(texts: Strings, sides: Strings) -> Mask:
    """All rows but those of the exam whose text is also learned from."""
    text_numbers = numbers(texts)
    learned = np.zeros(int(text_numbers.max(initial=0)) + 1, np.bool_)
    learned[text_numbers[_mask(pc.equal(sides, TRAIN))]] = True
    return ~(_mask(pc.equal(sides, VALIDATION)) & learned[text_numbers])


def split(examples: Batch, texts: Strings, step: SplitRows) -> Batch:
    """The same rows, each on its side.

    Raises:
        IndivisibleError: no rows can be held out without losing a label.
    """
    done = split_sets(
        strata(examples),
        examples[GROUP].to_pylist(),
        [*map(str, numbers(texts).tolist())],
        share=step.train_split,
        seed=step.seed,
    )
    held_out = _only(done.held_out, examples.num_rows)
    sides = pc.if_else(pa.array(held_out), VALIDATION, TRAIN)
    return replaced(examples, SPLIT, sides)


def _only(rows: NDArray[Any], count: int) -> Mask:
    staying = np.zeros(count, np.bool_)
    staying[rows] = True
    return staying


def _mask(condition: Any) -> Mask:
    """An answer for each row; what is not known counts as no."""
    return pc.fill_null(condition, False).to_numpy(zero_copy_only=False)  # noqa: FBT003 (Arrow's own signature)
