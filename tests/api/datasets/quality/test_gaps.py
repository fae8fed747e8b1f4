from pathlib import Path

from schemas.checks import CheckCode, Severity
from tests.api.datasets.quality.judgement import codes, finding, judged, plenty


def test_rows_with_empty_cells_are_numbered(tmp_path: Path):
    """Which rows, in which columns, and what else they say; they are left out already."""
    rows = [*plenty(), ["", "Penal"], ["um texto sem categoria", " "], ["", ""], ["fim", "Penal"]]

    found = finding(judged(tmp_path, rows), CheckCode.EMPTY_CELLS)

    assert found.severity is Severity.NOTE
    assert found.params == {
        "rows": 3,
        "share": 1.47,
        "columns": ["texto", "ramo"],
        "row_numbers": ["202", "203", "204"],
    }
    assert [(each.row, each.text) for each in found.examples] == [
        (202, "Penal"),
        (203, "um texto sem categoria"),
        (204, ""),
    ]
    assert found.actions == []


def test_many_empty_cells_are_a_warning(tmp_path: Path):
    """From 5 of 100 rows on; the first twenty are numbered."""
    rows = [*plenty(), *(["", "Penal"] for _ in range(25)), ["fim", "Penal"]]

    found = finding(judged(tmp_path, rows), CheckCode.EMPTY_CELLS)

    assert (found.severity, found.params["rows"]) == (Severity.WARNING, 25)
    assert found.params["row_numbers"] == [str(row) for row in range(202, 222)]


def test_most_of_a_sheet_empty_is_grave(tmp_path: Path):
    """From a quarter of the rows on."""
    rows = [*plenty(), *(["", "Penal"] for _ in range(100)), ["fim", "Penal"]]

    assert finding(judged(tmp_path, rows), CheckCode.EMPTY_CELLS).severity is Severity.STRONG


def test_full_cells_are_not_mentioned(tmp_path: Path):
    """Rows that are left out for what they say are told apart from those that say nothing."""
    report = judged(tmp_path, [*plenty(), ["x" * 50_001, "Penal"], ["fim", "Penal"]])

    assert CheckCode.EMPTY_CELLS not in codes(report)
    found = finding(report, CheckCode.ROWS_UNUSABLE)
    assert found.params == {"rows": 1, "share": 0.5, "columns": ["texto"], "row_numbers": ["202"]}


def test_rows_that_are_all_used_are_not_mentioned(tmp_path: Path):
    """Neither finding has anything to say."""
    report = judged(tmp_path, plenty())

    assert not {CheckCode.EMPTY_CELLS, CheckCode.ROWS_UNUSABLE} & codes(report)
