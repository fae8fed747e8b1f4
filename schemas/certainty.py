"""How sure an answer is, in three words; here alone stands where one ends and the next begins."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, FiniteFloat

Probability = Annotated[FiniteFloat, Field(ge=0, le=1)]

SURE_FROM = 0.9
DOUBTFUL_FROM = 0.6
USUAL_REVIEW = SURE_FROM
"""Answers less sure than this go to a person, where nobody has chosen otherwise."""


class Band(StrEnum):
    """What a calibrated probability means to a person."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    """Worth a look."""
    UNSURE = "unsure"
    """Hardly more than a guess."""


def band(probability: float) -> Band:
    """The word for ``probability``."""
    if probability >= SURE_FROM:
        return Band.SURE
    return Band.DOUBTFUL if probability >= DOUBTFUL_FROM else Band.UNSURE
