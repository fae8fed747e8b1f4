from pathlib import Path

import pytest

from schemas.checks import CheckCode, Severity
from schemas.recipe import LeaveOutLabels, WeighClasses
from tests.api.datasets.quality.judgement import HEADER, codes, finding, judged, plenty, texts


def with_small(examples: int) -> list[list[str]]:
    """Two labels of a hundred examples, and a small one."""
    return [*plenty(), *([text, "Eleitoral"] for text in texts(examples, seed=2))]


@pytest.mark.parametrize(
    ("examples", "severity"),
    [
        (1, Severity.STRONG),
        (9, Severity.STRONG),
        (10, Severity.WARNING),
        (49, Severity.WARNING),
        (50, Severity.NOTE),
        (99, Severity.NOTE),
    ],
)
def test_few_examples_are_graver_the_fewer_they_are(
    tmp_path: Path, examples: int, severity: Severity
):
    """Under 10 strong, under 50 a warning, under 100 a note; how many are missing is told."""
    found = finding(judged(tmp_path, with_small(examples)), CheckCode.FEW_EXAMPLES)

    assert found.severity is severity
    assert found.params == {
        "classes": 1,
        "recommended": 100,
        "labels": ["Eleitoral"],
        "missing_each": [str(100 - examples)],
        "missing": 100 - examples,
        "smallest": "Eleitoral",
        "examples": examples,
        "share": pytest.approx((100 - examples) / 3, abs=0.01),
    }


def test_a_hundred_examples_each_are_enough(tmp_path: Path):
    """The recommendation is met at exactly so many."""
    assert CheckCode.FEW_EXAMPLES not in codes(judged(tmp_path, plenty()))


def test_labels_are_told_by_what_each_is_missing(tmp_path: Path):
    """The smallest first, and for each how many examples it lacks."""
    rows = [*with_small(30), *([text, "Militar"] for text in texts(4, seed=3))]

    found = finding(judged(tmp_path, rows), CheckCode.FEW_EXAMPLES)

    assert found.params["labels"] == ["Militar", "Eleitoral"]
    assert found.params["missing_each"] == ["96", "70"]
    assert found.params["missing"] == 166


def test_hopeless_labels_may_be_left_out(tmp_path: Path):
    """Those of under ten examples, where two others are left; never as a recommendation."""
    [action] = finding(judged(tmp_path, with_small(4)), CheckCode.FEW_EXAMPLES).actions

    assert action.step == LeaveOutLabels(labels=["Eleitoral"])
    assert (action.rows, action.recommended) == (4, False)


def test_only_what_must_go_may_be_left_out_too(tmp_path: Path):
    """A label of one example can be neither learned nor examined; one of four can."""
    rows = [*with_small(4), ["um caso militar", "Militar"]]

    both, lone = finding(judged(tmp_path, rows), CheckCode.FEW_EXAMPLES).actions

    assert both.step == LeaveOutLabels(labels=["Militar", "Eleitoral"])
    assert (lone.step, lone.rows) == (LeaveOutLabels(labels=["Militar"]), 1)


def test_nothing_is_left_out_where_no_two_labels_would_remain(tmp_path: Path):
    """A sheet of two small labels is only told what is missing."""
    assert not finding(judged(tmp_path, plenty(each=4)), CheckCode.FEW_EXAMPLES).actions


@pytest.mark.parametrize(
    ("largest", "expected"), [(50, None), (51, Severity.WARNING), (501, Severity.STRONG)]
)
def test_imbalance_begins_over_ten_to_one(tmp_path: Path, largest: int, expected: Severity | None):
    """Over 10 : 1 a warning, over 100 : 1 strong."""
    told = texts(largest + 5)
    rows = [HEADER, *([text, "A" if n < 5 else "B"] for n, text in enumerate(told))]

    report = judged(tmp_path, rows)

    assert (CheckCode.IMBALANCE in codes(report)) is bool(expected)
    if expected:
        found = finding(report, CheckCode.IMBALANCE)
        assert found.severity is expected
        assert found.params["ratio"] == pytest.approx(largest / 5, abs=0.05)
        assert (found.params["largest"], found.params["largest_examples"]) == ("B", largest)
        assert (found.params["smallest"], found.params["smallest_examples"]) == ("A", 5)


def test_classes_may_be_weighed(tmp_path: Path):
    """It is recommended, and drops or changes no row."""
    rows = [HEADER, *([text, "A" if n < 5 else "B"] for n, text in enumerate(texts(60)))]

    [action] = finding(judged(tmp_path, rows), CheckCode.IMBALANCE).actions

    assert action.step == WeighClasses()
    assert (action.rows, action.recommended) == (0, True)
