"""What the sheet itself has to say about the cells that are read: formulas and merged cells."""

from collections.abc import Iterator

from api.datasets.cells import column_number
from api.datasets.formats.grid import Area, Formulas
from api.datasets.reading import ResolvedReading
from api.datasets.table import Table
from schemas.checks import CheckCode, Severity
from schemas.quality import Finding


def findings(table: Table, resolved: ResolvedReading) -> Iterator[Finding]:
    """Notes on the columns in their roles; none where there is nothing to know."""
    letters = {column.letter for column in resolved.columns.values()}
    yield from _formulas(table, letters)
    yield from _merged(table, {column_number(letter) - 1 for letter in letters})


def _formulas(table: Table, letters: set[str]) -> Iterator[Finding]:
    read = (column.formulas for column in table.columns if column.letter in letters)
    total = sum(read, start=Formulas())
    if total.cells:
        yield Finding(
            code=CheckCode.FORMULAS_READ,
            severity=Severity.NOTE,
            params={"cells": total.cells, "blank": total.without_result},
        )


def _merged(table: Table, places: set[int]) -> Iterator[Finding]:
    last_row = table.first_row + table.rows - 1
    touching = [
        area
        for area in table.merged
        if area.last_row >= table.first_row
        and area.first_row <= last_row
        and not places.isdisjoint(range(area.first_column, area.last_column + 1))
    ]
    if touching:
        yield Finding(
            code=CheckCode.MERGED_CELLS,
            severity=Severity.NOTE,
            params={"ranges": len(touching), "cells": sum(map(_blank, touching))},
        )


def _blank(area: Area) -> int:
    """Its cells that hold nothing."""
    height = area.last_row - area.first_row + 1
    return height * (area.last_column - area.first_column + 1) - 1
