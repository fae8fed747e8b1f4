import shutil
import string
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from api.datasets import leftovers
from api.datasets.preparation import Prepared
from api.datasets.progress import Stage
from api.datasets.quality import report
from api.datasets.quality.material import Judged, beginning, percent
from api.datasets.tasks.catalogue import TASKS
from api.datasets.tasks.task import Rows
from api.sentences import Language
from api.sentences.sentence import CATALOGUES
from schemas.checks import CheckCode, Severity
from schemas.quality import QualityReport
from schemas.recipe import Keep
from tests.api.datasets.quality.judgement import codes, finding, judged, plenty, texts
from tests.api.datasets.sheets import EXAMPLE, examples_of, prepared, write_csv

GRAVITY = list(Severity)
FOUND = {
    CheckCode.FEW_EXAMPLES,
    CheckCode.IMBALANCE,
    CheckCode.SIMILAR_LABELS,
    CheckCode.CONFLICTING_ANSWERS,
    CheckCode.SHORT_TEXTS,
    CheckCode.LONG_TEXTS,
    CheckCode.TEXTS_CUT,
    CheckCode.DUPLICATES,
    CheckCode.NEAR_DUPLICATES,
    CheckCode.PERSONAL_DATA,
    CheckCode.EMPTY_CELLS,
    CheckCode.ROWS_UNUSABLE,
    CheckCode.REPEATED_TEXTS,
    CheckCode.SPLIT_LEAKS,
    CheckCode.SPLIT_UNEVEN,
}
"""What can be wrong with a text table of texts and labels."""


def troubled() -> list[list[str]]:
    """A sheet with something wrong of every kind that a sheet without a split can have."""
    rows = plenty(labels=("Petição", "PETICAO", "Penal"))
    rows += [rows[1], [rows[2][0], "Penal"], ["x", "Penal"], ["", "Penal"]]
    rows += [[f"CPF 529.982.247-25 {texts(1)[0]}", "Raro"], ["y " * 3_000, "Raro"]]
    rows += [[rows[3][0] + " sim", "Penal"], ["z" * 50_001, "Penal"]]
    return rows


def judge_again(path: Path, outcome: Prepared, *kept: Keep) -> QualityReport:
    """The same examples, with what their owner wants to keep."""
    found = pq.read_table(examples_of(path))
    rows = Rows(examples=found, rows_used=found.num_rows, left_out=leftovers.NOTHING)
    return report.judge(Judged(TASKS[outcome.reading.task], rows, outcome.reading, None, kept))


def test_the_example_is_good_but_not_perfect(tmp_path: Path):
    """Passages of the same decision come twice, and some are long; every label has enough."""
    quality = prepared(Path(shutil.copy(EXAMPLE, tmp_path))).quality

    assert 90 <= quality.score < 100
    assert not [each for each in quality.findings if each.severity is not Severity.NOTE]
    assert finding(quality, CheckCode.DUPLICATES).params["rows"] == 56
    assert finding(quality, CheckCode.NEAR_DUPLICATES).params["rows"] == 36
    assert finding(quality, CheckCode.PERSONAL_DATA).params["cpf"] == 14
    assert sum(quality.characters.counts) == 2_222


def test_nothing_wrong_is_perfect(tmp_path: Path):
    """No finding, no part, a hundred points."""
    quality = judged(tmp_path, plenty())

    assert (quality.score, quality.parts, quality.findings) == (100, [], [])


def test_the_gravest_comes_first(tmp_path: Path):
    """Strong, warnings, notes; and the parts explain the score."""
    quality = judged(tmp_path, troubled())

    severities = [GRAVITY.index(each.severity) for each in quality.findings]
    assert severities == sorted(severities)
    assert quality.score == max(0, round(100 - sum(part.points for part in quality.parts)))
    assert {part.code for part in quality.parts} <= codes(quality)


def test_every_sentence_has_its_figures(tmp_path: Path):
    """A finding's parameters are at least those that its words have a place for."""
    quality = judged(tmp_path, troubled())
    header, *rows = troubled()
    divided = [[*row, "treino" if n < 290 else "teste"] for n, row in enumerate(rows)]
    found = [*quality.findings, *judged(tmp_path, [[*header, "split"], *divided]).findings]

    assert {each.code for each in found} == FOUND
    for each in found:
        words = CATALOGUES[Language.PT_BR].checks[each.code]
        places = {name for _, name, _, _ in string.Formatter().parse(words) if name}
        assert places <= each.params.keys(), each.code


