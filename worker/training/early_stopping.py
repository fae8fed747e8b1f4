"""When more epochs would be wasted."""

from collections.abc import Sequence


def stalled_for(scores: Sequence[float], min_delta: float) -> int:
    """Epochs since a score last rose above the best before it by more than ``min_delta``."""
    best, stalled = float("-inf"), 0
    for score in scores:
        if score > best + min_delta:
            best, stalled = score, 0
        else:
            stalled += 1
    return stalled


def is_due(scores: Sequence[float], patience: int | None, min_delta: float) -> bool:
    """Whether ``patience`` epochs have brought nothing; never so without a patience."""
    return patience is not None and stalled_for(scores, min_delta) >= patience
