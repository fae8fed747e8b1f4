"""How far the reading of a file is, for whoever waits."""

from collections.abc import Callable
from enum import StrEnum


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
