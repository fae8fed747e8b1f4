"""First versions made on the spot, and what recipes make of them."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from api.datasets.arrow import Batch
from api.datasets.contents import EXAMPLES, LEFT_OUT, REPORT
from api.datasets.preparation import Prepared, Refused
from api.datasets.reading import Reading
from api.datasets.recipes.revision import Base, Revised, revise
from api.datasets.tasks.text_classification.rows import MULTI_LABEL_SCHEMA, SCHEMA
from schemas.recipe import Step
from tests.api.datasets.sheets import made_of, prepared

Row = tuple[str, str]
"""A text and its label."""


def examples(
    rows: Sequence[Row],
    groups: Sequence[str | None] | None = None,
    sides: Sequence[str | None] | None = None,
    numbers: Sequence[int] | None = None,
) -> Batch:
    """Examples as text classification keeps them, from row 2 of the sheet on by default."""
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    nothing = [None] * len(rows)
    numbers = numbers or range(2, len(rows) + 2)
    columns = [texts, labels, groups or nothing, numbers, sides or nothing]
    return pa.table([*columns], schema=SCHEMA)


def multi_label(rows: Sequence[tuple[str, list[str]]]) -> Batch:
    """Examples with several labels."""
    texts, labels = [text for text, _ in rows], [sorted({*labels}) for _, labels in rows]
    nothing = [None] * len(rows)
    columns = [texts, labels, nothing, range(2, len(rows) + 2), nothing]
    return pa.table([*columns], schema=MULTI_LABEL_SCHEMA)


def texts_to_write(texts: Sequence[str]) -> Batch:
    """Examples of running text."""
    return pa.table({"text": texts, "row": pa.array(range(2, len(texts) + 2), pa.int32())})


def rows_of(found: Batch) -> list[Row]:
    return [*zip(found["text"].to_pylist(), found["label"].to_pylist(), strict=True)]


def base_of(path: Path, reading: Reading | None = None) -> tuple[Base, Prepared]:
    """Version 1 of the file, and what was told of it."""
    first = prepared(path, reading)
    folder = made_of(path)
    base = Base(
        examples=folder / EXAMPLES,
        left_out=folder / LEFT_OUT if first.left_out_file else None,
        report=folder / REPORT,
        reading=first.reading.told(first.sheet),
        rows_total=first.rows_total,
    )
    return base, first


def version(base: Base, recipe: Sequence[Step], folder: Path) -> Revised | Refused:
    """What the recipe makes, in a new folder of this name."""
    folder.mkdir()
    return revise(base, recipe, folder)


def revised(base: Base, recipe: Sequence[Step], folder: Path) -> Revised:
    """The outcome, which must be another version."""
    outcome = version(base, recipe, folder)
    assert isinstance(outcome, Revised), outcome
    assert outcome.rows_total == outcome.rows_used + outcome.rows_left_out == base.rows_total
    assert sum(outcome.left_out_counts.values()) == outcome.rows_left_out
    return outcome


def left_out_in(folder: Path) -> list[dict[str, object]]:
    return pq.read_table(folder / LEFT_OUT).to_pylist()
