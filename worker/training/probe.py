"""A few micro-batches of the longest rows, to see what they take; they leave nothing behind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from worker.training import batches, memory
from worker.training.loop import Loop

ROWS = (2, 8)
"""Of the two micro-batches: memory grows in a straight line between them and beyond."""

Gauge = Callable[[Callable[[], None]], int]
"""The most bytes that were taken while some work was done."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a micro-batch took, with all that was in memory before."""

    tokens: int
    bytes: int


def gauge_of(device: torch.device) -> Gauge | None:
    """How the device tells its peak; None where it cannot.

    A processor's memory is not given back at once, so its second peak would be the first one's.
    """
    if device.type != "cuda":
        return None

    def peak(work: Callable[[], None]) -> int:
        torch.cuda.reset_peak_memory_stats(device)
        work()
        taken = torch.cuda.max_memory_allocated(device)
        torch.cuda.reset_peak_memory_stats(device)
        return taken

    return peak


def samples(loop: Loop[Any], gauge: Gauge) -> list[Sample]:
    """Up to two, the smaller first: one that does not fit is left out."""
    lengths = loop.unit.training_lengths
    ordered = batches.by_length(np.arange(len(lengths)), lengths)
    found: list[Sample] = []
    for count in sorted({min(rows, len(ordered)) for rows in ROWS}):
        rows = ordered[-count:]
        taken = memory.attempt(lambda rows=rows: gauge(lambda: loop.rehearse(rows)))
        memory.release()
        if taken is None:
            break
        found.append(Sample(batches.padded_tokens(rows, lengths), taken))
    return found


def fitting_tokens(found: list[Sample], most_bytes: int) -> int | None:
    """The tokens that take ``most_bytes``, by a straight line; None where there is no such line."""
    if len(found) < 2 or found[1].bytes <= found[0].bytes:
        return None
    one, two = found
    slope = (two.bytes - one.bytes) / (two.tokens - one.tokens)
    return max(0, int(one.tokens + (most_bytes - one.bytes) / slope))
