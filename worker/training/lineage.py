"""Which rows the rows of a plan have become, by being cut again."""

from dataclasses import dataclass

import numpy as np

from worker.training.batches import Rows


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every present row's row in the plan, ascending: each of those has become one row or more."""

    owners: Rows

    def pieces(self, rows: Rows) -> Rows:
        """The present rows of the plan's ``rows``, in their order."""
        firsts = np.searchsorted(self.owners, rows, side="left")
        ends = np.searchsorted(self.owners, rows, side="right")
        return np.concatenate([np.arange(*bounds) for bounds in zip(firsts, ends, strict=True)])

    def then(self, owners: Rows) -> "Lineage":
        """After the present rows were cut again: ``owners`` are rows of the present."""
        return Lineage(self.owners[owners])
