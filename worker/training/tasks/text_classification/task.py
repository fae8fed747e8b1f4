"""Text classification as the loop and the session see it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from schemas.metrics import TextClassificationReport
from worker.messages import Job
from worker.training import calibration, interval, review
from worker.training import examples as file
from worker.training.batches import Batch, Rows
from worker.training.calibration import OneOf
from worker.training.examples import Source
from worker.training.loop import Answers, Exam, Losses
from worker.training.tasks.lesson import Outcome, Taught
from worker.training.tasks.text_classification import baseline, data, metrics, model
from worker.training.tasks.text_classification.data import Encoded


@dataclass(frozen=True, slots=True, kw_only=True)
class TextClassification(Taught[Encoded]):
    """A classifier and its examples."""

    labels: list[str]
    class_weights: NDArray[np.float32]
    """One a label; all 1 unless classes are to be weighted."""
    criterion: nn.CrossEntropyLoss
    """The weighted and smoothed sum over a batch, on the device."""

    def weight(self, rows: Rows) -> float:
        return float(self.class_weights[self.training.labels[rows]].sum(dtype=np.float64))

    def asked(self, rows: Rows) -> int:
        return len(rows)

    def losses(self, batch: Batch) -> Losses:
        logits = self.answers(batch)
        hits = (logits.argmax(dim=-1) == batch.targets).sum()
        return Losses(total=self.criterion(logits, batch.targets), hits=hits)

    def answers(self, batch: Batch) -> torch.Tensor:
        """The logits, ``(batch, label)``."""
        return self.network.model(**batch.inputs).logits.float()

    def mark(self, answers: Answers) -> Exam:
        truth = torch.from_numpy(self.held_out.labels[answers.rows])
        weights = torch.from_numpy(self.class_weights)
        loss = metrics.mean_loss(answers.outputs, truth, weights)
        return metrics.examine(self._confusion(answers), loss)

    def report(self, answers: Answers, outcome: Outcome) -> TextClassificationReport:
        matrix = self._confusion(answers)
        exam = self.mark(answers)
        return TextClassificationReport(
            **outcome.told(),
            accuracy=exam.accuracy,
            macro_f1=exam.macro_f1,
            weighted_f1=exam.weighted_f1,
            validation_loss=exam.loss,
            majority_accuracy=metrics.majority_accuracy(self.training.labels, self.held_out.labels),
            train_examples=len(self.training.labels),
            validation_examples=len(self.held_out.labels),
            labels=metrics.counts(matrix).report(self.labels),
            confusion_matrix=matrix.tolist(),
            **self._doubts(matrix, answers),
        )

    def save(self, folder: Path, answers: Answers) -> None:
        self.network.save(folder, calibration.measure(self._answered(answers)))

    def _doubts(self, matrix: metrics.Confusion, answers: Answers) -> dict[str, Any]:
        """How far the figures and the model's confidence can be trusted, for the report."""
        answered = self._answered(answers)
        measured = calibration.measure(answered)
        heat, rows = calibration.heat_of(measured), self.source.sheet_rows()[answers.rows]
        return {
            "interval": interval.wilson(int(matrix.trace()), int(matrix.sum())),
            "baseline": baseline.measure(self.source),
            "calibration": measured,
            "hardest": metrics.surest_mistakes(answered, heat, rows, self.labels),
            "mistakes": metrics.mistakes(answered, heat, rows),
            "review": review.points(*answered.judged(heat)),
        }

    def _answered(self, answers: Answers) -> OneOf:
        return OneOf(answers.outputs, torch.from_numpy(self.held_out.labels[answers.rows]))

    def _confusion(self, answers: Answers) -> metrics.Confusion:
        truth = self.held_out.labels[answers.rows]
        predicted = answers.outputs.argmax(dim=-1).numpy()
        return metrics.confusion(truth, predicted, len(self.labels))


def prepare(job: Job, device: torch.device, log: Callable[[str], None]) -> TextClassification:
    """Everything that a session of text classification needs.

    Raises:
        TrainingError: the examples or the base model cannot be used.
    """
    chosen = job.hyperparameters
    examples = data.read(job.examples)
    labels = data.names(examples)
    split = data.divide(examples, share=chosen.train_split, seed=chosen.seed)
    log(f"{len(examples.texts)} examples, {len(labels)} labels: {file.describe(split)}")
    network = model.build(job, labels, device)
    training = data.encode(examples, split.training, network.tokenizer, network.kept)
    log(network.describe(job.base_model, training.lengths))
    model.settle(network, training.texts, training.lengths, chosen.seed)
    weights = _class_weights(training, len(labels), balanced=bool(chosen.use_class_weights))
    return TextClassification(
        network=network,
        labels=labels,
        training=training,
        held_out=data.encode(examples, split.held_out, network.tokenizer, network.kept),
        source=Source(job.examples, split, chosen.seed),
        class_weights=weights,
        criterion=nn.CrossEntropyLoss(
            torch.from_numpy(weights), reduction="sum", label_smoothing=chosen.label_smoothing
        ).to(device),
    )


def _class_weights(training: Encoded, count: int, *, balanced: bool) -> NDArray[np.float32]:
    if balanced:
        return data.balanced_weights(training.labels, count)
    return np.ones(count, dtype=np.float32)
