"""What should be spread alike over both sides of a split."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.nesting import Flat, flatten
from schemas.examples import LABEL, LABELS, TAGS

Codes = NDArray[np.int64]
"""``(rows,)``: the same number for the same value."""


def strata(examples: Batch) -> Codes:
    """The stratum of each example, numbered from 0.

    It is the label; of several labels, or of the kinds of entity in a sentence, the one that is
    rarest in the whole set: so each label has examples of its own on the side that is learned.
    """
    if LABEL in examples.column_names:
        return codes(examples[LABEL])
    if LABELS in examples.column_names:
        return _rarest(flatten(examples[LABELS]))
    if TAGS in examples.column_names:
        return _rarest(_entities(flatten(examples[TAGS])))
    return np.zeros(examples.num_rows, np.int64)


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


def _rarest(labels: Flat) -> Codes:
    """Of each list the value that is rarest in all; 0 for an empty list."""
    values = codes(labels.values)
    counts = np.bincount(values)
    ranks = np.empty(len(counts), np.int64)
    ranks[np.lexsort((np.arange(len(counts)), counts))] = np.arange(1, len(counts) + 1)
    rarest = np.full(labels.lists, len(counts) + 1, np.int64)
    np.minimum.at(rarest, labels.parents, ranks[values])
    return np.where(rarest > len(counts), 0, rarest)
