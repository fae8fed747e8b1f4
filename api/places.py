"""Where a client of streams has got to: in the log, and in TELEMETRY where log lines come from.

A place means the same to every process of the API, today and after a restart, so a client may
return to any of them. Written ``1042``, or ``1042.77-3`` once it says something of log lines too.
"""

import re
from dataclasses import dataclass, replace

LogPlace = tuple[int, int]
"""A batch's sequence in TELEMETRY, and a line of it."""
MAX_LINE = 2**31 - 1
BEFORE_LINES: LogPlace = (0, -1)

_PLACE = re.compile(r"^(\d{1,18})(?:\.(\d{1,18})(?:-(\d{1,9}))?)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Everything up to here was seen."""

    sequence: int
    """Of an event of the log."""
    lines: LogPlace | None = None
    """Of a log line; None: none of them."""

    def __str__(self) -> str:
        if self.lines is None:
            return str(self.sequence)
        batch, line = self.lines
        return f"{self.sequence}.{batch}" + ("" if line == MAX_LINE else f"-{line}")

    @property
    def last_line(self) -> LogPlace:
        """The line up to which all were seen."""
        return self.lines or BEFORE_LINES

    @property
    def last_batch(self) -> int:
        """The batch up to which all lines were seen."""
        batch, line = self.last_line
        return batch if line == MAX_LINE else batch - 1

    def after_event(self, sequence: int) -> "Place":
        """The place behind the event at ``sequence``."""
        return replace(self, sequence=sequence)

    def after_line(self, line: LogPlace) -> "Place":
        """The place behind the log line at ``line``."""
        return replace(self, lines=line)


def parse(stated: str) -> Place:
    """The place that ``stated`` names; nonsense is the beginning, so that nothing is missed."""
    found = _PLACE.match(stated.strip())
    if found is None:
        return Place(0)
    sequence, batch, line = found.groups()
    if batch is None:
        return Place(int(sequence))
    lines = after_batch(int(batch)) if line is None else (int(batch), int(line))
    return Place(int(sequence), lines)


def after_batch(sequence: int) -> LogPlace:
    """The place behind every line of the batch at ``sequence``."""
    return (sequence, MAX_LINE)


def later(one: Place, other: Place) -> Place:
    """Behind all that either of them has seen."""
    lines = max(one.last_line, other.last_line)
    sequence = max(one.sequence, other.sequence)
    return Place(sequence, None if lines == BEFORE_LINES else lines)
