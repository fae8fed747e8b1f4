"""A message that cannot be projected."""


class PoisonError(Exception):
    """The message at ``sequence`` cannot be folded, now or ever by this version."""

    def __init__(self, sequence: int, reason: str) -> None:
        super().__init__(f"message {sequence}: {reason}")
        self.sequence = sequence
        self.reason = reason
