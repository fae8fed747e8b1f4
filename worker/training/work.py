"""How much a run has to do, in tokens: those that it learns from and those that it only reads."""

from dataclasses import dataclass

from worker.training.batches import Plan
from worker.training.loop import Position, Unit

LEARNING_COST = 3.0
"""Of a token that is learned from, in tokens that are only read: forward once, backward twice."""


@dataclass(frozen=True, slots=True)
class Work:
    """Tokens, padding not counted."""

    learned: float = 0.0
    read: float = 0.0
    """In exams."""

    def __add__(self, other: "Work") -> "Work":
        return Work(self.learned + other.learned, self.read + other.read)

    def __sub__(self, other: "Work") -> "Work":
        return Work(self.learned - other.learned, self.read - other.read)

    @property
    def cost(self) -> float:
        """In tokens that are only read."""
        return self.learned * LEARNING_COST + self.read


def whole(unit: Unit, plan: Plan) -> Work:
    """Of a run that spares no epoch."""
    return _of(unit, plan.total_steps / plan.steps_per_epoch, plan.last_epoch)


def done(unit: Unit, plan: Plan, position: Position, exams: int) -> Work:
    """Of a run that stands at ``position`` after so many exams."""
    return _of(unit, position.step / plan.steps_per_epoch, exams)


def _of(unit: Unit, passes: float, exams: int) -> Work:
    return Work(
        learned=float(unit.training_lengths.sum()) * passes,
        read=float(unit.exam_lengths.sum()) * exams,
    )
