import numpy as np
import pytest

from worker.training.scores import Counts

COUNTS = Counts(*map(np.array, ([6, 0, 3], [8, 2, 3], [9, 0, 6])))


def test_rates_follow_from_the_counts():
    """Precision of what was named, recall of what is there, F1 of both."""
    assert COUNTS.precision.tolist() == [0.75, 0, 1]
    assert COUNTS.recall.tolist() == pytest.approx([2 / 3, 0, 0.5])
    assert COUNTS.f1.tolist() == pytest.approx([12 / 17, 0, 2 / 3])


def test_labels_that_are_nowhere_to_be_found_do_not_count_in_the_means():
    """The second one was named twice, but the macro mean is of the others."""
    assert COUNTS.macro_f1 == pytest.approx((12 / 17 + 2 / 3) / 2)
    assert COUNTS.weighted_f1 == pytest.approx((9 * 12 / 17 + 6 * 2 / 3) / 15)


def test_together_all_labels_are_one():
    """The micro mean."""
    together = COUNTS.together

    assert together.precision[0] == pytest.approx(9 / 13)
    assert together.recall[0] == pytest.approx(9 / 15)
    assert together.f1[0] == pytest.approx(18 / 28)


def test_nothing_to_find_is_no_error():
    """All rates are 0."""
    nothing = Counts(*(np.zeros(2, dtype=np.int64) for _ in range(3)))

    assert (nothing.macro_f1, nothing.weighted_f1, nothing.together.f1[0]) == (0, 0, 0)


def test_the_report_names_every_label():
    """With its rates and how often it is truly there."""
    first, second, _ = COUNTS.report(["a", "b", "c"])

    assert (first.label, first.precision, first.support) == ("a", 0.75, 9)
    assert (second.label, second.f1, second.support) == ("b", 0, 0)
