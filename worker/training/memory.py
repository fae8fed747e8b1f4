"""Running out of memory: how it is recognised, and how much a micro-batch may hold."""

import errno
import gc
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import torch

from worker.training import heap

T = TypeVar("T")

EXHAUSTED = (
    "DefaultCPUAllocator: can't allocate memory",
    "DefaultCPUAllocator: not enough memory",
    "CUDA error: out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "MPS backend out of memory",
    "Cannot allocate memory (12)",
)
"""Allocators that raise a bare RuntimeError, by their words; last, who maps a file into memory."""

SHORTEST = 32
"""Tokens: rows are never cut shorter for want of memory. What is read would no longer be a text."""


class OutOfMemoryError(MemoryError):
    """Not even one example fits into the device's memory."""


def is_exhausted(error: BaseException) -> bool:
    """Whether ``error`` says that a device or the computer had no memory left."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return isinstance(error, RuntimeError) and any(words in str(error) for words in EXHAUSTED)


def attempt(work: Callable[[], T]) -> T | None:
    """What ``work`` gives; None if memory ran out."""
    try:
        return work()
    except Exception as error:
        if not is_exhausted(error):
            raise
    return None


def release() -> None:
    """Give back what caches and dead tensors still hold."""
    gc.collect()
    heap.give_back()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


@dataclass(slots=True)
class TokenBudget:
    """How many tokens, padding included, one micro-batch may hold; it only ever shrinks."""

    tokens: int

    def cut(self, failed: list[tuple[int, int]]) -> bool:
        """Halve, seen from the micro-batches ``(examples, tokens)`` of the step that did not fit.

        Whether that can help: not where only a single long example can have been too much.
        """
        largest = max(tokens for _, tokens in failed)
        if all(examples == 1 or 2 * tokens < largest for examples, tokens in failed):
            return False
        self.tokens = min(self.tokens, largest) // 2
        return True


def shorter(longest: int) -> int:
    """The length to cut rows at when one of ``longest`` tokens did not fit: half of that.

    Raises:
        OutOfMemoryError: it is short already.
    """
    if longest <= SHORTEST:
        raise OutOfMemoryError(
            f"not even one example of {longest} tokens fits into the device's memory"
        )
    return max(SHORTEST, longest // 2)
