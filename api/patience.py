"""When a client is too slow to be waited for: pure rules over one connection. No I/O.

head     until the request line and the headers are there: one patience for all of them
body     enough bytes in every span: an honest slow line passes, a trickle does not
answer   whatever lies unread must become less, or be read; our own work has no limit here
"""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What a connection waits for."""

    IDLE = "idle"
    """The next request; how long that may take is the server's own rule."""
    HEAD = "head"
    BODY = "body"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How slow a client may be."""

    head_seconds: float
    body_seconds: float
    """For every ``body_bytes`` of the body."""
    body_bytes: int
    answer_seconds: float
    """For any of what was sent to be read."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A connection at one moment."""

    phase: Phase
    received_bytes: int
    """So far, of all requests."""
    unread_bytes: int
    """Of answers, that the client has not taken."""
    relieved: int
    """How often so much was taken that more could be written."""


@dataclass(frozen=True, slots=True)
class Vigil:
    """A connection, and for how long it has not got on."""

    sight: Sight
    """In an answer the latest look; else when it last got on."""
    waited_seconds: float = 0.0


def look(vigil: Vigil, sight: Sight, seconds: float, allowance: Allowance) -> Vigil:
    """The vigil after a look that comes ``seconds`` after the last one."""
    if _gets_on(vigil.sight, sight, allowance):
        return Vigil(sight)
    kept = sight if sight.phase is Phase.ANSWER else vigil.sight
    return Vigil(kept, vigil.waited_seconds + seconds)


def is_over(vigil: Vigil, allowance: Allowance) -> bool:
    """Whether the client was waited for long enough."""
    patience = {
        Phase.HEAD: allowance.head_seconds,
        Phase.BODY: allowance.body_seconds,
        Phase.ANSWER: allowance.answer_seconds,
    }
    return vigil.waited_seconds >= patience.get(vigil.sight.phase, float("inf"))


def _gets_on(before: Sight, now: Sight, allowance: Allowance) -> bool:
    if now.phase is not before.phase or now.phase is Phase.IDLE:
        return True
    if now.phase is Phase.BODY:
        return now.received_bytes - before.received_bytes >= allowance.body_bytes
    if now.phase is Phase.ANSWER:
        read = now.unread_bytes < before.unread_bytes or now.relieved > before.relieved
        return read or not now.unread_bytes
    return False
