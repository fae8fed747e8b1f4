"""Arrow under names that say what its values are: the library itself carries no annotations."""

from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute

Strings: TypeAlias = Any
"""A chunked array of strings."""
Batch: TypeAlias = Any
"""A table with columns by name."""
compute: Any = pyarrow.compute
"""Arrow's functions over whole columns, which it makes at run time."""


def strings(values: list[str]) -> Strings:
    """A column of ``values``."""
    return pa.chunked_array([values], pa.string())
