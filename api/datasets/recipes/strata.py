"""What should be spread alike over both sides of a split."""

from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.nesting import Flat, flatten
from schemas.examples import LABEL, LABELS, TAGS

_NONE = -1

Codes = NDArray[np.int64]
"""``(rows,)``: the same number for the same value."""


def strata(examples: Batch) -> list[tuple[int, ...]]:
    """The strata of each example, each by a number.

    They are its label, its labels, or the kinds of entity in its sentence; sentences without any
    are a stratum of their own. Where a task has no labels all examples are in one.
    """
    if LABEL in examples.column_names:
        return [(code,) for code in codes(examples[LABEL]).tolist()]
    if LABELS in examples.column_names:
        return _sets(flatten(examples[LABELS]))
    if TAGS in examples.column_names:
        return [kinds or (_NONE,) for kinds in _sets(_entities(flatten(examples[TAGS])))]
    return [(0,)] * examples.num_rows


def codes(values: Strings) -> Codes:
    """A number for each value, by first appearance from 0."""
    encoded: Any = pc.dictionary_encode(values)
    whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    return whole.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _entities(tags: Flat) -> Flat:
    """The kind of each entity, without the marks of where it begins and goes on."""
    begins = pc.starts_with(tags.values, "B-").to_numpy(zero_copy_only=False)
    found = tags.keep(begins)
    return found.replace(pc.utf8_slice_codeunits(found.values, 2))


def _sets(lists: Flat) -> list[tuple[int, ...]]:
    """The numbers of each list's values, each once and in order."""
    distinct = lists.sets()
    numbers, begins = codes(distinct.values).tolist(), distinct.begins.tolist()
    return [(*numbers[begin:end],) for begin, end in pairwise(begins)]
