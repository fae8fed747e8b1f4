"""The canonical Parquet: the same examples are the same bytes, whatever file they came in."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from api.datasets.arrow import Batch

ROW_GROUP_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class ExamplesFile:
    """What was written."""

    sha256: str
    size_bytes: int


def write(examples: Batch, path: Path) -> ExamplesFile:
    """Write ``examples`` to ``path``, replacing what is there."""
    pq.write_table(
        examples,
        path,
        row_group_size=ROW_GROUP_ROWS,
        version="2.6",
        compression="zstd",
        compression_level=3,
        use_dictionary=["label", "group"],  # pyright: ignore[reportArgumentType]  # inferred from its default
        write_statistics=False,
    )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return ExamplesFile(digest.hexdigest(), path.stat().st_size)
