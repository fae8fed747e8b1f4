"""Whose texts are next: those that people wait for, as many together as are quick together.

What waits for the same model when the device is free goes in one *turn*. Nothing waits for more to
come. What is not urgent gets the turns in between, which are short.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from schemas.inference import MOST_TEXTS, Prediction
from worker.inference.messages import Order, Pace, Predict, Unload

URGENT_TOKENS = 8192
"""Of a turn for people; a reckoning from characters, so that nobody has to cut them up first."""
CHARACTERS_A_TOKEN = 3
SPECIAL_TOKENS = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large turns are."""

    reads: Callable[[Path], int | None]
    """How many tokens of a text a model reads; None where it reads all, or nobody knows yet."""
    patient_tokens: int
    """Of a turn that nobody waits for."""

    def tokens(self, is_urgent: bool) -> int:  # noqa: FBT001 - a key
        """About how many tokens a turn may have."""
        return URGENT_TOKENS if is_urgent else self.patient_tokens

    def cost(self, model_dir: Path, text: str) -> int:
        """About how many tokens of ``text`` the model reads."""
        tokens, reads = len(text) // CHARACTERS_A_TOKEN + SPECIAL_TOKENS, self.reads(model_dir)
        return tokens if reads is None else min(tokens, reads)


@dataclass(slots=True)
class Waiting:
    """An order that is not answered yet."""

    order: Predict
    expires_at: float
    taken: int = 0
    """Texts that are in a turn already, or answered."""
    predictions: list[Prediction] = field(default_factory=list[Prediction])

    @property
    def is_taken(self) -> bool:
        return self.taken == len(self.order.texts)

    @property
    def is_answered(self) -> bool:
        return len(self.predictions) == len(self.order.texts)

    def give_up(self) -> None:
        """Answer to none of its texts any more."""
        self.expires_at = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """Some texts of an order."""

    waiting: Waiting
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Texts that one model answers to together."""

    model_dir: Path
    parts: tuple[Part, ...]


class Queue:
    """Filled by one thread, emptied by another."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._errands: deque[Unload | Pace] = deque()
        self._waiting: dict[bool, deque[Waiting]] = {True: deque(), False: deque()}
        self._something = threading.Condition()

    def put(self, order: Order) -> None:
        """Let ``order`` wait for its turn."""
        with self._something:
            if isinstance(order, Predict):
                expires_at = self._clock() + order.patience_seconds
                self._waiting[order.is_urgent].append(Waiting(order, expires_at))
            else:
                self._errands.append(order)
            self._something.notify()

    def take(self, bounds: Bounds) -> Turn | Unload | Pace:
        """What is to be done now; waits until there is something."""
        with self._something:
            while True:
                if self._errands:
                    return self._errands.popleft()
                for is_urgent in (True, False):
                    if (turn := self._turn(is_urgent, bounds)) is not None:
                        return turn
                self._something.wait()

    def _turn(self, is_urgent: bool, bounds: Bounds) -> Turn | None:  # noqa: FBT001 - a key
        """The first order's texts, and those of others for the same model that fit in."""
        now = self._clock()
        line = [one for one in self._waiting[is_urgent] if one.expires_at > now]
        turn = None
        if line:
            model_dir = line[0].order.model_dir
            alike = [one for one in line if one.order.model_dir == model_dir]
            parts = tuple(_parts(alike, bounds, bounds.tokens(is_urgent)))
            turn = Turn(model_dir, parts)
        self._waiting[is_urgent] = deque(one for one in line if not one.is_taken)
        return turn


def _parts(line: Iterable[Waiting], bounds: Bounds, tokens: int) -> Iterator[Part]:
    """Take texts in their order until the turn is full; the first goes however long it is."""
    count = 0
    for one in line:
        first, order = one.taken, one.order
        for text in order.texts[first:]:
            tokens -= bounds.cost(order.model_dir, text)
            if count == MOST_TEXTS or (count and tokens < 0):
                break
            count, one.taken = count + 1, one.taken + 1
        if one.taken > first:
            yield Part(one, order.texts[first : one.taken])
        if not one.is_taken:
            return
