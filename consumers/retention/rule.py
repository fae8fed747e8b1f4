"""What a rule of retention can do, and what it needs to know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from schemas.retention import Found, Removed, Retention, RetentionKind

EXAMPLES = 5
"""Names that a preview shows."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The policy, and the time to which it is applied."""

    policy: Retention
    now: datetime

    def before(self, days: int) -> datetime:
        """What is older than this is older than ``days``."""
        return self.now - timedelta(days=days)


class Rule(Protocol):
    """Knows one kind of things, which of them are too old, and how they are removed."""

    @property
    def kind(self) -> RetentionKind:
        """What it knows of."""
        ...

    async def found(self, moment: Moment) -> Found:
        """What would go now."""
        ...

    async def remove(self, moment: Moment) -> Removed:
        """Let it go; again is harmless."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """One thing that is to go."""

    since: datetime
    name: str
    size_bytes: int


def summed(kind: RetentionKind, things: Collection[Thing]) -> Found:
    """The preview of ``things``."""
    by_age = sorted(things)
    return Found(
        kind=kind,
        count=len(by_age),
        size_bytes=sum(thing.size_bytes for thing in by_age),
        oldest=by_age[0].since if by_age else None,
        newest=by_age[-1].since if by_age else None,
        examples=[thing.name for thing in by_age[:EXAMPLES]],
    )


def removed(kind: RetentionKind, things: Collection[Thing], failed: int = 0) -> Removed:
    """What is told once ``things`` are gone."""
    size_bytes = sum(thing.size_bytes for thing in things)
    return Removed(kind=kind, count=len(things), size_bytes=size_bytes, failed=failed)
