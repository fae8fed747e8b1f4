"""Long sentences in overlapping windows: each word is judged where it is best understood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OVERLAP = 4
"""Neighbouring windows share up to one part in this many of a window."""
EDGE = np.iinfo(np.int64).max
"""The context of a word on the side where the sentence itself ends."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words that are read together, and those of them that are judged here, by their places."""

    read: range
    judged: range


def cut(pieces: Sequence[int], room: int) -> list[Window]:
    """Windows of at most ``room`` pieces; every word is judged in exactly one of them.

    It is the one in which the nearer end of the window is farthest from the word. ``pieces`` are
    those of each word, at least 1 and at most ``room``.
    """
    ends = np.cumsum(pieces, dtype=np.int64)
    spans = list(_spans(ends, room))
    if len(spans) < 2:
        return [Window(span, span) for span in spans]
    chosen = np.argmax([_context(span, ends) for span in spans], axis=0)
    return [
        Window(span, range(int(judged[0]), int(judged[-1]) + 1))
        for number, span in enumerate(spans)
        if len(judged := np.flatnonzero(chosen == number))
    ]


def _spans(ends: NDArray[np.int64], room: int) -> Iterator[range]:
    """As many words as fit, window by window; the next begins with the last words of the one."""
    first, before = 0, 0
    while first < len(ends):
        last = int(np.searchsorted(ends, before + room, side="right"))
        yield range(first, last)
        if last == len(ends):
            return
        shared = int(np.searchsorted(ends, ends[last - 1] - room // OVERLAP, side="left")) + 1
        first = min(max(shared, first + 1), last)
        before = int(ends[first - 1])


def _context(span: range, ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pieces between each word and the nearer end of the window; -1 where it isn't read."""
    starts = np.concatenate([[0], ends[:-1]])
    left = starts - starts[span.start] if span.start else np.full(len(ends), EDGE)
    right = ends[span.stop - 1] - ends if span.stop < len(ends) else np.full(len(ends), EDGE)
    context = np.minimum(left, right)
    context[: span.start] = -1
    context[span.stop :] = -1
    return context
