"""How well texts were classified: everything follows from the confusion matrix and the loss."""

from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that all of torch's users know
from numpy.typing import NDArray

from schemas.metrics import Mistake, MistakenLabels
from worker.training import hardest
from worker.training.batches import Rows
from worker.training.calibration import OneOf
from worker.training.loop import Exam
from worker.training.scores import Counts

Confusion = NDArray[np.int64]
"""``(label, label)``: rows are true labels, columns predicted ones."""


def confusion(truth: NDArray[np.int64], predicted: NDArray[np.int64], count: int) -> Confusion:
    """The confusion matrix of ``count`` labels."""
    pairs = np.bincount(truth * count + predicted, minlength=count * count)
    return pairs.reshape(count, count).astype(np.int64)


def counts(matrix: Confusion) -> Counts:
    """What the labels' rates follow from."""
    return Counts(matrix.diagonal(), matrix.sum(axis=0), matrix.sum(axis=1))


def accuracy(matrix: Confusion) -> float:
    """Rows with the right label."""
    return float(matrix.trace() / matrix.sum())


def examine(matrix: Confusion, loss: float) -> Exam:
    """The figures of one exam; its score is macro F1."""
    counted = counts(matrix)
    return Exam(
        loss=loss,
        accuracy=accuracy(matrix),
        macro_f1=counted.macro_f1,
        weighted_f1=counted.weighted_f1,
        score=counted.macro_f1,
    )


def mean_loss(logits: torch.Tensor, truth: torch.Tensor, weights: torch.Tensor) -> float:
    """The weighted mean of the cross entropy of ``logits`` ``(row, label)``, in nats."""
    return float(F.cross_entropy(logits.double(), truth, weight=weights.double()))


def majority_accuracy(training: NDArray[np.int64], held_out: NDArray[np.int64]) -> float:
    """What always answering the commonest label of ``training`` reaches on ``held_out``."""
    commonest = np.bincount(training).argmax()
    return float((held_out == commonest).mean())


def surest_mistakes(
    answered: OneOf, temperature: float, sheet_rows: Rows, labels: Sequence[str]
) -> list[MistakenLabels]:
    """The wrong answers of which the model was surest.

    ``sheet_rows``: of the answers, in their order.
    """
    confidences, right = answered.judged(temperature)
    predicted = answered.logits.argmax(dim=-1)
    return [
        MistakenLabels(
            row=int(sheet_rows[place]),
            expected=[labels[int(answered.truth[place])]],
            answered=[labels[int(predicted[place])]],
            confidence=float(confidences[place]),
        )
        for place in hardest.surest(confidences, ~right)
    ]


def mistakes(answered: OneOf, temperature: float, sheet_rows: Rows) -> list[Mistake]:
    """The wrong answers, told apart by what was taken for what.

    ``sheet_rows``: of the answers, in their order.
    """
    confidences, right = answered.judged(temperature)
    actual, predicted = answered.truth.numpy(), answered.logits.argmax(dim=-1).numpy()
    kinds = actual * answered.logits.shape[1] + predicted
    return [
        Mistake(
            row=int(sheet_rows[place]),
            actual=int(actual[place]),
            predicted=int(predicted[place]),
            probability=round(float(confidences[place]), 4),
        )
        for place in hardest.of_each(kinds, confidences, ~right)
    ]
