"""How fast earlier runs were on this device: a guess until a run knows its own speed.

They stand in ``speeds.json`` in the worker's cache.
"""

from dataclasses import dataclass

from pydantic import PositiveFloat, ValidationError

from schemas.base import Message
from worker.messages import Job
from worker.training.hint import Hint
from worker.training.work import LEARNING_COST, Work

FILE = "speeds.json"


class Rates(Message):
    """Tokens a second."""

    learned: PositiveFloat
    read: PositiveFloat | None = None
    """None before the first exam."""

    def at(self, learned: float) -> "Rates":
        """The same device at another speed of learning: reading keeps its proportion to it."""
        read = self.read and self.read * learned / self.learned
        return Rates(learned=learned, read=read)

    def seconds(self, work: Work) -> float:
        """What ``work`` takes; before an exam was measured, by what reading costs in theory."""
        reading = self.read or self.learned * LEARNING_COST
        return work.learned / self.learned + work.read / reading


@dataclass(frozen=True, slots=True)
class Speeds:
    """The speed of one base model and task on one device, as far as earlier runs have told."""

    hint: Hint

    def recall(self) -> Rates | None:
        """The latest run's; None where there was none."""
        try:
            return Rates.model_validate(self.hint.recall())
        except ValidationError:
            return None

    def remember(self, rates: Rates) -> None:
        """Put ``rates`` in place of what an earlier run told."""
        self.hint.remember(rates.model_dump())


def of(job: Job, device_name: str) -> Speeds:
    """Where the speed of such jobs on such a device is kept."""
    key = " · ".join((device_name, job.base_model, job.task.value))
    return Speeds(Hint(job.cache_dir / FILE, key))
