"""Which rows are examples, and why each of the others is left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pyarrow as pa

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.columns import Column
from api.datasets.limits import Limits
from api.datasets.reading import ResolvedReading
from api.datasets.refusal import problem
from api.datasets.table import Table
from schemas.problems import DataProblem, ProblemCode

MOST_TOLD = 1_000
"""Left-out rows that are told one by one; the counts are of all."""

SCHEMA = pa.schema(
    [
        pa.field("text", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=True),
        pa.field("row", pa.int32(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Every row of a table, on one side or the other."""

    examples: Batch
    """By ``SCHEMA``, in the order of the sheet."""
    left_out: tuple[DataProblem, ...]
    """The first ``MOST_TOLD``, in the order of the sheet."""
    left_out_counts: Mapping[ProblemCode, int]


def sort_out(table: Table, reading: ResolvedReading, limits: Limits) -> Rows:
    """The examples of ``table``, and what is left out for the first reason that holds."""
    everything = _cleaned(table, reading)
    reasons = _reasons(everything, limits)
    kept = pc.equal(reasons, "")
    if pc.all(kept).as_py():
        return Rows(examples=everything, left_out=(), left_out_counts={})
    out = pc.invert(kept)
    dropped, why = everything.filter(out), pc.filter(reasons, out)
    return Rows(
        examples=everything.filter(kept).combine_chunks(),
        left_out=tuple(_told(dropped.slice(0, MOST_TOLD), why, reading, limits)),
        left_out_counts={ProblemCode(code): n for code, n in Counter(why.to_pylist()).items()},
    )


def _cleaned(table: Table, reading: ResolvedReading) -> Batch:
    by_letter = {column.letter: column for column in table.columns}
    group = by_letter[reading.group.letter] if reading.group else None
    last = table.first_row + table.rows
    columns = pa.table(
        [
            clean(by_letter[reading.text.letter].values),
            clean(by_letter[reading.label.letter].values),
            _groups(group, table.rows),
            pa.array(range(table.first_row, last), pa.int32()),
        ],
        schema=SCHEMA,
    )
    return columns.combine_chunks()


def _groups(column: Column | None, rows: int) -> Strings:
    """The group of each row; null where none is given, so that the row stands for itself."""
    if column is None:
        return pa.nulls(rows, pa.string())
    cleaned = clean(column.values)
    return pc.if_else(pc.equal(cleaned, ""), pa.scalar(None, pa.string()), cleaned)


def _reasons(everything: Batch, limits: Limits) -> Strings:
    """The problem code of each row, empty for an example."""
    text, label = everything["text"], everything["label"]
    conditions = pc.make_struct(
        pc.equal(text, ""),
        pc.greater(pc.utf8_length(text), limits.text_characters),
        pc.equal(label, ""),
    )
    return pc.case_when(
        conditions,
        ProblemCode.TEXT_EMPTY.value,
        ProblemCode.TEXT_TOO_LONG.value,
        ProblemCode.LABEL_EMPTY.value,
        "",
    )


def _told(
    dropped: Batch, why: Strings, reading: ResolvedReading, limits: Limits
) -> list[DataProblem]:
    codes = [ProblemCode(code) for code in why.slice(0, dropped.num_rows).to_pylist()]
    rows = cast("list[int]", dropped["row"].to_pylist())
    lengths = cast("list[int]", pc.utf8_length(dropped["text"]).to_pylist())
    return [
        _problem(code, row, length, reading, limits)
        for code, row, length in zip(codes, rows, lengths, strict=True)
    ]


def _problem(
    code: ProblemCode, row: int, characters: int, reading: ResolvedReading, limits: Limits
) -> DataProblem:
    column = reading.label.name if code is ProblemCode.LABEL_EMPTY else reading.text.name
    if code is not ProblemCode.TEXT_TOO_LONG:
        return problem(code, row=row, column=column)
    limit = limits.text_characters
    return problem(code, row=row, column=column, characters=characters, limit=limit)
