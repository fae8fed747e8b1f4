"""Tables made on the spot, as a reader would hand them over, and real data where it is at hand."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from api.datasets import table
from api.datasets.cells import Cell
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.table import Table
from schemas.problems import ProblemCode

REAL_DATA = Path(__file__).parents[5] / "shared" / "data"
"""Beside the repository, on the computers that have it."""


def table_of(*rows: Sequence[Cell]) -> Table:
    """A table whose first row is its header."""
    grid = Grid(sheet=None, first_column=0, rows=iter(rows), passes_on=frozenset[ProblemCode]())
    return table.build(grid, Limits(), [str(name) for name in rows[0]])


def real_file(name: str) -> Path:
    """A file of real data; the test is skipped where there is none."""
    path = REAL_DATA / name
    if not path.exists():
        pytest.skip(f"needs the real data {name}, which is not beside this copy of the repository")
    return path
