"""The first steps of an attempt, timed: real training steps, of which nothing is wasted.

    warm-up ► timed steps ► a pace, from which the time of the whole run follows

Whichever comes first ends it: enough steps, enough seconds, or the epoch's last step.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import torch

from schemas.forecast import Forecast
from worker.training.loop import Loop
from worker.training.progress import Clock

WARM_UP_STEPS = 2
"""First kernels, first allocations: they say nothing of the steps to come."""
STEPS = 30
SECONDS = 10.0
STATUS = Path("/proc/self/status")
"""Of Linux; elsewhere the system is asked."""
KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Pace:
    """Some steps, and how long they took."""

    steps: int
    tokens: int
    """Learned from, padding not counted."""
    seconds: float

    @property
    def tokens_per_second(self) -> float:
        return self.tokens / max(self.seconds, 1e-9)


@dataclass(slots=True)
class Preflight:
    """Times the first steps of an attempt, once."""

    clock: Clock
    _began: float = field(init=False)
    _steps: int = 0
    _tokens: int = 0
    _is_warm: bool = False
    _is_over: bool = False

    def __post_init__(self) -> None:
        self._began = self.clock()

    def begin(self) -> None:
        """The first step is about to be taken."""
        self._began = self.clock()

    def count(self, tokens: int, wait: Callable[[], None], *, is_last: bool) -> Pace | None:
        """A step was taken, perhaps the epoch's last; the pace once enough were, never again.

        ``wait`` returns when the device has done all that it was asked to.
        """
        if self._is_over:
            return None
        self._steps += 1
        self._tokens += tokens
        if is_last or self._steps >= STEPS or self.clock() - self._began >= SECONDS:
            wait()
            self._is_over = True
            return Pace(self._steps, self._tokens, self.clock() - self._began)
        if not self._is_warm and self._steps == WARM_UP_STEPS:
            wait()
            self._is_warm, self._steps, self._tokens = True, 0, 0
            self.begin()
        return None


def forecast(loop: Loop[Any], pace: Pace, expected_seconds: float) -> Forecast:
    """What ``pace`` says of the whole run, and what the steps were taken with."""
    return Forecast(
        steps=pace.steps,
        tokens_per_second=pace.tokens_per_second,
        expected_seconds=expected_seconds,
        epochs=loop.plan.last_epoch,
        peak_memory_bytes=peak_memory_bytes(loop.device),
        token_budget=loop.budget.tokens,
        precision=loop.precision,
        threads=torch.get_num_threads(),
        processes=loop.team.size,
        deterministic=torch.are_deterministic_algorithms_enabled(),
    )


def describe(seen: Forecast) -> str:
    """A forecast in one line of the log."""
    return (
        f"{seen.steps} steps were timed: {seen.tokens_per_second:,.0f} tokens/s; all "
        f"{seen.epochs} epochs would take about {seen.expected_seconds:,.0f} s, "
        f"with {seen.peak_memory_bytes / MEBIBYTE:,.0f} MiB of memory so far"
    )


def peak_memory_bytes(device: torch.device) -> int:
    """The most that was in use so far: allocated on a CUDA device, else held by the process."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    return _own_peak() or _told_by_the_system()


def _own_peak() -> int | None:
    """Without that of the process that started this one, which the system would count in."""
    if not STATUS.is_file():
        return None
    told = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")]
    return int(told[0].split()[1]) * KIBIBYTE if told else None


def _told_by_the_system() -> int:
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset
    import resource  # noqa: PLC0415 - only where there is such a module

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
