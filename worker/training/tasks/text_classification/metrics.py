"""How well texts were classified: everything follows from the confusion matrix and the loss."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that all of torch's users know
from numpy.typing import NDArray

from schemas.metrics import LabelReport
from worker.training.loop import Exam

Confusion = NDArray[np.int64]
"""``(label, label)``: rows are true labels, columns predicted ones."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Per label, in the labels' order."""

    precision: Floats
    recall: Floats
    f1: Floats
    support: NDArray[np.int64]


def confusion(truth: NDArray[np.int64], predicted: NDArray[np.int64], count: int) -> Confusion:
    """The confusion matrix of ``count`` labels."""
    pairs = np.bincount(truth * count + predicted, minlength=count * count)
    return pairs.reshape(count, count).astype(np.int64)


def score(matrix: Confusion) -> Scores:
    """Precision, recall and F1; 0 where there is nothing to divide by."""
    hits = matrix.diagonal().astype(np.float64)
    predicted, support = matrix.sum(axis=0), matrix.sum(axis=1)
    return Scores(
        precision=_ratio(hits, predicted),
        recall=_ratio(hits, support),
        f1=_ratio(2 * hits, predicted + support),
        support=support,
    )


def examine(matrix: Confusion, loss: float) -> Exam:
    """The figures of one exam. Labels without held-out rows don't count in the macro mean."""
    scores = score(matrix)
    return Exam(
        loss=loss,
        accuracy=float(matrix.trace() / matrix.sum()),
        macro_f1=float(scores.f1[scores.support > 0].mean()),
        weighted_f1=float(np.average(scores.f1, weights=scores.support)),
    )


def mean_loss(logits: torch.Tensor, truth: torch.Tensor, weights: torch.Tensor) -> float:
    """The weighted mean of the cross entropy of ``logits`` ``(row, label)``, in nats."""
    return float(F.cross_entropy(logits.double(), truth, weight=weights.double()))


def report(matrix: Confusion, labels: list[str]) -> list[LabelReport]:
    """How well each label is told from the others."""
    scores = score(matrix)
    return [
        LabelReport(
            label=label,
            precision=float(scores.precision[number]),
            recall=float(scores.recall[number]),
            f1=float(scores.f1[number]),
            support=int(scores.support[number]),
        )
        for number, label in enumerate(labels)
    ]


def majority_accuracy(training: NDArray[np.int64], held_out: NDArray[np.int64]) -> float:
    """What always answering the commonest label of ``training`` reaches on ``held_out``."""
    commonest = np.bincount(training).argmax()
    return float((held_out == commonest).mean())


def _ratio(numerator: Floats, denominator: NDArray[np.int64]) -> Floats:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
