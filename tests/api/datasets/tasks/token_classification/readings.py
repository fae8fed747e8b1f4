"""What the task makes of tables made on the spot."""

from collections.abc import Sequence

from api.datasets import leftovers
from api.datasets.cells import Cell
from api.datasets.limits import Limits
from api.datasets.reading import Reading
from api.datasets.table import Table
from api.datasets.tasks.task import Rows
from api.datasets.tasks.token_classification.task import TokenClassification
from tests.api.datasets.tasks.tables import table_of

TASK = TokenClassification()


def sort_out(sheet: Table, reading: Reading | None = None, limits: Limits | None = None) -> Rows:
    """Its rows, all accounted for."""
    resolved = TASK.resolve(sheet, reading or Reading())
    rows = TASK.sort_out(sheet, resolved, limits or Limits())
    assert rows.rows_used + rows.left_out.num_rows == sheet.rows
    assert sum(rows.examples["rows"].to_pylist()) == rows.rows_used
    assert rows.examples["row"].to_pylist() == sorted({*rows.examples["row"].to_pylist()})
    return rows


def sorted_out(*table: Sequence[Cell], limits: Limits | None = None) -> Rows:
    return sort_out(table_of(*table), limits=limits)


def sentences(rows: Rows) -> list[tuple[str, str]]:
    """Tokens and tags of each example, with spaces between them."""
    return [
        (" ".join(each["tokens"]), " ".join(each["tags"])) for each in rows.examples.to_pylist()
    ]


def left_out(rows: Rows) -> dict[int, tuple[str, str | None]]:
    """Code and column of each row that is left out."""
    told = leftovers.told(rows.left_out)
    return {each.row or 0: (each.code.value, each.column) for each in told}
