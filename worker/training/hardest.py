"""The mistakes that say most: those of which the model was surest."""

import numpy as np
from numpy.typing import NDArray

MOST = 50
MOST_OF_ALL = 1_000

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def surest(confidences: Floats, wrong: NDArray[np.bool_]) -> Places:
    """Where the wrong answers stand, surest first; of equally sure ones the first."""
    places = np.flatnonzero(wrong)
    return places[np.argsort(-confidences[places], kind="stable")][:MOST]


def of_each(kinds: Places, confidences: Floats, wrong: NDArray[np.bool_]) -> Places:
    """Where the wrong answers stand: of each kind the surest 50, and 1,000 in all.

    The surest of every kind come first, then the second of every kind, and so on.
    """
    places = np.flatnonzero(wrong)
    by_kind = places[np.lexsort((-confidences[places], kinds[places]))]
    starts = np.searchsorted(kinds[by_kind], kinds[by_kind], side="left")
    rank = np.arange(len(by_kind)) - starts
    order = np.lexsort((-confidences[by_kind], rank))
    return by_kind[order][rank[order] < MOST][:MOST_OF_ALL]
