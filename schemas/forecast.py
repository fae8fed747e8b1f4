"""What the first steps of an attempt say of the whole run, and how far that was from the truth."""

from pydantic import FiniteFloat

from schemas.base import Message
from schemas.hyperparameters import Precision
from schemas.metrics import ExamReport


class Forecast(Message):
    """Real training steps were timed; the rest of the run follows from them."""

    steps: int
    """That were timed; the first of all, which warm the device up, are left out."""
    tokens_per_second: FiniteFloat
    """Learned from, padding not counted."""
    expected_seconds: FiniteFloat
    """Of the whole run as its report counts them, if no epoch is spared; over all attempts."""
    epochs: int
    """That are planned."""
    peak_memory_bytes: int
    """Until then: of a CUDA device what was allocated, else what the process held."""
    token_budget: int
    """Tokens of one micro-batch, padding included."""
    precision: Precision
    """The number format that was chosen."""
    threads: int
    """Of the processor, for one operation."""
    processes: int = 1
    """That trained together, one a device."""
    deterministic: bool
    """Whether operations that could give another result each time were ruled out."""


def expected(forecast: Forecast, epochs_run: int) -> float:
    """Seconds that were expected of the epochs that were run."""
    return forecast.expected_seconds * epochs_run / forecast.epochs


def ratio(forecast: Forecast, report: ExamReport) -> float | None:
    """Seconds taken over seconds expected, for the same epochs; None if none were expected."""
    seconds = expected(forecast, report.epochs_run)
    return report.seconds / seconds if seconds > 0 else None
