from pathlib import Path

import openpyxl
import pytest

from schemas.checks import CheckCode, Severity
from schemas.quality import Finding
from schemas.recipe import DropRows, Step
from tests.api.datasets.recipes.versions import base_of, revised
from tests.api.datasets.sheets import cases, prepared, write_csv

HIDDEN = [4, 5, 9]
ELSEWHERE = [40, 400]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Cases, of which a filter hides three, and some blank rows below them."""
    book = openpyxl.Workbook()
    for row in cases():
        book.worksheets[0].append(row)
    for row in HIDDEN + ELSEWHERE:
        book.worksheets[0].row_dimensions[row].hidden = True
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def told(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code is CheckCode.HIDDEN_ROWS]


def test_hidden_rows_are_read_and_told(workbook: Path):
    """With the step that leaves them out; blank ones are nobody's loss."""
    outcome = prepared(workbook)

    [finding] = told(outcome.quality.findings)
    [action] = finding.actions
    assert outcome.rows_used == 24
    assert (finding.severity, finding.params) == (Severity.WARNING, {"rows": 3})
    assert (action.step, action.rows) == (DropRows(rows=HIDDEN), 3)


def test_a_sheet_that_hides_nothing_says_nothing(tmp_path: Path):
    """Nor does a file that is no workbook."""
    assert told(prepared(write_csv(tmp_path / "a.csv", cases())).quality.findings) == []


@pytest.mark.parametrize(
    ("recipe", "left"),
    [([], HIDDEN), ([DropRows(rows=[4, 6])], [5, 9]), ([DropRows(rows=HIDDEN)], [])],
)
def test_a_version_tells_those_that_it_still_has(
    tmp_path: Path, workbook: Path, recipe: list[Step], left: list[int]
):
    """What was left out is told no more."""
    base, _ = base_of(workbook)

    findings = told(revised(base, recipe, tmp_path / "next").quality.findings)

    assert [finding.params["rows"] for finding in findings] == ([len(left)] if left else [])
