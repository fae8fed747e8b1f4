from pathlib import Path

import pytest

from api.datasets.formats import binary
from api.datasets.formats.grid import Area, Formulas, Notes
from api.datasets.limits import Limits
from schemas.checks import CheckCode
from schemas.problems import ProblemCode
from tests.api.datasets.sheets import cases, codes, examples_in, prepared, refused
from tests.api.datasets.workbooks import binary_formula, binary_merge, xlsb


def test_a_binary_workbook_becomes_examples(tmp_path: Path):
    """As any other, numbers as labels too."""
    rows = [["texto", "ramo"], *([f"um caso de número {n}", float(n % 2)] for n in range(24))]
    path = xlsb(tmp_path / "a.xlsb", rows)

    outcome = prepared(path)

    assert (outcome.rows_used, outcome.sheet) == (24, "Plan1")
    assert examples_in(path)[1] == {
        "text": "um caso de número 1",
        "label": "1",
        "group": None,
        "row": 3,
    }


def test_formulas_merged_cells_and_hidden_rows_are_told(tmp_path: Path):
    """A formula gives the result that is stored with it."""
    extra = binary_formula(25, 1, "Penal", hidden=True) + binary_merge(3, 4, 1, 1)
    path = xlsb(tmp_path / "a.xlsb", cases(), extra=extra)

    notes = binary.inspect(path, Limits())
    found = {finding.code: finding.params for finding in prepared(path).quality.findings}

    assert notes == {"Plan1": Notes({1: Formulas(1)}, (Area(4, 5, 1, 1),), (26,))}
    assert found[CheckCode.FORMULAS_READ] == {"cells": 1, "blank": 0}
    assert found[CheckCode.MERGED_CELLS] == {"ranges": 1, "cells": 1}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (1_048_575, 16_383, ProblemCode.TOO_MANY_COLUMNS),
        (1_048_575, 49, ProblemCode.TOO_MANY_ROWS),
        (4_000_000_000, 1, ProblemCode.TOO_MANY_ROWS),
    ],
)
def test_a_far_cell_is_not_laid_out(tmp_path: Path, row: int, column: int, code: ProblemCode):
    """The grid up to it would fill the memory."""
    path = xlsb(tmp_path / "a.xlsb", cases(), extra=binary_formula(row, column, "x"))

    assert codes(refused(path)) == [code]


@pytest.mark.parametrize("size", [1, 30, 300])
def test_records_that_are_cut_off_are_damage(tmp_path: Path, size: int):
    """Wherever they were cut."""
    whole = xlsb(tmp_path / "a.xlsb", cases(), extra=b"\xff\xff\xff\xff"[: size % 5 or 4])

    assert codes(refused(whole)) == [ProblemCode.FILE_UNREADABLE]
