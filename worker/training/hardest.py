"""The mistakes that say most: those of which the model was surest."""

import numpy as np
from numpy.typing import NDArray

MOST = 50

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def surest(confidences: Floats, wrong: NDArray[np.bool_]) -> Places:
    """Where the wrong answers stand, surest first; of equally sure ones the first."""
    places = np.flatnonzero(wrong)
    return places[np.argsort(-confidences[places], kind="stable")][:MOST]
