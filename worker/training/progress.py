"""How far a run is and how long it will take, told at most about once a second."""

from collections.abc import Callable
from dataclasses import dataclass, field

from schemas.telemetry import Phase
from worker.messages import ProgressMade

BEGIN = {Phase.PREPARING: 0.0, Phase.TRAINING: 0.02, Phase.EVALUATING: 0.02, Phase.SAVING: 0.98}
"""The fraction at which each phase begins; training and exams share theirs by work done."""
SECONDS_BETWEEN = 1.0
SURE_AFTER_SECONDS = 30.0
SURE_AFTER_FRACTION = 0.03
HALF_LIFE_SECONDS = 20.0
"""Of the speed's memory."""

Clock = Callable[[], float]
"""Seconds since some moment."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the trainer knows at one moment."""

    epoch: int
    step: int
    train_loss: float | None
    learning_rate: float | None
    examples_per_second: float | None


IDLE = Reading(epoch=0, step=0, train_loss=None, learning_rate=None, examples_per_second=None)


@dataclass(slots=True)
class Speed:
    """Work per second, recent work counting more."""

    clock: Clock
    rate: float | None = None
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        self._last = self.clock()

    def restart(self) -> None:
        """Leave out what went by since the last measure."""
        self._last = self.clock()

    def measure(self, work: float) -> None:
        """``work`` was done since the last measure."""
        now = self.clock()
        seconds, self._last = now - self._last, now
        if seconds <= 0:
            return
        fresh = work / seconds
        kept = 0.5 ** (seconds / HALF_LIFE_SECONDS) if self.rate is not None else 0.0
        self.rate = kept * (self.rate or 0.0) + (1 - kept) * fresh


class Meter:
    """Turns work done into progress messages whose fraction never falls."""

    def __init__(self, tell: Callable[[ProgressMade], None], clock: Clock, epochs: int) -> None:
        self._tell = tell
        self._clock = clock
        self._epochs = epochs
        self._began = clock()
        self._told: float | None = None
        self._phase = Phase.PREPARING
        self._entered: set[Phase] = set()
        self._fraction = 0.0
        self._speed = Speed(clock)
        self._done, self._total, self._steps = 0.0, 1.0, 0

    def plan(self, total_work: float, done_work: float, *, steps: int, epochs: int) -> None:
        """How much there is to do, and what an earlier attempt did of it."""
        self._total, self._done = total_work, done_work
        self._steps, self._epochs = steps, epochs
        self._speed.restart()

    def enter(self, phase: Phase, reading: Reading = IDLE) -> None:
        """``phase`` begins; said at once when it is the first time."""
        self._phase = phase
        self._advance()
        if phase not in self._entered or self.is_due:
            self._entered.add(phase)
            self._send(reading)

    def work(self, amount: float) -> None:
        """``amount`` of the work was done."""
        self._done = min(self._done + amount, self._total)
        self._speed.measure(amount)
        self._advance()

    @property
    def is_due(self) -> bool:
        """Whether the last message is a second old."""
        return self._told is None or self._clock() - self._told >= SECONDS_BETWEEN

    def report(self, reading: Reading) -> None:
        """Say how far it is, if it is time to."""
        if self.is_due:
            self._send(reading)

    def _advance(self) -> None:
        begin = BEGIN[self._phase]
        if self._phase in {Phase.TRAINING, Phase.EVALUATING}:
            begin += (BEGIN[Phase.SAVING] - begin) * self._done / self._total
        self._fraction = max(self._fraction, begin)

    def _send(self, reading: Reading) -> None:
        self._told = self._clock()
        self._tell(
            ProgressMade(
                phase=self._phase,
                fraction=self._fraction,
                epoch=reading.epoch,
                epochs=self._epochs,
                step=reading.step,
                steps=self._steps,
                train_loss=reading.train_loss,
                learning_rate=reading.learning_rate,
                examples_per_second=reading.examples_per_second,
                seconds_left=self._seconds_left(),
            )
        )

    def _seconds_left(self) -> float | None:
        elapsed = self._clock() - self._began
        if elapsed < SURE_AFTER_SECONDS and self._fraction < SURE_AFTER_FRACTION:
            return None
        return (self._total - self._done) / self._speed.rate if self._speed.rate else None
