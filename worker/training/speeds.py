"""How fast earlier runs were on this device: a guess until a run knows its own speed.

``speeds.json`` in the worker's cache is only ever a hint: whatever is wrong with it, it is left
aside, and a speed that another run wrote at the same time may be lost.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import PositiveFloat, ValidationError

from schemas.base import Message
from worker.messages import Job
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

    path: Path
    key: str

    def recall(self) -> Rates | None:
        """The latest run's; None where there was none."""
        try:
            return Rates.model_validate(self._all().get(self.key))
        except ValidationError:
            return None

    def remember(self, rates: Rates) -> None:
        """Put ``rates`` in place of what an earlier run told."""
        known = self._all() | {self.key: rates.model_dump()}
        partial = self.path.with_suffix(".partial")
        partial.write_text(json.dumps(known, indent=2, ensure_ascii=False), encoding="utf-8")
        partial.replace(self.path)

    def _all(self) -> dict[str, object]:
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def of(job: Job, device_name: str) -> Speeds:
    """Where the speed of such jobs on such a device is kept."""
    job.cache_dir.mkdir(parents=True, exist_ok=True)
    return Speeds(job.cache_dir / FILE, " · ".join((device_name, job.base_model, job.task.value)))
