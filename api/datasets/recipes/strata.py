"""What should be spread alike over both sides of a split."""

from itertools import pairwise

from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.nesting import Flat, flatten
from api.datasets.quality.equality import numbers
from schemas.examples import LABEL, LABELS, TAGS

_NONE = -1


def strata(examples: Batch) -> list[tuple[int, ...]]:
    """The strata of each example, each by a number.

    They are its label, its labels, or the kinds of entity in its sentence; sentences without any
    are a stratum of their own. Where a task has no labels all examples are in one.
    """
    if LABEL in examples.column_names:
        return [(number,) for number in numbers(examples[LABEL]).tolist()]
    if LABELS in examples.column_names:
        return _sets(flatten(examples[LABELS]))
    if TAGS in examples.column_names:
        return [kinds or (_NONE,) for kinds in _sets(_entities(flatten(examples[TAGS])))]
    return [(0,)] * examples.num_rows


def _entities(tags: Flat) -> Flat:
    """The kind of each entity, without the marks of where it begins and goes on."""
    begins = pc.starts_with(tags.values, "B-").to_numpy(zero_copy_only=False)
    found = tags.keep(begins)
    return found.replace(pc.utf8_slice_codeunits(found.values, 2))


def _sets(lists: Flat) -> list[tuple[int, ...]]:
    """The numbers of each list's values, each once and in order."""
    distinct = lists.sets()
    values, begins = numbers(distinct.values).tolist(), distinct.begins.tolist()
    return [(*values[begin:end],) for begin, end in pairwise(begins)]
