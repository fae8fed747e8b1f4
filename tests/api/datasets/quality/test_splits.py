from pathlib import Path

from schemas.checks import CheckCode, Severity
from schemas.recipe import DropLeaks, SplitRows
from tests.api.datasets.quality.judgement import codes, finding, judged, plenty, texts

UNEVEN = {CheckCode.SPLIT_LEAKS, CheckCode.SPLIT_UNEVEN}


def divided(each: int = 100) -> list[list[str]]:
    """Four of five rows to learn from, of both labels on both sides."""
    header, *rows = plenty(each)
    sides = ("treino", "treino", "treino", "treino", "teste")
    return [[*header, "split"], *([*row, sides[n // 2 % 5]] for n, row in enumerate(rows))]


def test_a_good_split_is_not_mentioned(tmp_path: Path):
    """Nor is a sheet without one."""
    assert not UNEVEN & codes(judged(tmp_path, divided()))
    assert not UNEVEN & codes(judged(tmp_path, plenty()))


def test_texts_on_both_sides_are_leaks(tmp_path: Path):
    """Counted by the exam's rows, of which they are a share; dropping those is recommended."""
    rows = divided()
    rows += [[rows[1][0], "Cível", "teste"], [rows[2][0], "Cível", "teste"]]

    found = finding(judged(tmp_path, rows), CheckCode.SPLIT_LEAKS)

    assert found.severity is Severity.WARNING
    assert found.params == {"rows": 2, "examined": 42, "share": 4.76}
    assert [each.row for each in found.examples] == [202, 203]
    drop, anew = found.actions
    assert (drop.step, drop.rows, drop.recommended) == (DropLeaks(), 2, True)
    assert (anew.step, anew.rows) == (SplitRows(train_split=0.8, seed=42), 202)


def test_an_exam_with_many_leaks_is_worthless(tmp_path: Path):
    """From 5 of 100 of its rows on."""
    rows = divided()
    rows += [[text, label, "teste"] for text, label, _ in rows[1:5]]

    assert finding(judged(tmp_path, rows), CheckCode.SPLIT_LEAKS).severity is Severity.STRONG


def test_texts_that_come_again_on_one_side_are_no_leaks(tmp_path: Path):
    """They are duplicates, and with a split of the file's own nothing more is said of them."""
    rows = divided()

    found = codes(judged(tmp_path, [*rows, rows[1]]))

    assert CheckCode.DUPLICATES in found
    assert not {CheckCode.SPLIT_LEAKS, CheckCode.REPEATED_TEXTS} & found


def test_a_label_that_is_only_examined_is_grave(tmp_path: Path):
    """It is never learned; a new split is recommended."""
    rows = divided() + [[text, "Eleitoral", "teste"] for text in texts(3, seed=2)]

    found = finding(judged(tmp_path, rows), CheckCode.SPLIT_UNEVEN)

    assert found.severity is Severity.STRONG
    assert found.params == {
        "train_rows": 160,
        "validation_rows": 43,
        "labels": ["Eleitoral"],
        "classes": 1,
        "unlearned": 1,
        "share": 33.33,
    }
    [action] = found.actions
    assert action.step == SplitRows(train_split=0.8, seed=42)
    assert (action.rows, action.recommended) == (203, True)


def test_a_label_that_is_only_learned_is_a_warning(tmp_path: Path):
    """Nobody will know how well."""
    rows = divided() + [[text, "Eleitoral", "treino"] for text in texts(3, seed=2)]

    found = finding(judged(tmp_path, rows), CheckCode.SPLIT_UNEVEN)

    assert (found.severity, found.params["unlearned"]) == (Severity.WARNING, 0)


def test_a_split_without_an_exam_is_grave(tmp_path: Path):
    """Every row is on the same side."""
    rows = [[*row[:2], "treino" if n else "split"] for n, row in enumerate(divided())]

    found = finding(judged(tmp_path, rows), CheckCode.SPLIT_UNEVEN)

    assert found.severity is Severity.STRONG
    assert (found.params["train_rows"], found.params["validation_rows"]) == (200, 0)
    assert found.params["share"] == 100.0
