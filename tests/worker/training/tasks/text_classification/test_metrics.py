from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sklearn_metrics

from worker.training.tasks.text_classification import metrics

LABELS = 5
ZERO: Any = 0
"""Typed as a string by scikit-learn's stubs."""


@st.composite
def answers(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """True and predicted labels of a few rows; some labels may be missing on either side."""
    count = draw(st.integers(1, 40))
    label = st.integers(0, LABELS - 1)
    side = st.lists(label, min_size=count, max_size=count).map(np.array)
    return draw(side), draw(side)


@given(answers())
@settings(max_examples=200, deadline=None)
def test_the_figures_are_those_of_scikit_learn(pair: tuple[np.ndarray, np.ndarray]):
    """Per label and over all; labels without held-out rows are left out of the macro mean."""
    truth, predicted = pair
    matrix = metrics.confusion(truth, predicted, LABELS)
    exam = metrics.examine(matrix, loss=0.5)
    scores = metrics.counts(matrix)
    every, present = list(range(LABELS)), sorted(set(truth.tolist()))

    precision, recall, f1, support = sklearn_metrics.precision_recall_fscore_support(
        truth, predicted, labels=every, zero_division=ZERO
    )

    assert np.array_equal(matrix, sklearn_metrics.confusion_matrix(truth, predicted, labels=every))
    np.testing.assert_allclose(scores.precision, precision)
    np.testing.assert_allclose(scores.recall, recall)
    np.testing.assert_allclose(scores.f1, f1)
    assert scores.support.tolist() == np.asarray(support).tolist()
    assert exam.accuracy == pytest.approx(sklearn_metrics.accuracy_score(truth, predicted))
    for mean, value in (("macro", exam.macro_f1), ("weighted", exam.weighted_f1)):
        expected = sklearn_metrics.f1_score(
            truth, predicted, labels=present, average=mean, zero_division=ZERO
        )
        assert value == pytest.approx(expected)


def test_the_loss_is_that_of_scikit_learn():
    """Weighted or not, in nats."""
    generator = torch.Generator().manual_seed(1)
    logits = torch.randn(30, LABELS, generator=generator)
    truth = torch.randint(0, LABELS, (30,), generator=generator)
    weights = torch.tensor([0.5, 1.0, 2.0, 1.5, 0.1])

    loss = metrics.mean_loss(logits, truth, weights)

    expected = sklearn_metrics.log_loss(
        truth,
        logits.double().softmax(-1),
        labels=list(range(LABELS)),
        sample_weight=weights[truth].double(),
    )
    assert loss == pytest.approx(expected)


def test_the_majority_is_that_of_the_learned_rows():
    """Label 1 is commonest there, though not in the exam."""
    assert metrics.majority_accuracy(np.array([0, 1, 1]), np.array([0, 0, 0, 1])) == 0.25


def test_the_report_names_every_label():
    """Also one that no held-out row has."""
    matrix = np.array([[3, 1, 0], [1, 5, 0], [0, 0, 0]])

    first, second, third = metrics.counts(matrix).report(["a", "b", "c"])

    assert (first.label, first.precision, first.recall, first.support) == ("a", 0.75, 0.75, 4)
    assert second.f1 == pytest.approx(5 / 6)
    assert (third.label, third.f1, third.support) == ("c", 0, 0)
