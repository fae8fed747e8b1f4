"""The token budgets that worked and failed in earlier runs, for the next one to begin with."""

from dataclasses import dataclass

from pydantic import NonNegativeInt, ValidationError

from schemas.base import Message
from worker.messages import Job
from worker.training.hint import Hint

FILE = "budgets.json"
FREER = 1.25
"""A failure counts no more once this many times as much memory is free as then."""


class Known(Message):
    """What earlier runs found out about one device, model and length, in tokens."""

    worked: NonNegativeInt = 0
    """The largest budget that did."""
    wanted: NonNegativeInt = 0
    """The most that the run wanted of which that is known."""
    failed: NonNegativeInt | None = None
    """The smallest budget that did."""
    free_bytes: NonNegativeInt = 0
    """When that one failed."""

    def now(self, free_bytes: int) -> "Known":
        """What still counts when so much is free."""
        return Known() if self.failed and free_bytes > FREER * self.free_bytes else self

    def having_worked(self, tokens: int, wanted: int) -> "Known":
        """After an epoch with that budget."""
        failed = self.failed if self.failed and self.failed > tokens else None
        largest = max(tokens, self.worked if failed is None or self.worked < failed else 0)
        told = {"worked": largest, "wanted": max(wanted, self.wanted), "failed": failed}
        return self.model_copy(update=told)

    def having_failed(self, tokens: int, free_bytes: int) -> "Known":
        """After a micro-batch of so many tokens did not fit."""
        failed = min(tokens, self.failed or tokens)
        worked = self.worked if self.worked < failed else 0
        told = {"worked": worked, "failed": failed, "free_bytes": free_bytes}
        return self.model_copy(update=told)

    def below_failure(self, tokens: int) -> int:
        """``tokens``, unless as many have failed: then as many as worked, or half of those."""
        if self.failed is None or tokens < self.failed:
            return tokens
        return self.worked or self.failed // 2


@dataclass(frozen=True, slots=True)
class Experience:
    """With rows of one length, of one model, on one device."""

    hint: Hint

    def recall(self, free_bytes: int) -> Known:
        """What counts when so much memory is free."""
        return self._all().now(free_bytes)

    def worked(self, tokens: int, wanted: int) -> None:
        """An epoch and its exam went well with this budget, and no more than that was wanted."""
        self.hint.remember(self._all().having_worked(tokens, wanted).model_dump())

    def failed(self, tokens: int, free_bytes: int) -> None:
        """A micro-batch of so many tokens did not fit."""
        self.hint.remember(self._all().having_failed(tokens, free_bytes).model_dump())

    def _all(self) -> Known:
        try:
            return Known.model_validate(self.hint.recall() or {})
        except ValidationError:
            return Known()


def of(job: Job, device_name: str, max_length: int) -> Experience:
    """Where that of such jobs on such a device is kept."""
    key = " · ".join((device_name, job.base_model, str(max_length)))
    return Experience(Hint(job.cache_dir / FILE, key))
