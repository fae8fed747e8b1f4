"""Between which bounds a measured rate lies, 95 times in 100."""

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from schemas.metrics import Interval

Floats = NDArray[np.float64]

Z = 1.959964
"""Of the normal distribution, 95 % lies within this many standard deviations."""
DRAWS = 2000
OUTSIDE = (2.5, 97.5)
"""Percentiles beyond which the other 5 % lie."""


def wilson(hits: int, total: int) -> Interval:
    """Of a share (Wilson 1927): within 0 and 1, and never without width."""
    share, weight = hits / total, Z**2 / total
    centre = (share + weight / 2) / (1 + weight)
    half = Z * sqrt(share * (1 - share) / total + weight / (4 * total)) / (1 + weight)
    # At the ends the bounds are exact; rounding errors must not say otherwise.
    return Interval(
        low=0.0 if hits == 0 else centre - half, high=1.0 if hits == total else centre + half
    )


def bootstrap(parts: Floats, rate: Callable[[Floats], Floats], seed: int) -> Interval:
    """Of a rate that follows from sums over examples (Efron 1979, percentiles).

    Equal examples are drawn together, which changes nothing but the time. Where every draw is
    perfect, or none has anything right, the draws have no width: then Wilson's bound of as many
    examples holds.

    Args:
        parts: ``(example, part)``.
        rate: from sums ``(draw, part)``, which come from as many examples, the rate of each draw.
        seed: the same seed draws the same way.
    """
    measured = float(rate(parts.sum(axis=0, keepdims=True))[0])
    if measured in (0.0, 1.0):
        return wilson(round(measured * len(parts)), len(parts))
    kinds, times = np.unique(parts.round(9), axis=0, return_counts=True)
    draws = np.random.default_rng(seed).multinomial(len(parts), times / len(parts), size=DRAWS)
    low, high = np.percentile(rate(draws @ kinds), OUTSIDE)
    return Interval(low=min(float(low), measured), high=max(float(high), measured))


def of_mean(values: Floats, seed: int) -> Interval:
    """Of the mean of one value from 0 to 1 an example."""
    parts = np.stack([values, np.ones(len(values))], axis=1)
    return bootstrap(parts, lambda sums: sums[:, 0] / sums[:, 1], seed)
