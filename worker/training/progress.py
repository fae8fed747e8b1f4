"""How far a run is and how long it will take, told at most about once a second."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.telemetry import Phase
from worker.messages import ProgressMade
from worker.training.speeds import Rates
from worker.training.work import Work

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
    """Work per second; of work done long ago less is remembered."""

    _work: float = 0.0
    _seconds: float = 0.0

    @property
    def rate(self) -> float | None:
        """None while nothing is known."""
        return self._work / self._seconds if self._work and self._seconds else None

    def measure(self, work: float, seconds: float) -> None:
        """``work`` took so long."""
        kept = 0.5 ** (seconds / HALF_LIFE_SECONDS)
        self._work = kept * self._work + work
        self._seconds = kept * self._seconds + seconds


class Meter:
    """Turns work done into progress messages whose fraction never falls.

    The time left is that of a run which spares no epoch: stopping early only makes it shorter.
    """

    def __init__(self, tell: Callable[[ProgressMade], None], clock: Clock, epochs: int) -> None:
        self._tell = tell
        self._clock = clock
        self._epochs = epochs
        self._told: float | None = None
        self._phase = Phase.PREPARING
        self._entered: set[Phase] = set()
        self._fraction = 0.0
        self._learning, self._reading = Speed(), Speed()
        self._done, self._total, self._steps = Work(), Work(), 0
        self._found: Work | None = None
        self._remembered: Rates | None = None
        self._began = self._last = clock()

    def plan(
        self,
        total: Work,
        done: Work,
        *,
        steps: int,
        epochs: int,
        remembered: Rates | None = None,
    ) -> None:
        """How much there is to do, what earlier attempts did of it, and how fast earlier runs were.

        Waiting for the first step begins here: what was prepared before says nothing of it.
        """
        self._total, self._done, self._found = total, done, done
        self._steps, self._epochs = steps, epochs
        self._remembered = remembered
        self._began = self._last = self._clock()

    def enter(self, phase: Phase, reading: Reading = IDLE) -> None:
        """``phase`` begins; said at once when it is the first time."""
        self._phase = phase
        self._advance()
        if phase not in self._entered or self.is_due:
            self._entered.add(phase)
            self._send(reading)

    def learned(self, tokens: int) -> None:
        """So many tokens were learned from."""
        self._learning.measure(tokens, self._lap())
        self._count(Work(learned=tokens))

    def read(self, tokens: int) -> None:
        """So many tokens were read in an exam."""
        self._reading.measure(tokens, self._lap())
        self._count(Work(read=tokens))

    @property
    def rates(self) -> Rates | None:
        """As fast as it is now; None before the first step."""
        if (learned := self._learning.rate) is None:
            return None
        own = Rates(learned=learned, read=self._reading.rate)
        return self._remembered.at(learned) if own.read is None and self._remembered else own

    @property
    def is_due(self) -> bool:
        """Whether the last message is a second old."""
        return self._told is None or self._clock() - self._told >= SECONDS_BETWEEN

    def report(self, reading: Reading) -> None:
        """Say how far it is, if it is time to."""
        if self.is_due:
            self._send(reading)

    def _lap(self) -> float:
        now = self._clock()
        seconds, self._last = now - self._last, now
        return seconds

    def _count(self, work: Work) -> None:
        self._done += work
        self._advance()

    def _advance(self) -> None:
        begin = BEGIN[self._phase]
        if self._phase in {Phase.TRAINING, Phase.EVALUATING} and self._total.cost:
            share = min(self._done.cost / self._total.cost, 1.0)
            begin += (BEGIN[Phase.SAVING] - begin) * share
        self._fraction = max(self._fraction, begin)

    def _send(self, reading: Reading) -> None:
        self._told = self._clock()
        left = self._seconds_left()
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
                seconds_left=left,
                is_guess=left is not None and not self._is_sure,
            )
        )

    @property
    def _is_sure(self) -> bool:
        """Whether this attempt's own speed is known well enough."""
        if self._found is None:
            return False
        share = (self._done - self._found).cost / max(self._total.cost, 1.0)
        elapsed = self._clock() - self._began
        return elapsed >= SURE_AFTER_SECONDS or share >= SURE_AFTER_FRACTION

    def _seconds_left(self) -> float | None:
        rates = self.rates if self._is_sure else self._remembered
        if self._found is None or rates is None:
            return None
        left = self._total - self._done
        return rates.seconds(Work(max(left.learned, 0.0), max(left.read, 0.0)))
