"""The canonical Parquet: the same examples are the same bytes, whatever file they came in."""

from pathlib import Path

import pyarrow.parquet as pq

from api.datasets.arrow import Batch

ROW_GROUP_ROWS = 100_000
REPEATED = ("label", "group", "split", "type", "code", "column")
"""Columns of few values, which are kept once each."""


def write(examples: Batch, path: Path) -> Path:
    """Write ``examples`` to ``path``, replacing what is there."""
    pq.write_table(
        examples,
        path,
        row_group_size=ROW_GROUP_ROWS,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=[name for name in REPEATED if name in examples.column_names],  # pyright: ignore[reportArgumentType]  # inferred from its default
        write_statistics=False,
    )
    return path
