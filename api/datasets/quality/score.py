"""The quality in one number: 100 less what each finding costs.

A finding costs ``most * sqrt(share / worst)`` points, where ``share`` says how much of the data it
is about and ``worst`` is the share from which it costs the most; the root makes a first few rows
count, and more of the same count less. What is only good to know costs nothing. More of any trouble
never raises the score.

The share is the finding's own, in percent: of the examples; of the recommended ones that are
missing; of the tokens that are cut off; of the exam that leaked; of the labels on one side only.
For an imbalance it is where the ratio lies between 10 : 1 and 1,000 : 1, by its logarithm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10, sqrt

from schemas.checks import CheckCode
from schemas.quality import Finding, ScorePart

PERFECT = 100


@dataclass(frozen=True, slots=True)
class Price:
    """What a finding can cost."""

    most: float
    """Points."""
    worst: float
    """Percent."""


PRICES = {
    CheckCode.FEW_EXAMPLES: Price(40, 100),
    CheckCode.SMALL_SET: Price(40, 100),
    CheckCode.CONFLICTING_ANSWERS: Price(30, 30),
    CheckCode.SIMILAR_LABELS: Price(25, 30),
    CheckCode.SPLIT_LEAKS: Price(20, 50),
    CheckCode.SPLIT_UNEVEN: Price(20, 50),
    CheckCode.IMBALANCE: Price(15, 100),
    CheckCode.DUPLICATES: Price(15, 50),
    CheckCode.SHORT_TEXTS: Price(15, 50),
    CheckCode.EMPTY_CELLS: Price(15, 50),
    CheckCode.ROWS_UNUSABLE: Price(15, 50),
    CheckCode.TEXTS_CUT: Price(10, 50),
    CheckCode.NEAR_DUPLICATES: Price(10, 50),
}
"""Of what is not listed, nothing is the worse."""

_LEAST_RATIO = 10
_WORST_RATIO = 1_000
_IMBALANCE_FLOOR = 10.0
"""Percent that an imbalance is worth from the beginning."""


def parts(findings: Iterable[Finding]) -> list[ScorePart]:
    """What each finding costs, the dearest first; those that cost nothing are not told."""
    costs = [ScorePart(code=found.code, points=points(found)) for found in findings]
    return sorted((part for part in costs if part.points), key=_dearest)


def score(costs: Iterable[ScorePart]) -> int:
    """What is left of 100; never below 0."""
    return max(0, round(PERFECT - sum(part.points for part in costs)))


def points(found: Finding) -> float:
    """What one finding costs, with one decimal."""
    price = PRICES.get(found.code)
    if price is None:
        return 0.0
    return round(price.most * sqrt(min(1.0, _share(found) / price.worst)), 1)


def _share(found: Finding) -> float:
    """How much of the data it is about, in percent."""
    ratio = found.params.get("ratio")
    if found.code is CheckCode.IMBALANCE and isinstance(ratio, int | float):
        place = log10(max(ratio, _LEAST_RATIO) / _LEAST_RATIO) / log10(_WORST_RATIO / _LEAST_RATIO)
        return _IMBALANCE_FLOOR + (100 - _IMBALANCE_FLOOR) * min(1.0, place)
    share = found.params.get("share", 0.0)
    return float(share) if isinstance(share, int | float) else 0.0


def _dearest(part: ScorePart) -> tuple[float, str]:
    return -part.points, part.code
