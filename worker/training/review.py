"""What the exam would have come to with a person beside the model."""

import numpy as np
from numpy.typing import NDArray

from schemas.metrics import ReviewPoint

POINTS = 20
"""From nothing for the person to all but a twentieth of the texts."""
PRECISION = 10_000
"""Thresholds are whole parts of this: nobody chooses finer."""

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


def points(certainties: Floats, right: Marks) -> list[ReviewPoint]:
    """What each threshold leaves to the model, where equally many texts lie between two of them.

    Of thresholds that leave it the same the first is told.

    Args:
        certainties: of each text, ``(text,)``.
        right: whether the model answers it right.
    """
    places = np.arange(POINTS) * len(certainties) // POINTS
    thresholds = np.floor(np.sort(certainties)[places] * PRECISION) / PRECISION
    thresholds[0] = 0.0
    told = {int((certainties < each).sum()): float(each) for each in thresholds[::-1]}
    return [
        ReviewPoint(
            threshold=threshold,
            reviewed=reviewed,
            right=int(right[certainties >= threshold].sum()),
        )
        for reviewed, threshold in sorted(told.items())
    ]
