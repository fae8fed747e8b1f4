"""Figures as people of a language write them."""

from dataclasses import dataclass

SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Numbers:
    """The two marks of a language."""

    thousands: str
    decimal: str

    def count(self, value: int) -> str:
        """``2222`` → ``2.222`` or ``2,222``."""
        return f"{value:,}".replace(",", self.thousands)

    def fraction(self, value: float, places: int = 2) -> str:
        """``0.8765`` → ``0,88`` or ``0.88``."""
        return f"{value:.{places}f}".replace(".", self.decimal)


def per_hundred(share: float) -> int:
    """A share as hits in a hundred; only a perfect one is a hundred."""
    return 100 if share >= 1 else min(99, round(100 * share))


def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / SECONDS_PER_MINUTE))


def duration(seconds: float) -> str:
    """``42 s``, ``7 min`` or ``1 h 05 min``: units that both languages write alike."""
    if seconds < SECONDS_PER_MINUTE:
        return f"{round(seconds)} s"
    hours, rest = divmod(minutes(seconds), MINUTES_PER_HOUR)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"
