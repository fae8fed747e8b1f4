"""Which rows are examples, and why each of the others is left out."""

from typing import Any

import pyarrow as pa

from api.datasets import leftovers
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.reading import ResolvedReading
from api.datasets.table import Table
from api.datasets.tasks.sheet import Sheet
from api.datasets.tasks.task import Rows
from api.datasets.tasks.text_generation import layouts
from api.datasets.tasks.text_generation.layouts import Layout
from schemas.problems import ProblemCode
from schemas.tasks import TextForm

_BESIDES = [
    pa.field("group", pa.string(), nullable=True),
    pa.field("row", pa.int32(), nullable=False),
    pa.field("split", pa.string(), nullable=True),
]


def schema(form: TextForm) -> Any:
    """The columns of the examples of a form."""
    return pa.schema([*layouts.FIELDS[form], *_BESIDES])


def sort_out(table: Table, reading: ResolvedReading, limits: Limits) -> Rows:
    """The examples of ``table``, and what is left out for the first reason that holds."""
    sheet = Sheet(table, reading)
    form = reading.form or TextForm.TEXT
    layout = layouts.read(sheet, form)
    reasons = _reasons(layout, limits)
    columns = [*layout.columns, sheet.groups(), sheet.numbers(), sheet.splits()]
    everything = pa.table(columns, schema=schema(form))
    examples = leftovers.used(everything, reasons)
    return Rows(
        examples=examples,
        rows_used=examples.num_rows,
        left_out=leftovers.collect(
            table, reasons, layout.about, layout.lengths, limits.text_characters
        ),
    )


def _reasons(layout: Layout, limits: Limits) -> Strings:
    """The problem code of each row, ``USED`` for an example."""
    long = pc.greater(layout.lengths, limits.text_characters)
    used = pc.equal(layout.reasons, leftovers.USED)
    return pc.if_else(pc.and_(used, long), ProblemCode.TEXT_TOO_LONG.value, layout.reasons)
