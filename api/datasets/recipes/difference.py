"""What changed between two versions of a dataset, example by example."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets import contents, examples
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.contents import Example
from api.datasets.tasks import catalogue
from api.datasets.tasks.task import DatasetTask
from schemas.events.dataset import LabelCount
from schemas.examples import CONTEXT, GROUP, LABEL, LABELS, ROW, SPLIT, TAGS
from schemas.tasks import Task

Positions = NDArray[np.int64]
"""Of examples in their file, ascending."""


@dataclass(frozen=True, slots=True)
class Change:
    """An example that is in both versions and not the same."""

    before: Example
    after: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How many examples changed; one may have changed in several ways."""

    any: int
    text: int
    answer: int
    group: int
    split: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """From one version to another."""

    before_sha256: str
    after_sha256: str
    examples_before: int
    examples_after: int
    dropped: int
    added: int
    changed: Changes
    labels_before: tuple[LabelCount, ...]
    """By count, largest first; empty where the task has none."""
    labels_after: tuple[LabelCount, ...]
    sample_dropped: tuple[Example, ...]
    """A few of each kind, spread over the sheet."""
    sample_added: tuple[Example, ...]
    sample_changed: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """The examples of both versions that stand in the same row, side by side."""

    before: Batch
    after: Batch

    def changed(self, ones: Strings, others: Strings) -> NDArray[np.bool_]:
        """Where the values differ; a null is like no value but another null."""
        if ones.equals(others):
            return np.zeros(len(ones), np.bool_)
        same = pc.fill_null(pc.equal(ones, others), False)  # noqa: FBT003 (Arrow's own signature)
        both_null = pc.and_(pc.is_null(ones), pc.is_null(others))
        return ~pc.or_(same, both_null).to_numpy(zero_copy_only=False)


def compare(before: Path, after: Path) -> Difference:
    """What changed from the examples at ``before`` to those at ``after``, both of one dataset."""
    old, new = examples.read(before), examples.read(after)
    task = task_of(old)
    old_rows, new_rows = old[ROW].to_numpy(), new[ROW].to_numpy()
    _, in_old, in_new = np.intersect1d(old_rows, new_rows, assume_unique=True, return_indices=True)
    shared = Shared(_taken(old, in_old), _taken(new, in_new))
    masks = _masks(shared, task)
    dropped = np.setdiff1d(np.arange(len(old_rows)), in_old)
    added = np.setdiff1d(np.arange(len(new_rows)), in_new)
    return Difference(
        before_sha256=contents.written(before).sha256,
        after_sha256=contents.written(after).sha256,
        examples_before=old.num_rows,
        examples_after=new.num_rows,
        dropped=len(dropped),
        added=len(added),
        changed=_counts(masks),
        labels_before=task.labels(old),
        labels_after=task.labels(new),
        sample_dropped=contents.sample(task, _taken(old, dropped)),
        sample_added=contents.sample(task, _taken(new, added)),
        sample_changed=tuple(_sample(shared, masks, task)),
    )


def task_of(found: Batch) -> DatasetTask:
    """The task whose examples have these columns."""
    names = {*found.column_names}
    if names & {LABEL, LABELS}:
        return catalogue.TASKS[Task.TEXT_CLASSIFICATION]
    if TAGS in names:
        return catalogue.TASKS[Task.TOKEN_CLASSIFICATION]
    if CONTEXT in names:
        return catalogue.TASKS[Task.QUESTION_ANSWERING]
    return catalogue.TASKS[Task.TEXT_GENERATION]


def _taken(found: Batch, places: Positions) -> Batch:
    """The examples in these places; all of them without a copy."""
    return found if len(places) == found.num_rows else found.take(pa.array(places))


Masks = dict[str, NDArray[np.bool_]]


def _masks(shared: Shared, task: DatasetTask) -> Masks:
    old, new = shared.before, shared.after
    return {
        "text": shared.changed(task.texts(old), task.texts(new)),
        "answer": shared.changed(task.answers(old), task.answers(new)),
        "group": shared.changed(old[GROUP], new[GROUP]),
        "split": shared.changed(old[SPLIT], new[SPLIT]),
    }


def _counts(masks: Masks) -> Changes:
    counts = {name: int(np.count_nonzero(mask)) for name, mask in masks.items()}
    return Changes(any=int(np.count_nonzero(_any(masks))), **counts)


def _any(masks: Masks) -> NDArray[np.bool_]:
    found: Any = np.logical_or.reduce([*masks.values()])
    return found


def _sample(shared: Shared, masks: Masks, task: DatasetTask) -> Iterator[Change]:
    places = np.flatnonzero(_any(masks))
    picked = places[contents.spread(len(places))]
    both = (_taken(version, picked) for version in (shared.before, shared.after))
    return map(Change, *(contents.shown(task, few) for few in both))
