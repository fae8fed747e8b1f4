"""Which values of a column are equal, told by numbers."""

import numpy as np
from numpy.typing import NDArray

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc

Numbers = NDArray[np.int64]


def numbers(column: Strings) -> Numbers:
    """The same number for equal values, from 0, in the order of their first."""
    encoded = pc.dictionary_encode(column)
    chunks = encoded.chunks if hasattr(encoded, "chunks") else [encoded]
    parts = [np.asarray(chunk.indices, dtype=np.int64) for chunk in chunks]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def pairs(first: Numbers, second: Numbers) -> Numbers:
    """The same number where both are equal, in no particular order."""
    return first * (int(second.max(initial=0)) + 1) + second
