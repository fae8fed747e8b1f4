"""The classification of texts with several labels, as the loop and the session see it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from schemas.metrics import TextClassificationReport
from worker.messages import Job
from worker.training import calibration, interval, review
from worker.training import examples as file
from worker.training.batches import Batch, Rows
from worker.training.calibration import AnyOf
from worker.training.examples import Source
from worker.training.loop import Answers, Exam, Losses
from worker.training.tasks.lesson import Outcome, Taught
from worker.training.tasks.multi_label_classification import baseline, data, metrics, model
from worker.training.tasks.multi_label_classification.data import Encoded, Marks
from worker.training.tasks.text_classification.model import settle


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiLabelClassification(Taught[Encoded]):
    """A classifier and its examples."""

    labels: list[str]
    weights: torch.Tensor
    """What having each label weighs, on the device; all 1 unless labels are to be weighted."""
    smoothing: float

    def weight(self, rows: Rows) -> float:
        return float(len(rows))

    def asked(self, rows: Rows) -> int:
        return len(rows)

    def losses(self, batch: Batch) -> Losses:
        logits = self.answers(batch)
        hits = (metrics.given(logits) == batch.targets.bool()).all(dim=-1).sum()
        targets = metrics.softened(batch.targets, self.smoothing)
        return Losses(metrics.summed_loss(logits, targets, self.weights), hits)

    def answers(self, batch: Batch) -> torch.Tensor:
        """The logits, ``(batch, label)``."""
        return self.network.model(**batch.inputs).logits.float()

    def mark(self, answers: Answers) -> Exam:
        truth, predicted = self._marks(answers)
        logits, weights = answers.outputs.double(), self.weights.cpu().double()
        loss = metrics.summed_loss(logits, torch.from_numpy(truth).double(), weights) / len(truth)
        return metrics.examine(truth, predicted, float(loss))

    def report(self, answers: Answers, outcome: Outcome) -> TextClassificationReport:
        exam = self.mark(answers)
        counts = metrics.counts(*self._marks(answers))
        training, held_out = self.training.marks, self.held_out.marks
        return TextClassificationReport(
            **outcome.told(),
            multi_label=True,
            accuracy=exam.accuracy,
            micro_f1=float(counts.together.f1[0]),
            macro_f1=exam.macro_f1,
            weighted_f1=exam.weighted_f1,
            validation_loss=exam.loss,
            majority_accuracy=metrics.majority_accuracy(training, held_out),
            train_examples=len(training),
            validation_examples=len(held_out),
            labels=counts.report(self.labels),
            confusion_matrix=[],
            **self._doubts(answers),
        )

    def save(self, folder: Path, answers: Answers) -> None:
        self.network.save(folder, calibration.measure(self._answered(answers)))

    def _doubts(self, answers: Answers) -> dict[str, Any]:
        """How far the figures and the model's confidence can be trusted, for the report."""
        truth, predicted = self._marks(answers)
        answered = self._answered(answers)
        measured = calibration.measure(answered)
        heat, rows = calibration.heat_of(measured), self.source.sheet_rows()[answers.rows]
        return {
            "interval": interval.wilson(int((truth == predicted).all(axis=1).sum()), len(truth)),
            "baseline": baseline.measure(self.source),
            "calibration": measured,
            "hardest": metrics.surest_mistakes(answered, heat, rows, self.labels),
            "review": review.points(*metrics.certainties(answered, heat)),
        }

    def _answered(self, answers: Answers) -> AnyOf:
        return AnyOf(answers.outputs, torch.from_numpy(self.held_out.marks[answers.rows]))

    def _marks(self, answers: Answers) -> tuple[Marks, Marks]:
        """True and given labels, in the order of the answers."""
        return self.held_out.marks[answers.rows], metrics.given(answers.outputs).numpy()


def prepare(job: Job, device: torch.device, log: Callable[[str], None]) -> MultiLabelClassification:
    """Everything that a session needs.

    Raises:
        TrainingError: the examples or the base model cannot be used.
    """
    chosen = job.hyperparameters
    examples = data.read(job.examples)
    labels = data.names(examples)
    split = data.divide(examples, share=chosen.train_split, seed=chosen.seed)
    log(f"{len(examples.texts)} examples, {len(labels)} labels to find: {file.describe(split)}")
    network = model.build(job, labels, device)
    training = data.encode(examples, split.training, network.tokenizer, network.kept)
    log(network.describe(job.base_model, training.lengths))
    settle(network, training.texts, training.lengths, chosen.seed)
    balanced = data.balanced_weights(training.marks)
    weights = balanced if chosen.use_class_weights else np.ones_like(balanced)
    return MultiLabelClassification(
        network=network,
        labels=labels,
        training=training,
        held_out=data.encode(examples, split.held_out, network.tokenizer, network.kept),
        source=Source(job.examples, split, chosen.seed),
        smoothing=chosen.label_smoothing,
        weights=torch.from_numpy(weights).to(device),
    )
