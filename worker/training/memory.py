"""Running out of memory: how it is recognised, and how much a micro-batch may hold."""

import gc
from dataclasses import dataclass

import torch

EXHAUSTED = (
    "DefaultCPUAllocator: can't allocate memory",
    "DefaultCPUAllocator: not enough memory",
    "CUDA error: out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "MPS backend out of memory",
)
"""Allocators that raise a bare RuntimeError, by their words."""


class OutOfMemoryError(MemoryError):
    """Not even one example fits into the device's memory."""


def is_exhausted(error: BaseException) -> bool:
    """Whether ``error`` says that a device or the computer had no memory left."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in EXHAUSTED)


def release() -> None:
    """Give back what caches and dead tensors still hold."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


@dataclass(slots=True)
class TokenBudget:
    """How many tokens, padding included, one micro-batch may hold; it only ever shrinks."""

    tokens: int

    def cut(self, failed: list[tuple[int, int]]) -> None:
        """Halve, seen from the micro-batches ``(examples, tokens)`` of the step that did not fit.

        Raises:
            OutOfMemoryError: each of them held a single example already.
        """
        if all(examples == 1 for examples, _ in failed):
            raise OutOfMemoryError("a single example does not fit into the device's memory")
        largest = max(tokens for _, tokens in failed)
        self.tokens = min(self.tokens, largest) // 2
