"""How far a model's confidence is from how often it is right, and the temperature that mends it.

Logits are divided by one number, the temperature, before they become probabilities (Guo et al.
2017): no answer changes, only how sure the model says it is.
"""

from dataclasses import dataclass
from math import ceil, exp, log
from typing import Any, Protocol

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that all of torch's users know
from numpy.typing import NDArray

from schemas.metrics import Calibration, CalibrationPart

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

COLDEST, HOTTEST = 0.05, 20.0
"""A temperature beyond these says more of the rows than of the model."""
FEWEST = 20
"""With fewer answers the temperature would be chance."""
MOST = 20_000
"""Answers that are looked at: evenly spread over all of them."""
PARTS = 15
"""Of the confidences from 0 to 1."""


class Answered(Protocol):
    """Logits, and what would have been right."""

    @property
    def logits(self) -> torch.Tensor: ...

    def loss(self, temperature: float) -> float:
        """Mean negative log-likelihood of the right answers, in nats."""
        ...

    def judged(self, temperature: float) -> tuple[Floats, Marks]:
        """Of each decision, how sure the model is and whether it is right."""
        ...

    def thinned(self, step: int) -> "Answered":
        """Every ``step``-th answer."""
        ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """Answers that are one of several labels each."""

    logits: torch.Tensor
    """``(answer, label)``."""
    truth: torch.Tensor
    """``(answer,)``."""

    def loss(self, temperature: float) -> float:
        return float(F.cross_entropy(self.logits.double() / temperature, self.truth))

    def judged(self, temperature: float) -> tuple[Floats, Marks]:
        surest = (self.logits.double() / temperature).softmax(dim=-1).amax(dim=-1)
        return surest.numpy(), (self.logits.argmax(dim=-1) == self.truth).numpy()

    def thinned(self, step: int) -> "OneOf":
        return OneOf(self.logits[::step], self.truth[::step])


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Answers that are any of several labels; each label is a decision of its own."""

    logits: torch.Tensor
    """``(answer, label)``."""
    truth: torch.Tensor
    """``(answer, label)``, 1 where the answer has the label."""

    def loss(self, temperature: float) -> float:
        scaled = self.logits.double() / temperature
        return float(F.binary_cross_entropy_with_logits(scaled, self.truth.double()))

    def judged(self, temperature: float) -> tuple[Floats, Marks]:
        surest = (self.logits.double().abs() / temperature).sigmoid()
        right = (self.logits >= 0) == self.truth.bool()
        return surest.flatten().numpy(), right.flatten().numpy()

    def thinned(self, step: int) -> "AnyOf":
        return AnyOf(self.logits[::step], self.truth[::step])


def measure(answered: Answered) -> Calibration:
    """The best temperature, and the calibration error without it and with it.

    Both errors are of the rows that it was chosen on; one number hardly fits them too well.
    """
    temperature = fit(answered)
    after = answered.judged(temperature or 1.0)
    return Calibration(
        temperature=temperature,
        error_before=error(*answered.judged(1.0)),
        error_after=error(*after),
        parts=parts(*after),
    )


def fit(answered: Answered) -> float | None:
    """The temperature with the least loss; None where the answers cannot tell.

    They cannot where they are few, or all right: then ever more confidence would be better.
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - only at a run's very end

    _, right = answered.judged(1.0)
    if len(answered.logits) < FEWEST or right.all() or not right.any():
        return None
    thinned = answered.thinned(ceil(len(answered.logits) / MOST))

    def loss(logarithm: float) -> float:
        return thinned.loss(exp(logarithm))

    found: Any = minimize_scalar(loss, bounds=(log(COLDEST), log(HOTTEST)), method="bounded")
    return exp(float(found.x)) if np.isfinite(found.fun) else None


def error(confidences: Floats, right: Marks) -> float:
    """Expected calibration error: how far confidence is from right answers in each part, mean."""
    distance = np.bincount(_part(confidences), weights=confidences - right, minlength=PARTS)
    return float(np.abs(distance).sum() / len(confidences))


def parts(confidences: Floats, right: Marks) -> list[CalibrationPart]:
    """How confident and how often right the answers of each part are, where it has any."""
    part = _part(confidences)
    counts = np.bincount(part, minlength=PARTS)
    sure = np.bincount(part, weights=confidences, minlength=PARTS)
    hits = np.bincount(part, weights=right, minlength=PARTS)
    return [
        CalibrationPart(
            confidence=float(sure[each] / counts[each]),
            right=float(hits[each] / counts[each]),
            answers=int(counts[each]),
        )
        for each in np.flatnonzero(counts)
    ]


def _part(confidences: Floats) -> NDArray[np.int64]:
    return np.minimum((confidences * PARTS).astype(np.int64), PARTS - 1)


def heat_of(calibration: Calibration) -> float:
    """What logits are to be divided by."""
    return calibration.temperature or 1.0
