"""Precision, recall and F1, of whatever is told apart: all follow from three counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.metrics import LabelReport

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Per label, in the labels' order."""

    hits: Numbers
    """Named and truly there."""
    predicted: Numbers
    """Named."""
    support: Numbers
    """Truly there."""

    @property
    def precision(self) -> Floats:
        return ratio(self.hits, self.predicted)

    @property
    def recall(self) -> Floats:
        return ratio(self.hits, self.support)

    @property
    def f1(self) -> Floats:
        return ratio(2 * self.hits, self.predicted + self.support)

    @property
    def macro_f1(self) -> float:
        """Labels that are nowhere to be found don't count in the mean."""
        present = self.support > 0
        return float(self.f1[present].mean()) if present.any() else 0.0

    @property
    def weighted_f1(self) -> float:
        return float((self.f1 * self.support).sum() / max(self.support.sum(), 1))

    @property
    def together(self) -> "Counts":
        """All labels as one."""
        return Counts(
            *(np.array([part.sum()]) for part in (self.hits, self.predicted, self.support))
        )

    def report(self, labels: Sequence[str]) -> list[LabelReport]:
        """How well each label is told from all else."""
        rates = zip(labels, self.precision, self.recall, self.f1, self.support, strict=True)
        return [
            LabelReport(
                label=label,
                precision=float(precision),
                recall=float(recall),
                f1=float(f1),
                support=int(support),
            )
            for label, precision, recall, f1, support in rates
        ]


def ratio(numerator: Numbers, denominator: Numbers) -> Floats:
    """Of each pair; 0 where there is nothing to divide by."""
    zeros = np.zeros(len(numerator))
    return np.divide(numerator, denominator, out=zeros, where=denominator > 0)
