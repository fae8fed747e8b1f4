"""The canonical Parquet: the same examples are the same bytes, whatever file they came in."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.datasets.arrow import Batch
from schemas.examples import GROUP, SPLIT

ROW_GROUP_ROWS = 100_000
REPEATED = ("label", "group", "split", "type", "code", "column")
"""Columns of few values, which are kept once each."""


def write(examples: Batch, path: Path) -> Path:
    """Write ``examples`` to ``path``, replacing what is there."""
    pq.write_table(
        _settled(examples),
        path,
        row_group_size=ROW_GROUP_ROWS,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=[name for name in REPEATED if name in examples.column_names],  # pyright: ignore[reportArgumentType]  # inferred from its default
        write_statistics=False,
    )
    return path


def _settled(examples: Batch) -> Batch:
    """The same without what would show in the bytes: ends of chunks, names of lists' items."""
    fields = [field.with_type(_read_back(field.type)) for field in examples.schema]
    return examples.combine_chunks().cast(pa.schema(fields, examples.schema.metadata))


def _read_back(kind: Any) -> Any:
    """The type as it will be once it is read from a Parquet file."""
    if pa.types.is_list(kind):
        return pa.list_(pa.field("element", _read_back(kind.value_type)))
    return kind


def read(path: Path) -> Batch:
    """What was written to ``path``, with the columns that every file has today."""
    found: Batch = pq.read_table(path, memory_map=True)
    for name in (GROUP, SPLIT):
        if name not in found.column_names:
            found = found.append_column(
                pa.field(name, pa.string()), pa.nulls(found.num_rows, pa.string())
            )
    return found.combine_chunks()
