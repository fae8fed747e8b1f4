from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from schemas.checks import CheckCode, Severity
from schemas.quality import Finding
from tests.api.datasets.sheets import cases, prepared
from tests.api.datasets.workbooks import cell, inline, inline_rows, row, sheet_xml, xlsx

ABOUT_CELLS = {CheckCode.FORMULAS_READ, CheckCode.MERGED_CELLS}


def findings(path: Path) -> list[Finding]:
    found = prepared(path).quality.findings
    return [finding for finding in found if finding.code in ABOUT_CELLS]


def merged(path: Path, *ranges: str) -> Path:
    book = openpyxl.Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.append(["Planilha de 2024"])
    for number, values in enumerate(cases()):
        sheet.append([*values, "observação" if number == 0 else "x"])
    for each in ranges:
        sheet.merge_cells(each)
    book.save(path)
    return path


def test_formulas_in_columns_that_are_read_are_counted(tmp_path: Path):
    """Those without a stored result are told apart: their cells are blank."""
    formula = cell("B26", "<f>A1</f><v>Penal</v>", ' t="str"')
    blank = cell("B27", "<f>A1</f>")
    elsewhere = cell("D26", "<f>1</f><v>1</v>")
    rows = (
        inline_rows(cases())
        + row(inline("A26", "mais um caso") + formula + elsewhere, 26)
        + row(inline("A27", "outro caso") + blank, 27)
    )

    [finding] = findings(xlsx(tmp_path / "a.xlsx", sheet_xml(rows)))

    assert (finding.code, finding.severity) == (CheckCode.FORMULAS_READ, Severity.NOTE)
    assert finding.params == {"cells": 2, "blank": 1}


def test_merged_cells_among_the_rows_are_counted(tmp_path: Path):
    """With the cells that they leave blank."""
    path = merged(tmp_path / "a.xlsx", "C4:C6", "B8:C8")

    [finding] = findings(path)

    assert finding.code is CheckCode.MERGED_CELLS
    assert finding.params == {"ranges": 1, "cells": 1}


def test_a_merged_title_is_nothing_to_tell(tmp_path: Path):
    """It stands above the header."""
    assert findings(merged(tmp_path / "a.xlsx", "A1:C1")) == []
