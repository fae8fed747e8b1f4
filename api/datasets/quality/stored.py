"""What the sheet itself says about what is read: formulas, merged cells, rows that are hidden."""

from collections.abc import Iterator

from api.datasets.arrow import Batch
from api.datasets.cells import column_number
from api.datasets.formats.grid import Area, Formulas
from api.datasets.quality import hidden
from api.datasets.reading import ResolvedReading
from api.datasets.refusal import Param
from api.datasets.table import Table
from schemas.checks import CheckCode, Severity
from schemas.problems import DataProblem, ProblemCode
from schemas.quality import Finding


def findings(table: Table, resolved: ResolvedReading, examples: Batch) -> Iterator[Finding]:
    """Notes on the columns in their roles and on rows; none where there is nothing to know."""
    yield from hidden.findings(table.hidden, examples)
    yield from _formulas(table, _letters(resolved))
    if merged := _merged(table, resolved):
        yield Finding(code=CheckCode.MERGED_CELLS, severity=Severity.NOTE, params=merged)


def problems(table: Table, resolved: ResolvedReading) -> tuple[DataProblem, ...]:
    """What may be why there are too few examples in these columns; empty where nothing is."""
    merged = _merged(table, resolved)
    return (DataProblem(code=ProblemCode.CELLS_MERGED, params=merged),) if merged else ()


def unread(table: Table) -> tuple[DataProblem, ...]:
    """That columns lack values because no formula has a result with it; empty where none lacks."""
    cells = sum(column.formulas.without_result for column in table.columns)
    code = ProblemCode.FORMULAS_WITHOUT_RESULT
    return (DataProblem(code=code, params={"cells": cells}),) if cells else ()


def _letters(resolved: ResolvedReading) -> set[str]:
    return {column.letter for column in resolved.columns.values()}


def _formulas(table: Table, letters: set[str]) -> Iterator[Finding]:
    read = (column.formulas for column in table.columns if column.letter in letters)
    total = sum(read, start=Formulas())
    if total.cells:
        yield Finding(
            code=CheckCode.FORMULAS_READ,
            severity=Severity.NOTE,
            params={"cells": total.cells, "blank": total.without_result},
        )


def _merged(table: Table, resolved: ResolvedReading) -> dict[str, Param]:
    """How many merged ranges touch the columns, and how many cells they leave blank."""
    places = {column_number(letter) - 1 for letter in _letters(resolved)}
    last_row = table.first_row + table.rows - 1
    touching = [
        area
        for area in table.merged
        if area.last_row >= table.first_row
        and area.first_row <= last_row
        and not places.isdisjoint(range(area.first_column, area.last_column + 1))
    ]
    return {"ranges": len(touching), "cells": sum(map(_blank, touching))} if touching else {}


def _blank(area: Area) -> int:
    """Its cells that hold nothing."""
    height = area.last_row - area.first_row + 1
    return height * (area.last_column - area.first_column + 1) - 1
