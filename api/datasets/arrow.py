"""Arrow under names that say what its values are: the library itself carries no annotations."""

from typing import Any, TypeAlias

import pyarrow.compute

Strings: TypeAlias = Any
"""A chunked array of strings."""
Batch: TypeAlias = Any
"""A table with columns by name."""
compute: Any = pyarrow.compute
"""Arrow's functions over whole columns, which it makes at run time."""
