"""How well several labels a text were found."""

from collections.abc import Sequence
from itertools import compress, islice

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that all of torch's users know
from numpy.typing import NDArray

from schemas.metrics import MistakenLabels
from worker.training import hardest
from worker.training.batches import Rows
from worker.training.calibration import AnyOf, Floats
from worker.training.loop import Exam
from worker.training.scores import Counts
from worker.training.tasks.multi_label_classification.data import Marks

MOST_NAMED = 20
"""Labels of one mistake: a bad model may give hundreds, and an event is no file."""
THRESHOLD = 0.5
"""A label is given from this probability on."""


def given(logits: torch.Tensor) -> torch.Tensor:
    """Whether each label is given, ``(row, label)``."""
    return logits.sigmoid() >= THRESHOLD


def counts(truth: Marks, predicted: Marks) -> Counts:
    """What the labels' rates follow from."""
    return Counts((truth & predicted).sum(axis=0), predicted.sum(axis=0), truth.sum(axis=0))


def subset_accuracy(truth: Marks, predicted: Marks) -> float:
    """Rows that got all of their labels and no other."""
    return float((truth == predicted).all(axis=1).mean())


def examine(truth: Marks, predicted: Marks, loss: float) -> Exam:
    """The figures of one exam; its score is macro F1."""
    counted = counts(truth, predicted)
    return Exam(
        loss=loss,
        accuracy=subset_accuracy(truth, predicted),
        macro_f1=counted.macro_f1,
        weighted_f1=counted.weighted_f1,
        score=counted.macro_f1,
    )


def softened(marks: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Marks that were 1 or 0, drawn towards one half."""
    return marks * (1 - smoothing) + smoothing / 2


def summed_loss(logits: torch.Tensor, marks: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Over the rows, each row's the mean of its labels' binary cross entropy, in nats.

    ``weights``: what having each label weighs, ``(label,)``.
    """
    losses = F.binary_cross_entropy_with_logits(logits, marks, pos_weight=weights, reduction="none")
    return losses.mean(dim=-1).sum()


def majority_accuracy(training: Marks, held_out: Marks) -> float:
    """What always giving the commonest set of labels of ``training`` reaches on ``held_out``."""
    sets, times = np.unique(training, axis=0, return_counts=True)
    return float((held_out == sets[times.argmax()]).all(axis=1).mean())


def certainties(answered: AnyOf, temperature: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Of each text, how sure its least sure decision is, and whether all of them are right."""
    confidences, right = _by_text(answered, temperature)
    return confidences.min(axis=1), np.logical_and.reduce(right, axis=1)


def _by_text(answered: AnyOf, temperature: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Of each label of each text, ``(text, label)``."""
    confidences, right = answered.judged(temperature)
    shape = answered.logits.shape
    return confidences.reshape(shape), right.reshape(shape)


def surest_mistakes(
    answered: AnyOf, temperature: float, sheet_rows: Rows, labels: Sequence[str]
) -> list[MistakenLabels]:
    """The texts with a wrong decision, by the surest of those.

    ``sheet_rows``: of the answers, in their order.
    """
    confidences, right = _by_text(answered, temperature)
    surest: Floats = np.where(right, 0.0, confidences).max(axis=1)
    truth, predicted = answered.truth.bool().numpy(), given(answered.logits).numpy()
    return [
        MistakenLabels(
            row=int(sheet_rows[place]),
            expected=list(islice(compress(labels, truth[place]), MOST_NAMED)),
            answered=list(islice(compress(labels, predicted[place]), MOST_NAMED)),
            confidence=float(surest[place]),
        )
        for place in hardest.surest(surest, surest > 0)
    ]
