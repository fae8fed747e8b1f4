"""The rows that are left out as a workbook that can be mended and sent again.

It has the sheet's own columns as they were, and two more that tell where each row stood and why it
is left out; a reader knows these two by their names and passes over them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow.parquet as pq

from api.datasets import leftovers
from api.datasets.recipes import workbook
from api.datasets.recipes.workbook import Heading
from schemas.problems import ProblemCode

BATCH_ROWS = 1_000
_ROW_WIDTH = 14
_REASON_WIDTH = 60
_CELL_WIDTH = 40


class Sentence(Protocol):
    """What a code means, in somebody's language; it must be able to cross processes."""

    def __call__(
        self, code: ProblemCode, *, params: Mapping[str, str | int | float | list[str]]
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """What the workbook says besides what was sent."""

    row: str
    """The heading of the row numbers."""
    reason: str
    """The heading of the reasons."""
    sentence: Sentence


def write(left_out: Path, target: Path, words: Words) -> None:
    """Write the rows of the Parquet file ``left_out`` to the workbook ``target``."""
    with pq.ParquetFile(left_out) as file:
        names = leftovers.columns(file.schema_arrow.empty_table())
        headings = [
            *(Heading(name, _CELL_WIDTH) for name in names),
            Heading(words.row, _ROW_WIDTH),
            Heading(words.reason, _REASON_WIDTH),
        ]
        workbook.write(target, headings, _rows(file, words))


def _rows(file: Any, words: Words) -> Iterator[list[str | int]]:
    for batch in file.iter_batches(BATCH_ROWS):
        for row in batch.to_pylist():
            problem = leftovers.problem(row)
            reason = words.sentence(problem.code, params=problem.params)
            yield [*row["cells"], row["row"], reason]
