"""How far a backup, a check or a restoration is."""

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is being copied or read."""

    CHECK = "check"
    """In bytes; so are files and log."""
    FILES = "files"
    TABLES = "tables"
    """In tables."""
    LOG = "log"


Report = Callable[[Stage, int, int], None]
"""Called with how much is done, and how much there is."""