def test_a_check_that_is_kept_is_not_mentioned(tmp_path: Path):
    """Nor does it cost anything any more."""
    path = write_csv(tmp_path / "sheet.csv", troubled())
    outcome = prepared(path)

    quality = judge_again(path, outcome, Keep(check=CheckCode.FEW_EXAMPLES))

    assert CheckCode.FEW_EXAMPLES in codes(outcome.quality)
    assert CheckCode.FEW_EXAMPLES not in codes(quality)
    assert CheckCode.SIMILAR_LABELS in codes(quality)
    assert quality.score > outcome.quality.score


@pytest.mark.parametrize(
    ("kept", "silent"),
    [
        (Keep(check=CheckCode.SIMILAR_LABELS, labels=["Petição", "PETICAO"]), True),
        (Keep(check=CheckCode.SIMILAR_LABELS, labels=["Petição"]), False),
        (Keep(check=CheckCode.FEW_EXAMPLES, labels=["Raro"]), True),
        (Keep(check=CheckCode.FEW_EXAMPLES, labels=["Penal"]), False),
        (Keep(check=CheckCode.IMBALANCE, labels=["Raro"]), True),
        (Keep(check=CheckCode.CONFLICTING_ANSWERS, labels=["PETICAO", "Penal"]), True),
        (Keep(check=CheckCode.CONFLICTING_ANSWERS, labels=["PETICAO"]), False),
    ],
)
def test_labels_that_are_kept_are_not_mentioned(tmp_path: Path, kept: Keep, silent: bool):
    """Only what is about none but them is silent."""
    path = write_csv(tmp_path / "sheet.csv", troubled())

    quality = judge_again(path, prepared(path), kept)

    assert (kept.check not in codes(quality)) is silent


def test_progress_is_told_between_checks(tmp_path: Path):
    """It rises, and stays within the stage."""
    path = write_csv(tmp_path / "sheet.csv", plenty())
    outcome = prepared(path)
    found = pq.read_table(examples_of(path))
    rows = Rows(examples=found, rows_used=found.num_rows, left_out=leftovers.NOTHING)
    told: list[tuple[Stage, float]] = []

    report.judge(
        Judged(TASKS[outcome.reading.task], rows, outcome.reading),
        lambda stage, fraction: told.append((stage, fraction)),
    )

    fractions = [fraction for _, fraction in told]
    assert {stage for stage, _ in told} == {Stage.JUDGING}
    assert len(fractions) == len(report.CHECKS)
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < fractions[-1] < 1


def test_a_set_without_labels_may_be_too_small(tmp_path: Path):
    """Where there are no classes, a hundred examples in all are recommended."""
    rows = [["prompt", "completion"], *([text, text[::-1]] for text in texts(40))]
    path = write_csv(tmp_path / "sheet.csv", rows)

    found = finding(prepared(path).quality, CheckCode.SMALL_SET)

    assert found.severity is Severity.WARNING
    assert found.params == {"examples": 40, "recommended": 100, "missing": 60, "share": 60.0}


def test_a_set_without_labels_that_is_large_enough_is_not_mentioned(tmp_path: Path):
    """Nor is anything said about classes that it does not have."""
    rows = [["prompt", "completion"], *([text, text[::-1]] for text in texts(100))]

    found = codes(judged(tmp_path, rows))

    assert not {CheckCode.SMALL_SET, CheckCode.FEW_EXAMPLES, CheckCode.IMBALANCE} & found


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(0, 9, 0), (9, 9, 100), (1, 3, 33.33), (1, 10**6, 0.01), (10**6 - 1, 10**6, 99.99), (0, 0, 0)],
)
def test_a_share_is_none_or_all_only_where_it_is(part: int, whole: int, expected: float):
    """One row in a million is not 0 %."""
    assert percent(part, whole) == expected


def test_a_cut_is_marked():
    """A text that is shown whole ends as it does."""
    assert beginning("abcdef", 6) == "abcdef"
    assert beginning("abc efg", 5) == "abc…"
