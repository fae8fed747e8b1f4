"""Finds ids that occur twice among very many, in sixteen bytes for each."""

import heapq
from array import array
from collections.abc import Iterator
from itertools import pairwise
from uuid import UUID

RUN_LENGTH = 1 << 18
"""Ids sorted at a time."""
PREFIX_BITS = 64
"""Of an id that are kept: two of a thousand million ids are alike by chance once in forty logs."""


class Identities:
    """Ids, each with the sequence that bore it."""

    def __init__(self) -> None:
        self._sorted: list[tuple[array[int], array[int]]] = []
        self._fresh: list[tuple[int, int]] = []

    def add(self, identity: UUID, sequence: int) -> None:
        """Take one more."""
        self._fresh.append((identity.int >> (128 - PREFIX_BITS), sequence))
        if len(self._fresh) == RUN_LENGTH:
            self._sort()

    def repeated(self) -> Iterator[tuple[int, int]]:
        """Pairs of sequences that bear the same id, the earlier first."""
        self._sort()
        runs = (zip(*both, strict=True) for both in self._sorted)
        for (one, first), (other, second) in pairwise(heapq.merge(*runs)):
            if one == other:
                yield first, second

    def _sort(self) -> None:
        self._fresh.sort()
        self._sorted.append(
            (
                array("Q", (identity for identity, _ in self._fresh)),
                array("Q", (sequence for _, sequence in self._fresh)),
            )
        )
        self._fresh = []
