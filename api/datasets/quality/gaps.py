"""Rows that are left out when the file is read: for an empty cell, or for what a cell says."""

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

MOST = 25.0
"""Percent from which the file is probably not what its owner thinks."""

_EMPTY = r"_empty$"
_BY_RECIPE = r"_dropped$|^label_left_out$"
"""Codes of rows with an empty cell, and of those that a recipe dropped."""


def empty_cells(material: Material) -> Iterator[Finding]:
    """Which rows lack what."""
    left_out = material.judged.rows.left_out
    empty = left_out.filter(pc.match_substring_regex(left_out["code"], _EMPTY))
    yield from _finding(CheckCode.EMPTY_CELLS, empty, material)


def rows_unusable(material: Material) -> Iterator[Finding]:
    """Which rows say something that cannot be used."""
    left_out = material.judged.rows.left_out
    others = pc.match_substring_regex(left_out["code"], f"{_EMPTY}|{_BY_RECIPE}")
    yield from _finding(CheckCode.ROWS_UNUSABLE, left_out.filter(pc.invert(others)), material)


def _finding(code: CheckCode, found: Batch, material: Material) -> Iterator[Finding]:
    if not found.num_rows:
        return
    rows = material.judged.rows
    share = percent(found.num_rows, rows.rows_used + rows.left_out.num_rows)
    numbers = found["row"].slice(0, NUMBERED).to_pylist()
    columns = pc.unique(found["column"]).drop_null().to_pylist()
    yield Finding(
        code=code,
        severity=_severity(share),
        params={
            "rows": found.num_rows,
            "share": share,
            "columns": columns,
            "row_numbers": list(map(str, numbers)),
        },
        examples=_shown(found),
    )


def _severity(share: float) -> Severity:
    if share >= MOST:
        return Severity.STRONG
    return Severity.WARNING if share >= MANY else Severity.NOTE


def _shown(found: Batch) -> list[Evidence]:
    """The first of these rows with what else they say."""
    rows = found.slice(0, SHOWN).select(["row", "cells"]).to_pylist()
    return [Evidence(row=row["row"], text=_rest(row["cells"])) for row in rows]


def _rest(cells: list[str | None]) -> str:
    return beginning(" | ".join(cell for cell in cells if cell and cell.strip()), BEGINNING)
