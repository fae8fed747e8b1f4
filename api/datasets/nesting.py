"""Columns of lists, taken apart into one column of values and put together again."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flat:
    """The values of all lists, one after another."""

    values: Strings
    parents: Indices
    """``(values,)``: the list that each value stands in, ascending."""
    lists: int
    """As many as there were, empty ones too."""

    @property
    def begins(self) -> Indices:
        """``(lists + 1,)``: where each list begins, and where the last one ends."""
        return np.concatenate([[0], np.cumsum(np.bincount(self.parents, minlength=self.lists))])

    def keep(self, mask: NDArray[np.bool_]) -> "Flat":
        """Only the values that ``mask`` marks; a list may become empty."""
        return Flat(self.values.filter(pa.array(mask)), self.parents[mask], self.lists)

    def replace(self, values: Strings) -> "Flat":
        """Other values in their places."""
        return Flat(values, self.parents, self.lists)

    def sets(self) -> "Flat":
        """Each list sorted, with each value once."""
        pairs = pa.table({"parent": self.parents, "value": self.values})
        once: Any = pairs.group_by(["parent", "value"]).aggregate([])
        ordered = once.sort_by([("parent", "ascending"), ("value", "ascending")])
        parents = ordered["parent"].to_numpy()
        return Flat(ordered["value"].combine_chunks(), parents, self.lists)

    def nest(self) -> Any:
        """The lists as one array."""
        return pa.ListArray.from_arrays(pa.array(self.begins, pa.int32()), self.values)


def flatten(column: Any) -> Flat:
    """The values of a column of lists, none of which is null."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    parents = pc.list_parent_indices(whole).to_numpy(zero_copy_only=False)
    return Flat(pc.list_flatten(whole), parents.astype(np.int64), len(whole))
