"""Arrow under names that say what its values are: the library itself carries no annotations."""

from typing import Any, TypeAlias

import pyarrow.compute

Strings: TypeAlias = Any
"""A chunked array of strings."""
Batch: TypeAlias = Any
"""A table with columns by name."""
compute: Any = pyarrow.compute
"""Arrow's functions over whole columns, which it makes at run time."""


def replaced(batch: Batch, name: str, values: Any) -> Batch:
    """The batch with other values in the column ``name``."""
    field = batch.schema.field(name)
    return batch.set_column(batch.column_names.index(name), field, values)
