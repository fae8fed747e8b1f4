from pathlib import Path

import pytest

from schemas.checks import CheckCode, Severity
from schemas.recipe import DropDuplicates, DropNearDuplicates, SettleConflicts
from tests.api.datasets.quality.judgement import codes, finding, judged, plenty, texts

REPETITIONS = {
    CheckCode.DUPLICATES,
    CheckCode.NEAR_DUPLICATES,
    CheckCode.CONFLICTING_ANSWERS,
    CheckCode.REPEATED_TEXTS,
}
LONG = texts(1, words=30, seed=9)[0]


def test_texts_that_differ_are_not_repetitions(tmp_path: Path):
    """Nothing is said of a sheet in which every text is its own."""
    assert not REPETITIONS & codes(judged(tmp_path, plenty()))


def test_equal_rows_are_counted_beyond_the_first(tmp_path: Path):
    """Three copies of one row and two of another: three rows too many."""
    rows = plenty()
    rows += [rows[1], rows[1], rows[2]]

    found = finding(judged(tmp_path, rows), CheckCode.DUPLICATES)

    assert found.severity is Severity.NOTE
    assert found.params == {"rows": 3, "texts": 2, "share": 1.48}
    assert [each.row for each in found.examples] == [2, 202, 3, 204]
    [action] = found.actions
    assert (action.step, action.rows, action.recommended) == (DropDuplicates(), 3, True)


def test_many_equal_rows_are_a_warning(tmp_path: Path):
    """From 5 of 100 on."""
    rows = plenty()
    rows += rows[1:12]

    found = finding(judged(tmp_path, rows), CheckCode.DUPLICATES)

    assert (found.severity, found.params["rows"]) == (Severity.WARNING, 11)


def test_equal_rows_are_no_near_duplicates(tmp_path: Path):
    """They are told once, as what they are."""
    rows = plenty()

    assert CheckCode.NEAR_DUPLICATES not in codes(judged(tmp_path, [*rows, rows[1]]))


def test_rows_that_hardly_differ_are_counted(tmp_path: Path):
    """What is dropped with them are the equal ones too; the figure is of the others alone."""
    near = [LONG, LONG + " fim", LONG.replace("n0", "N0."), LONG]
    rows = [*plenty(), *([text, "Cível"] for text in near)]

    found = finding(judged(tmp_path, rows), CheckCode.NEAR_DUPLICATES)

    assert found.params == {"rows": 2, "groups": 1, "share": 0.98}
    assert [each.row for each in found.examples] == [202, 203]
    [action] = found.actions
    assert (action.step, action.rows, action.recommended) == (DropNearDuplicates(), 3, False)


def test_rows_that_hardly_differ_with_other_answers_are_no_near_duplicates(tmp_path: Path):
    """Each teaches something else."""
    rows = [*plenty(), [LONG, "Cível"], [LONG + " fim", "Penal"]]

    assert CheckCode.NEAR_DUPLICATES not in codes(judged(tmp_path, rows))


def test_one_text_with_several_answers_is_a_conflict(tmp_path: Path):
    """Settled by the commonest answer, what drops is the rest; by none, all of it."""
    told = texts(2, seed=5)
    rows = [
        *plenty(labels=("Cível", "Penal", "Fiscal")),
        [told[0], "Cível"],
        [told[0], "Cível"],
        [told[0], "Penal"],
        [told[1], "Penal"],
        [told[1], "Fiscal"],
    ]

    found = finding(judged(tmp_path, rows), CheckCode.CONFLICTING_ANSWERS)

    assert found.severity is Severity.WARNING
    assert found.params == {"rows": 5, "texts": 2, "share": 1.64}
    assert [(each.row, each.answer) for each in found.examples] == [
        (302, "Cível"),
        (304, "Penal"),
        (305, "Penal"),
        (306, "Fiscal"),
    ]
    assert [(action.step, action.rows, action.recommended) for action in found.actions] == [
        (SettleConflicts(keep="commonest"), 3, True),
        (SettleConflicts(keep="none"), 5, False),
    ]


def test_many_conflicts_are_grave(tmp_path: Path):
    """From 5 of 100 rows on."""
    rows = plenty()
    rows += [[text, "Penal" if label == "Cível" else "Cível"] for text, label in rows[1:7]]

    found = finding(judged(tmp_path, rows), CheckCode.CONFLICTING_ANSWERS)

    assert found.severity is Severity.STRONG


def test_conflicts_are_no_duplicates(tmp_path: Path):
    """Rows alike in text alone are not alike."""
    rows = plenty()

    report = judged(tmp_path, [*rows, [rows[1][0], "Penal"]])

    assert CheckCode.DUPLICATES not in codes(report)


def test_texts_in_several_rows_stay_together(tmp_path: Path):
    """Told as a note with every row that shares its text, whatever its answer."""
    rows = plenty()
    rows += [rows[1], [rows[2][0], "Cível"]]

    found = finding(judged(tmp_path, rows), CheckCode.REPEATED_TEXTS)

    assert found.severity is Severity.NOTE
    assert found.params == {"rows": 4, "texts": 2, "share": pytest.approx(1.98)}
    assert found.actions == []
