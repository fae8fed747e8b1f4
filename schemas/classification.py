"""The life of a classification, and what a worker tells of its rows."""

from enum import StrEnum

from schemas.base import Message
from schemas.inference import Prediction


class ClassificationStatus(StrEnum):
    """Where a classification stands."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing can change any more."""
        return self not in {ClassificationStatus.QUEUED, ClassificationStatus.RUNNING}

    def after(self, told: "ClassificationStatus") -> "ClassificationStatus":
        """The status after ``told``: the first end counts."""
        return self if self.ended else told


OPEN = tuple(status for status in ClassificationStatus if not status.ended)


class Portion(Message):
    """What a model answered to texts that follow one another."""

    predictions: tuple[Prediction, ...]
    """To an empty text there is no answer."""
