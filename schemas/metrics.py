"""What a worker measures. All rates lie between 0 and 1; losses are in nats per example."""

from typing import Literal

from pydantic import FiniteFloat

from schemas.base import Message
from schemas.tasks import Task


class EpochMetrics(Message):
    """One pass over the training rows, and the exam after it."""

    epoch: int
    """From 1."""
    step: int
    """Optimizer steps taken so far, over all epochs."""
    train_loss: FiniteFloat
    validation_loss: FiniteFloat
    train_accuracy: FiniteFloat
    """Measured while training, so on a model that was still changing."""
    validation_accuracy: FiniteFloat
    macro_f1: FiniteFloat
    weighted_f1: FiniteFloat
    learning_rate: FiniteFloat
    """At the epoch's last step."""
    seconds: FiniteFloat
    examples_per_second: FiniteFloat
    """Training rows only, evaluation time left out."""
    is_best: bool
    """Whether this epoch's model is the best so far, by macro F1."""


class LabelReport(Message):
    """How well one label is told from the others, on the held-out rows."""

    label: str
    precision: FiniteFloat
    recall: FiniteFloat
    f1: FiniteFloat
    support: int
    """Held-out rows that truly have this label."""


class TextClassificationReport(Message):
    """The final exam of the best epoch's model."""

    task: Literal[Task.TEXT_CLASSIFICATION] = Task.TEXT_CLASSIFICATION
    best_epoch: int
    epochs_run: int
    stopped_early: bool
    accuracy: FiniteFloat
    macro_f1: FiniteFloat
    weighted_f1: FiniteFloat
    validation_loss: FiniteFloat
    majority_accuracy: FiniteFloat
    """What always answering the commonest training label would reach."""
    train_examples: int
    validation_examples: int
    labels: list[LabelReport]
    confusion_matrix: list[list[int]]
    """Rows are true labels, columns predicted ones, both in the order of ``labels``."""
    seconds: FiniteFloat
    """From the first step of the first epoch to the end, over all attempts."""


Report = TextClassificationReport
"""A union, one member per task, told apart by ``task``."""
