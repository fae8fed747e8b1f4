"""What a verification can find, where, and what that comes to."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from consumers.notary.chain import Link

MOST_FINDINGS = 1000
"""That are kept one by one; more are only counted."""


class Kind(StrEnum):
    """What is wrong."""

    BEGINNING_LOST = "beginning_lost"
    """The log does not begin with its first message."""
    GAP = "gap"
    """Messages are missing in the middle of the log."""
    CUT = "cut"
    """The log ends before the newest seal."""
    CHANGED = "changed"
    """The chain differs from every seal from some message on: the log is not what was sealed."""
    SEAL_REWRITTEN = "seal_rewritten"
    """One seal differs, and a later one agrees again: so the log is whole and the seal is not."""
    NO_SEAL = "no_seal"
    """There is nothing to hold the log against."""
    EXPECTED_DIFFERS = "expected_differs"
    """The chain is not what somebody has kept elsewhere."""
    EXPECTED_BEYOND = "expected_beyond"
    """The log does not reach what somebody has kept elsewhere, or breaks before."""
    ROW_MISSING = "row_missing"
    ROW_ADDED = "row_added"
    ROW_CHANGED = "row_changed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    kind: Kind
    sequence: int
    """Where: of the message, the row or the seal."""
    after: int | None = None
    """All up to here is as it was; None where the kind says nothing of it."""
    columns: tuple[str, ...] = ()
    """Of a row that differ."""


@dataclass(slots=True)
class Verdict:
    """What a verification came to."""

    events: int = 0
    seals: int = 0
    """That agreed."""
    rows: int = 0
    """Events whose rows could be looked at: as far as the log is projected."""
    unsealed: int = 0
    """Events after the newest seal."""
    link: Link | None = None
    """The chain at the end of the log; None where it broke."""
    seconds: float = 0.0
    found: list[Finding] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)

    @property
    def sound(self) -> bool:
        return not self.counts

    def add(self, finding: Finding) -> None:
        """Count what was found, and keep it if it is among the first."""
        self.counts[finding.kind] += 1
        if len(self.found) < MOST_FINDINGS:
            self.found.append(finding)
