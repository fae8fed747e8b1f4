"""Rows that are left out because a cell is empty."""

from collections.abc import Iterator

from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.quality.material import BEGINNING, SHOWN, Material, beginning, percent
from schemas.checks import CheckCode, Severity
from schemas.quality import Evidence, Finding

NUMBERED = 20
"""Rows whose numbers are told; the others are in the file of rows that are left out."""
MANY = 5.0
"""Percent of all rows."""

_ENDING = "_empty"
"""Of every code that says so."""


def empty_cells(material: Material) -> Iterator[Finding]:
    """Which rows lack what."""
    left_out = material.judged.rows.left_out
    empty = left_out.filter(pc.ends_with(left_out["code"], _ENDING))
    if not empty.num_rows:
        return
    share = percent(empty.num_rows, material.judged.rows.rows_used + left_out.num_rows)
    numbers = empty["row"].slice(0, NUMBERED).to_pylist()
    columns = pc.unique(empty["column"]).drop_null().to_pylist()
    yield Finding(
        code=CheckCode.EMPTY_CELLS,
        severity=Severity.WARNING if share >= MANY else Severity.NOTE,
        params={
            "rows": empty.num_rows,
            "share": share,
            "columns": columns,
            "row_numbers": list(map(str, numbers)),
        },
        examples=_shown(empty),
    )


def _shown(empty: Batch) -> list[Evidence]:
    """The first of these rows with what else they say."""
    rows = empty.slice(0, SHOWN).select(["row", "cells"]).to_pylist()
    return [Evidence(row=row["row"], text=_rest(row["cells"])) for row in rows]


def _rest(cells: list[str | None]) -> str:
    return beginning(" | ".join(cell for cell in cells if cell and cell.strip()), BEGINNING)
