"""Which rows are examples, and why each of the others is left out."""

from typing import Any, cast

import pyarrow as pa

from api.datasets import leftovers
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.reading import ResolvedReading
from api.datasets.table import Table
from api.datasets.tasks.sheet import Sheet
from api.datasets.tasks.task import Rows
from api.datasets.tasks.text_classification import separator
from schemas.examples import LABEL, LABELS
from schemas.problems import ProblemCode
from schemas.reading import Role

SCHEMA = pa.schema(
    [
        pa.field("text", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=True),
        pa.field("row", pa.int32(), nullable=False),
        pa.field("split", pa.string(), nullable=True),
    ]
)
_LABELS = pa.list_(pa.string())
MULTI_LABEL_SCHEMA = SCHEMA.set(1, pa.field("labels", _LABELS, nullable=False))


def sort_out(table: Table, reading: ResolvedReading, limits: Limits) -> Rows:
    """The examples of ``table``, and what is left out for the first reason that holds."""
    everything = _cleaned(Sheet(table, reading))
    lengths = pc.cast(pc.utf8_length(everything["text"]), pa.int32())
    reasons = _reasons(everything, lengths, limits)
    text, label = reading.name(Role.TEXT), reading.name(Role.LABEL)
    columns = {
        ProblemCode.TEXT_EMPTY: text,
        ProblemCode.TEXT_TOO_LONG: text,
        ProblemCode.LABEL_EMPTY: label,
    }
    examples = leftovers.used(everything, reasons)
    return Rows(
        examples=examples,
        rows_used=examples.num_rows,
        left_out=leftovers.collect(table, reasons, columns, lengths, limits.text_characters),
    )


def _cleaned(sheet: Sheet) -> Batch:
    labels, sign = sheet.cleaned(Role.LABEL), sheet.reading.label_separator
    columns = pa.table(
        [
            sheet.cleaned(Role.TEXT),
            labels if sign is None else combinations(labels, sign),
            sheet.groups(),
            sheet.numbers(),
            sheet.splits(),
        ],
        schema=SCHEMA if sign is None else MULTI_LABEL_SCHEMA,
    )
    return columns.combine_chunks()


def combinations(cells: Strings, sign: str) -> Any:
    """The labels of each cell as a list: sorted, each once."""
    encoded = pc.dictionary_encode(cells).combine_chunks()
    different = cast("list[str]", encoded.dictionary.to_pylist())
    labels = pa.array([separator.split(cell, sign) for cell in different], _LABELS)
    return pc.take(labels, encoded.indices)


def _reasons(everything: Batch, lengths: Any, limits: Limits) -> Strings:
    """The problem code of each row, ``USED`` for an example."""
    several = LABELS in everything.column_names
    conditions = pc.make_struct(
        pc.equal(everything["text"], ""),
        pc.greater(lengths, limits.text_characters),
        pc.equal(pc.list_value_length(everything[LABELS]), 0)
        if several
        else pc.equal(everything[LABEL], ""),
    )
    return pc.case_when(
        conditions,
        ProblemCode.TEXT_EMPTY.value,
        ProblemCode.TEXT_TOO_LONG.value,
        ProblemCode.LABEL_EMPTY.value,
        leftovers.USED,
    )
