"""The rows that are left out, each with its cells and its reason, for their owner to mend."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.table import Table
from schemas.problems import DataProblem, ProblemCode

MOST_TOLD = 1_000
"""Rows that are told one by one; the counts are of all."""

SCHEMA = pa.schema(
    [
        pa.field("row", pa.int32(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("column", pa.string(), nullable=True),
        pa.field("characters", pa.int32(), nullable=True),
        pa.field("limit", pa.int32(), nullable=True),
        pa.field("rows", pa.int32(), nullable=False),
        pa.field("cells", pa.list_(pa.string()), nullable=False),
    ]
)
"""``column``, ``characters`` and ``limit`` are the figures of the code's sentence; ``rows`` is how
many rows of the sheet are meant: more than one where a recipe drops an example of several. The
names of the columns that ``cells`` are of stand in the schema's metadata.
"""

NOTHING: Batch = pa.Table.from_batches([], SCHEMA)
USED = ""
"""The reason of a row that is not left out."""
_COLUMNS = b"columns"
_FIGURES = {
    ProblemCode.TEXT_TOO_LONG: ("characters", "limit"),
    ProblemCode.SHORT_TEXT_DROPPED: ("characters", "limit"),
    ProblemCode.LONG_TEXT_DROPPED: ("characters", "limit"),
}
"""What a code's sentence tells besides the column."""


def used(everything: Batch, reasons: Strings) -> Batch:
    """The rows that are not left out; nothing is copied where that is all of them."""
    kept = pc.equal(reasons, USED)
    return everything if pc.all(kept).as_py() else everything.filter(kept).combine_chunks()


def collect(
    table: Table,
    reasons: Strings,
    columns: dict[ProblemCode, str | None],
    lengths: Any = None,
    limit: int | None = None,
) -> Batch:
    """The rows of ``table`` whose reason is not ``USED``.

    Args:
        table: the sheet.
        reasons: a problem code or ``USED`` for each row.
        columns: the column that each code is about.
        lengths: characters of each row's text, where a code is about them.
        limit: the most that there may be.
    """
    out = pc.not_equal(reasons, USED)
    codes = cast("list[str]", pc.filter(reasons, out).to_pylist())
    if not codes:
        return NOTHING
    numbers = pa.array(range(table.first_row, table.first_row + table.rows), pa.int32())
    told = lengths is not None
    return pa.table(
        {
            "row": pc.filter(numbers, out),
            "code": pa.array(codes, pa.string()),
            "column": pa.array([columns[ProblemCode(code)] for code in codes], pa.string()),
            "characters": pc.filter(lengths, out) if told else pa.nulls(len(codes), pa.int32()),
            "limit": pa.array([limit if told else None] * len(codes), pa.int32()),
            "rows": pa.array([1] * len(codes), pa.int32()),
            "cells": cells([pc.filter(column.values, out) for column in table.columns]),
        },
        schema=of_columns([column.name for column in table.columns]),
    )


def of_columns(names: Sequence[str]) -> Any:
    """The schema of rows whose cells are of these columns."""
    return SCHEMA.with_metadata({_COLUMNS: json.dumps(list(names), ensure_ascii=False)})


def columns(left_out: Batch) -> list[str]:
    """The names of the columns that the cells are of, in their order."""
    metadata: Mapping[bytes, bytes] = left_out.schema.metadata or {}
    return json.loads(metadata.get(_COLUMNS, b"[]"))


def cells(columns: Sequence[Strings]) -> Any:
    """The cells of each row, from columns of the same length."""
    count, width = len(columns[0]), len(columns)
    values = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())
    order = np.arange(count * width).reshape(width, count).T.ravel()
    ends = pa.array(np.arange(count + 1) * width, pa.int32())
    return pa.ListArray.from_arrays(ends, values.take(pa.array(order)).combine_chunks())


def told(left_out: Batch) -> tuple[DataProblem, ...]:
    """The first rows that are left out, each with the figures of its sentence."""
    return tuple(problem(row) for row in left_out.slice(0, MOST_TOLD).to_pylist())


def problem(row: Mapping[str, Any]) -> DataProblem:
    """Why one row is left out."""
    code = ProblemCode(row["code"])
    params = {name: row[name] for name in _FIGURES.get(code, ())}
    return DataProblem(code=code, row=row["row"], column=row["column"], params=params)


def counts(left_out: Batch) -> dict[ProblemCode, int]:
    """How many rows of the sheet are left out for each reason."""
    totals = left_out.select(["code", "rows"]).group_by("code", use_threads=False)
    found = cast("list[dict[str, Any]]", totals.aggregate([("rows", "sum")]).to_pylist())
    return {ProblemCode(each["code"]): each["rows_sum"] for each in found}
