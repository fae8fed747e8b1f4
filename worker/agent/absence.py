"""Tells that the log is away, ever more rarely, and that it is back. Nothing is waited for here."""

from collections.abc import Callable
from time import monotonic

from infra import logging

log = logging.get(__name__)

FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 600.0


class Absence:
    """What is told of the log, by one who asks it time and again."""

    def __init__(self, waiting: str, now: Callable[[], float] = monotonic) -> None:
        """``waiting``: who does, while it is away; ``now``: in seconds."""
        self._waiting = waiting
        self._now = now
        self._since: float | None = None
        self._next_line_at = 0.0
        self._pause_seconds = FIRST_PAUSE_SECONDS

    def goes_on(self, error: Exception) -> None:
        """Note that it has not answered; at first, and after pauses that double, say so."""
        now = self._now()
        if self._since is None:
            self._since, self._next_line_at = now, now
            self._pause_seconds = FIRST_PAUSE_SECONDS
        if now < self._next_line_at:
            return
        away_seconds = round(now - self._since, 1)
        log.warning(
            "the log is away", waiting=self._waiting, away_seconds=away_seconds, error=str(error)
        )
        self._next_line_at = now + self._pause_seconds
        self._pause_seconds = min(2 * self._pause_seconds, LONGEST_PAUSE_SECONDS)

    def ends(self) -> None:
        """Note that it has answered; say so where it was away."""
        if self._since is not None:
            away_seconds = round(self._now() - self._since, 1)
            log.info("the log is back", waiting=self._waiting, away_seconds=away_seconds)
        self._since = None
