"""What seals say of the chain: ours, and one that somebody has kept elsewhere. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby

from consumers.feed import Delivered
from consumers.notary.chain import GapError, Link
from consumers.notary.finding import Finding, Kind, Verdict


class Witnesses:
    """Follows the chain and holds it against seals.

    A chain that once differs from what was sealed never agrees again. So where a later seal agrees,
    the log is as it was and the seal in between is not.
    """

    def __init__(self, verdict: Verdict, start: Link, expected: Link | None) -> None:
        self._verdict = verdict
        self._expected = expected
        self._link: Link | None = start
        """None once the chain is broken: nothing after a gap can be proven."""
        self._agreed = start.sequence
        self._odd: list[int] = []
        """Of the latest seals, those that differ."""
        self._met = expected is None or expected == start

    def follow(self, batch: Sequence[Delivered], seals: Iterable[Link]) -> None:
        """Go on with ``batch``, which has the messages of ``seals``."""
        by_sequence = {seal.sequence: seal for seal in seals}
        awaited = {self._expected.sequence} if self._expected else set[int]()
        stops = sorted(awaited | by_sequence.keys())
        for _, part in groupby(batch, lambda message: bisect_left(stops, message.sequence)):
            link = self._after(part)
            if link is None:
                return
            if seal := by_sequence.get(link.sequence):
                self._hold(link, seal)
            self._meet(link)

    def conclude(self) -> None:
        """What differs to the end was changed before the first seal that differs."""
        if self._odd:
            self._verdict.add(Finding(Kind.CHANGED, self._odd[0], after=self._agreed))
        if self._expected is not None and not self._met:
            self._verdict.add(Finding(Kind.EXPECTED_BEYOND, self._expected.sequence))
        self._verdict.link = self._link

    def _after(self, part: Iterable[Delivered]) -> Link | None:
        try:
            self._link = None if self._link is None else self._link.after(part)
        except GapError as gap:
            self._verdict.add(Finding(Kind.GAP, gap.expected, after=gap.expected - 1))
            self._link = None
        return self._link

    def _hold(self, link: Link, seal: Link) -> None:
        if link != seal:
            self._odd.append(link.sequence)
            return
        for sequence in self._odd:
            self._verdict.add(Finding(Kind.SEAL_REWRITTEN, sequence))
        self._odd, self._agreed = [], link.sequence
        self._verdict.seals += 1

    def _meet(self, link: Link) -> None:
        if self._expected is None or link.sequence != self._expected.sequence:
            return
        self._met = True
        if link != self._expected:
            self._verdict.add(Finding(Kind.EXPECTED_DIFFERS, link.sequence))
