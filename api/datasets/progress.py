"""How far the reading of a file is, for whoever waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PAUSE_SECONDS = 0.2
"""Nobody follows more often."""


class Stage(StrEnum):
    """What is being done, in this order."""

    RECEIVING = "receiving"
    """Sent over the network."""
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


@dataclass(frozen=True, slots=True)
class Noted:
    """Progress that is written to a file, for another process to read."""

    path: Path

    def __call__(self, stage: Stage, fraction: float) -> None:
        draft = self.path.with_suffix(".new")
        draft.write_text(f"{stage} {fraction:.4f}", encoding="ascii")
        draft.replace(self.path)


def noted(path: Path) -> tuple[Stage, float]:
    """What was written to ``path`` last; until anything is, the file is still on its way."""
    try:
        stage, fraction = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return Stage.RECEIVING, 0.0
    return Stage(stage), float(fraction)
