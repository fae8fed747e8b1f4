"""How often a checkpoint is kept between the ends of epochs."""

from dataclasses import dataclass

from schemas.hyperparameters import Hyperparameters

SECONDS_A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Cadence:
    """After so many steps or so much time since the last one, whichever comes first."""

    steps: int | None
    seconds: float | None

    @classmethod
    def of(cls, chosen: Hyperparameters) -> "Cadence":
        """As the run asks for it."""
        minutes = chosen.checkpoint_minutes
        return cls(chosen.checkpoint_steps, None if minutes is None else minutes * SECONDS_A_MINUTE)

    def is_due(self, steps: int, seconds: float) -> bool:
        """Whether ``steps`` and ``seconds`` since the last checkpoint are enough to be lost."""
        by_steps = self.steps is not None and steps >= self.steps
        return by_steps or (self.seconds is not None and seconds >= self.seconds)
