"""What a recipe's steps do to texts and their labels."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from api.datasets.arrow import Batch, Strings, replaced
from api.datasets.arrow import compute as pc
from api.datasets.nesting import Flat, flatten
from schemas.examples import LABEL, LABELS, ROW, TEXT
from schemas.recipe import CutTexts, LeaveOutLabels, MergeLabels, RelabelRows


def merge(step: MergeLabels, examples: Batch) -> Batch:
    """Every label of the step becomes the one."""

    def merged(labels: Strings) -> Strings:
        return pc.if_else(_among(labels, step.labels), step.into, labels)

    if LABEL in examples.column_names:
        return replaced(examples, LABEL, merged(examples[LABEL]))
    return _each_set(examples, lambda flat: flat.replace(merged(flat.values)).sets())


def leave_out(step: LeaveOutLabels, examples: Batch) -> Batch:
    """The labels are gone, and the rows that have no other."""
    if LABEL in examples.column_names:
        return examples.filter(pc.invert(_among(examples[LABEL], step.labels)))

    def others(flat: Flat) -> Flat:
        return flat.keep(pc.invert(_among(flat.values, step.labels)).to_numpy(zero_copy_only=False))

    left = _each_set(examples, others)
    return left.filter(pc.greater(pc.list_value_length(left[LABELS]), 0))


def relabel(step: RelabelRows, examples: Batch) -> Batch:
    """The rows have this label and no other."""
    chosen = pc.is_in(examples[ROW], value_set=pa.array(step.rows, pa.int32()))
    if LABEL in examples.column_names:
        return replaced(examples, LABEL, pc.if_else(chosen, step.label, examples[LABEL]))
    only = pa.scalar([step.label], pa.list_(pa.string()))
    return replaced(examples, LABELS, pc.if_else(chosen, only, examples[LABELS]))


def cut(step: CutTexts, examples: Batch) -> Batch:
    """No text is longer; white space at the cut goes too."""
    beginnings = pc.utf8_slice_codeunits(examples[TEXT], 0, step.characters)
    return replaced(examples, TEXT, pc.utf8_rtrim_whitespace(beginnings))


def _among(labels: Strings, wanted: list[str]) -> Any:
    return pc.is_in(labels, value_set=pa.array(wanted, pa.string()))


def _each_set(examples: Batch, change: Callable[[Flat], Flat]) -> Batch:
    return replaced(examples, LABELS, change(flatten(examples[LABELS])).nest())
