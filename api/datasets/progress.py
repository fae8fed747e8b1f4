"""How far the reading of a file is, for whoever waits."""

import time
from collections.abc import Callable
from enum import StrEnum

PAUSE_SECONDS = 0.2
"""Nobody follows more often."""


class Stage(StrEnum):
    """What is being done, in this order."""

    OPENING = "opening"
    """Looked into and unpacked."""
    READING = "reading"
    """Row by row."""
    SORTING = "sorting"
    """Rows become examples."""
    JUDGING = "judging"
    """The quality report."""
    WRITING = "writing"


Progress = Callable[[Stage, float], None]
"""Called with a stage and how much of it is done, from 0 to 1."""


def silent(_stage: Stage, _fraction: float) -> None:
    """Nobody waits."""


def paced(progress: Progress, clock: Callable[[], float] = time.monotonic) -> Progress:
    """The same news, but of one stage at most every ``PAUSE_SECONDS``; a new stage is told at once.

    Args:
        progress: who is told.
        clock: seconds that only grow.
    """
    told_stage: Stage | None = None
    told_at = 0.0

    def tell(stage: Stage, fraction: float) -> None:
        nonlocal told_stage, told_at
        now = clock()
        if stage is not told_stage or now - told_at >= PAUSE_SECONDS:
            told_stage, told_at = stage, now
            progress(stage, fraction)

    return tell
