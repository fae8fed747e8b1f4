"""The shared texts as arrays, from which columns take theirs with as little copying as can be."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.formats.openxml.markup import Numbers

_MOST_RUNS = 100
"""Beyond so many changes from array to array, one large array is quicker."""


class Texts:
    """Texts by their number, kept in several arrays, one after the other."""

    def __init__(self, arrays: Sequence[Strings]) -> None:
        self._arrays = [array for array in arrays if len(array)]
        self._edges: Numbers = np.cumsum([0, *map(len, self._arrays)])

    def __len__(self) -> int:
        return int(self._edges[-1])

    def __getitem__(self, number: int) -> str:
        place = int(np.searchsorted(self._edges, number, "right")) - 1
        text: str = self._arrays[place][number - int(self._edges[place])].as_py()
        return text

    def size_bytes(self, numbers: Numbers) -> int:
        """What the texts of these numbers take together, each as often as it is named."""
        return int(self._sizes[numbers].sum())

    @cached_property
    def _sizes(self) -> Numbers:
        sizes = [pc.binary_length(array).to_numpy() for array in self._arrays]
        return np.concatenate([*sizes, np.zeros(0, np.int64)]).astype(np.int64)

    @cached_property
    def _whole(self) -> Strings:
        return pa.concat_arrays(self._arrays)

    def take(self, numbers: Numbers) -> Strings:
        """The texts of these numbers; blank where the number is -1."""
        if not (numbers >= 0).any():
            return pa.chunked_array([pa.repeat("", len(numbers))])
        places = _filled(np.searchsorted(self._edges, numbers, "right") - 1)
        edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
        if len(edges) > _MOST_RUNS:
            return pa.chunked_array([taken(self._whole, numbers)])
        runs = []
        for start, end in pairwise(edges):
            place = int(places[start])
            within = numbers[start:end]
            offset = np.where(within < 0, 0, self._edges[place])
            runs.append(taken(self._arrays[place], within - offset))
        return pa.chunked_array(runs)


def taken(texts: Strings, places: Numbers) -> Strings:
    """The texts at the places; blank where the place is -1."""
    absent = places < 0
    found = pc.take(texts, pa.array(places, mask=absent))
    return pc.fill_null(found, "") if absent.any() else found


def _filled(places: Numbers) -> Numbers:
    """Where there is no place, the one before, else the first there is."""
    known = places >= 0
    before = np.maximum.accumulate(np.where(known, np.arange(len(places)), -1))
    return places[np.where(before < 0, int(np.argmax(known)), before)]
