from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from worker.training.calibration import AnyOf
from worker.training.tasks.multi_label_classification import metrics

LABELS = 4
ZERO: Any = 0
"""Typed as a string by scikit-learn's stubs."""


@st.composite
def answers(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """True and given labels of a few rows."""
    count = draw(st.integers(1, 30))
    row = st.lists(st.booleans(), min_size=LABELS, max_size=LABELS)
    side = st.lists(row, min_size=count, max_size=count).map(np.array)
    return draw(side), draw(side)


@given(answers())
@settings(max_examples=200, deadline=None)
def test_the_figures_are_those_of_scikit_learn(pair: tuple[np.ndarray, np.ndarray]):
    """Per label, over all and of whole rows; absent labels are left out of the macro mean."""
    truth, predicted = pair
    exam = metrics.examine(truth, predicted, loss=0.5)
    counts = metrics.counts(truth, predicted)
    present = np.flatnonzero(truth.any(axis=0)).tolist()

    each = sklearn_metrics.precision_recall_fscore_support(truth, predicted, zero_division=ZERO)

    for ours, theirs in zip(("precision", "recall", "f1", "support"), each, strict=True):
        np.testing.assert_allclose(getattr(counts, ours), theirs)
    micro = sklearn_metrics.f1_score(truth, predicted, average="micro", zero_division=ZERO)
    assert counts.together.f1[0] == pytest.approx(micro)
    assert exam.accuracy == pytest.approx(sklearn_metrics.accuracy_score(truth, predicted))
    weighted = sklearn_metrics.f1_score(truth, predicted, average="weighted", zero_division=ZERO)
    assert exam.weighted_f1 == pytest.approx(weighted)
    if present:
        macro = sklearn_metrics.f1_score(
            truth, predicted, labels=present, average="macro", zero_division=ZERO
        )
        assert exam.macro_f1 == exam.score == pytest.approx(macro)


def test_a_label_is_given_from_even_odds_on():
    """A logit of 0 is a probability of one half."""
    given_labels = metrics.given(torch.tensor([[-0.1, 0.0, 3.0]]))

    assert given_labels.tolist() == [[False, True, True]]


def test_the_loss_is_the_mean_over_labels_and_the_sum_over_rows():
    """As torch computes it, label by label; having the second label weighs three times."""
    logits = torch.tensor([[0.3, -1.0], [2.0, 0.5]], dtype=torch.float64)
    marks = torch.tensor([[1.0, 1.0], [0.0, 1.0]], dtype=torch.float64)
    weights = torch.tensor([1.0, 3.0], dtype=torch.float64)

    total = metrics.summed_loss(logits, marks, weights)

    sure = logits.sigmoid().log()
    unsure = (-logits).sigmoid().log()
    by_hand = -(sure[0, 0] + 3 * sure[0, 1] + unsure[1, 0] + 3 * sure[1, 1]) / 2
    assert total == pytest.approx(by_hand)


def test_the_majority_is_the_commonest_set_of_the_learned_rows():
    """Both labels are commonest there; one of four held-out rows has both."""
    training = np.array([[1, 1], [1, 1], [1, 0]], dtype=bool)
    held_out = np.array([[1, 1], [1, 0], [0, 1], [1, 0]], dtype=bool)

    assert metrics.majority_accuracy(training, held_out) == 0.25


def test_of_very_many_wrong_labels_twenty_are_named():
    """So that a bad model's report stays small enough for the log."""
    labels = [f"label {number:02}" for number in range(50)]
    truth = torch.zeros(1, 50, dtype=torch.bool)

    [found] = metrics.surest_mistakes(AnyOf(torch.ones(1, 50), truth), 1.0, np.array([7]), labels)

    assert (found.row, found.expected) == (7, [])
    assert found.answered == labels[:20]


def test_a_text_is_as_certain_as_its_least_sure_decision():
    """And right where every decision is."""
    answered = AnyOf(torch.tensor([[4.0, -2.0], [1.0, 3.0]]), torch.tensor([[1, 0], [1, 0]]))

    sure, right = metrics.certainties(answered, 1.0)

    assert sure == pytest.approx([0.8808, 0.7311], abs=1e-4)
    assert right.tolist() == [True, False]
