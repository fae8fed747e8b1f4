"""What the consumers know of automatic backups, which only the whole installation can make."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from consumers.retention.rule import Rule

LATE = 2
"""Times the interval, after which the newest backup is too old."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the backups."""

    every: timedelta
    newest: datetime
    """When the newest was taken; where there is none, when somebody began to make them."""
    failed: bool
    """Whether the last try was in vain."""
    exists: bool = True
    """Whether there is one at all."""
    checked_at: datetime | None = None
    """When the newest was last read and compared with its hashes; None since the last start."""

    def is_late(self, now: datetime) -> bool:
        """Whether the newest is so old that several tries must have failed, or nobody tries."""
        return now - self.newest > LATE * self.every


class Backups(Rule, Protocol):
    """Makes backups by itself, and lets old ones go."""

    async def watch(self) -> None:
        """Make one whenever it is due, for ever."""
        ...

    def standing(self) -> Standing:
        """As of now."""
        ...
