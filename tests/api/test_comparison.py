"""Runs held side by side. No server needed."""

from collections.abc import Iterable
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api import comparison
from api.comparison import Contender, Exam, Line, Method
from schemas.metrics import Interval, Mistake, Report
from schemas.tasks import Task
from tests.schemas.examples import HASH, answers_report, entities_report, multi_label_report, report

EXAM = Exam(HASH, Task.TEXT_CLASSIFICATION, share=0.8, seed=42, fixed=False)
TEXTS = 200


def examined(wrong: Iterable[int], told: int | None = None, exam: Exam = EXAM) -> Contender:
    """A run that got the rows ``wrong``, of which the log has the first ``told``."""
    rows = sorted(wrong)
    mistakes = [Mistake(row=row, actual=0, predicted=1, probability=0.9) for row in rows[:told]]
    accuracy = 1 - len(rows) / TEXTS
    interval = Interval(low=max(0, accuracy - 0.05), high=min(1, accuracy + 0.05))
    told_of = report(
        accuracy=accuracy, validation_examples=TEXTS, interval=interval, mistakes=mistakes
    )
    return Contender(uuid4(), exam, told_of)


def of(told: Report | None) -> Contender:
    return Contender(uuid4(), EXAM, told)


ROWS = st.sets(st.integers(0, TEXTS - 1))


@settings(deadline=None)
@given(ROWS, ROWS)
def test_a_margin_holds_its_difference_and_turns_with_it(first: set[int], second: set[int]):
    """Whoever comes first, the same is said of both."""
    one, other = examined(first), examined(second)
    there, back = comparison.margin(one, other), comparison.margin(other, one)

    assert there is not None
    assert back is not None
    assert there.method is Method.PAIRED
    assert there.difference == pytest.approx((len(second) - len(first)) / TEXTS)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.low <= there.high
    assert there.beyond_chance == back.beyond_chance


def test_of_the_same_exam_only_the_texts_that_one_of_them_got_right_count():
    """Twelve against two is no chance, though each rate's own margin is wider than their gap."""
    common = range(20)
    margin = comparison.margin(examined([*common, 100, 101]), examined([*common, *range(120, 132)]))

    assert margin is not None
    assert margin.difference == pytest.approx(0.05)
    # (12.5 - 2.5) / 202, give or take 1.96 * sqrt(15 - 100 / 202) / 202
    assert (margin.low, margin.high) == pytest.approx((0.01255, 0.08646), abs=1e-5)
    assert margin.beyond_chance


def test_two_that_differ_in_nothing_differ_by_chance():
    """Not even where neither made a mistake."""
    for wrong in ([], range(30)):
        margin = comparison.margin(examined(wrong), examined(wrong))
        assert margin is not None
        assert (margin.difference, margin.beyond_chance) == (0, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (examined(range(40), told=39), examined(range(20))),
        (examined(range(40)), examined(range(20), exam=Exam(HASH, EXAM.task, 0.8, 43, False))),
    ],
    ids=["mistakes are left out", "other exams"],
)
def test_else_each_rates_own_interval_counts(one: Contender, other: Contender):
    """Which is wider than text by text: 0.1 less, give or take the root of twice 0.05 squared."""
    margin = comparison.margin(other, one)

    assert margin is not None
    assert margin.method is Method.INTERVALS
    assert (margin.low, margin.high) == pytest.approx((0.1 - 0.0707, 0.1 + 0.0707), abs=1e-4)


@pytest.mark.parametrize("told", [None, report(), entities_report()])
def test_nothing_is_said_of_what_was_not_measured(told: Report | None):
    """A run without an exam, or with one that says nothing of its margin."""
    assert comparison.margin(examined(range(3)), of(told)) is None
    assert comparison.margin(of(told), examined(range(3))) is None


def test_texts_with_several_labels_are_not_paired():
    """Their exam tells no single mistakes."""
    interval = Interval(low=0.7, high=0.9)
    contender = of(multi_label_report(interval=interval, accuracy=0.8))
    margin = comparison.margin(contender, contender)
    assert margin is not None
    assert margin.method is Method.INTERVALS


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"seed": 7}, False),
        ({"share": 0.7}, False),
        ({"examples_sha256": "0" * 64}, False),
        ({"task": Task.QUESTION_ANSWERING}, False),
    ],
)
def test_exams_are_the_same_where_the_same_rows_are_held_out(
    changed: dict[str, object], same: bool
):
    """The same examples, and the same draw."""
    values = {name: getattr(EXAM, name) for name in Exam.__slots__} | changed
    assert EXAM.is_as(Exam(**values)) is same


def test_a_sheet_that_says_its_exam_has_one_whatever_is_drawn():
    """Where both were read with it."""
    one, other = (Exam(HASH, EXAM.task, 0.8, seed, fixed=True) for seed in (1, 2))
    assert one.is_as(other)


def test_the_best_is_the_one_with_the_highest_rate():
    """Of equals the first; of none that was examined, nobody."""
    runs = [of(None), of(report(accuracy=0.8)), of(report(accuracy=0.9)), of(report(accuracy=0.9))]
    assert comparison.best(runs) is runs[2]
    assert comparison.best([of(None)]) is None
    assert comparison.rate(entities_report(f1=0.4)) == 0.4
    assert comparison.rate(answers_report(f1=0.3)) == 0.3


def test_a_line_differs_where_any_value_does():
    """Also from nothing."""
    assert Line("seed", [1, 1, 2]).differs
    assert Line("seed", [1, None]).differs
    assert not Line("seed", [1, 1]).differs


def test_figures_that_nobody_has_are_left_out():
    """What only some have is there, with nothing for the others."""
    lines = {each.name: each.values for each in comparison.figures([report(accuracy=0.8), None])}
    assert lines["accuracy"] == [0.8, None]
    assert "exact_match" not in lines


def test_categories_that_differ_most_come_first():
    """A category that an exam lacks has no share there."""
    good = report()
    flipped = [label.model_copy(update={"recall": 0.1}) for label in good.labels[1:]]
    [first, second] = comparison.categories([good, report(labels=flipped)])
    assert (first.label, first.found, first.examples) == ("penal", [0.85, 0.1], [40, 40])
    assert (second.label, second.found, second.examples) == ("cível", [0.8, None], [50, 0])
