"""Token classification as the loop and the session see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from schemas.metrics import TokenClassificationReport
from schemas.split import Split
from worker.messages import Job
from worker.training import calibration, interval
from worker.training import examples as file
from worker.training.batches import Batch, Rows
from worker.training.calibration import OneOf
from worker.training.examples import Source
from worker.training.loop import Answers, Exam, Losses
from worker.training.network import Network
from worker.training.tasks.lesson import Outcome, Taught
from worker.training.tasks.text_classification.metrics import mean_loss
from worker.training.tasks.token_classification import baseline, data, metrics, model
from worker.training.tasks.token_classification.data import IGNORED, Encoded, Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenClassification(Taught[Encoded]):
    """A tagger and its sentences."""

    types: list[str]
    tag_weights: NDArray[np.float32]
    """One a tag; all 1 unless the types are to be weighted."""
    criterion: nn.CrossEntropyLoss
    """The weighted and smoothed sum over a batch's judged words, on the device."""
    joins_signs: bool
    """How plain texts are to be cut into words."""

    def weight(self, rows: Rows) -> float:
        targets = np.concatenate([self.training.targets[row] for row in rows])
        return float(self.tag_weights[targets[targets != IGNORED]].sum(dtype=np.float64))

    def asked(self, rows: Rows) -> int:
        return int(self.training.judged[rows].sum())

    def losses(self, batch: Batch) -> Losses:
        logits = self._logits(batch)
        total = self.criterion(logits.flatten(0, 1), batch.targets.flatten())
        return Losses(total, hits=(logits.argmax(dim=-1) == batch.targets).sum())

    def answers(self, batch: Batch) -> torch.Tensor:
        """The logits of the judged words, ``(word, tag)``."""
        return self._logits(batch)[batch.targets != IGNORED]

    def mark(self, answers: Answers) -> Exam:
        answered = self._answered(answers)
        loss = mean_loss(answered.logits, answered.truth, torch.from_numpy(self.tag_weights))
        return metrics.examine(self.held_out.tags, self._predicted(answers), self.types, loss)

    def report(self, answers: Answers, outcome: Outcome) -> TokenClassificationReport:
        exam = self.mark(answers)
        truth, predicted = self.held_out.tags, self._predicted(answers)
        counts = metrics.counts(truth, predicted, self.types)
        return TokenClassificationReport(
            **outcome.told(),
            precision=float(counts.together.precision[0]),
            recall=float(counts.together.recall[0]),
            f1=exam.score,
            macro_f1=exam.macro_f1,
            weighted_f1=exam.weighted_f1,
            accuracy=exam.accuracy,
            majority_accuracy=metrics.outside_share(truth),
            validation_loss=exam.loss,
            train_examples=len(self.training.tags),
            validation_examples=len(truth),
            labels=counts.report(self.types),
            **self._doubts(predicted, answers),
        )

    def save(self, folder: Path, answers: Answers) -> None:
        self.network.model.config.update({"joins_signs": self.joins_signs})
        self.network.save(folder, calibration.measure(self._answered(answers)))

    def _doubts(self, predicted: list[list[str]], answers: Answers) -> dict[str, Any]:
        """How far the figures and the model's confidence can be trusted, for the report."""
        truth = self.held_out.tags
        measured = calibration.measure(self._answered(answers))
        sure = self._surest_wrong(answers, calibration.heat_of(measured))
        by_sentence = metrics.counts_by_sentence(truth, predicted)
        return {
            "interval": interval.bootstrap(by_sentence, metrics.f1, self.source.seed),
            "baseline": baseline.measure(self.source),
            "calibration": measured,
            "hardest": metrics.surest_mistakes(truth, predicted, sure, self.source.sheet_rows()),
        }

    def _answered(self, answers: Answers) -> OneOf:
        """The judged words."""
        chosen = np.concatenate([self.held_out.targets[row] for row in answers.rows])
        return OneOf(answers.outputs, torch.from_numpy(chosen[chosen != IGNORED]))

    def _surest_wrong(self, answers: Answers, temperature: float) -> NDArray[np.float64]:
        """How sure the surest wrong tag of each held-out sentence is; 0 without one."""
        sure, right = self._answered(answers).judged(temperature)
        of_windows = [self.held_out.places[row].sentence for row in answers.rows]
        sentences = np.repeat(of_windows, self.held_out.judged[answers.rows])
        surest = np.zeros(len(self.held_out.tags))
        np.maximum.at(surest, sentences, np.where(right, 0.0, sure))
        return surest

    def _logits(self, batch: Batch) -> torch.Tensor:
        """``(batch, sequence, tag)``."""
        return self.network.model(**batch.inputs).logits.float()

    def _predicted(self, answers: Answers) -> list[list[str]]:
        """The predicted tags of every held-out sentence."""
        names = data.names(self.types)
        tags = [names[number] for number in answers.outputs.argmax(dim=-1).tolist()]
        return data.gather(self.held_out, answers.rows, tags)


def prepare(job: Job, device: torch.device, log: Callable[[str], None]) -> TokenClassification:
    """Everything that a session of token classification needs.

    Raises:
        TrainingError: the examples or the base model cannot be used.
    """
    chosen = job.hyperparameters
    examples = data.read(job.examples)
    types = data.types(examples)
    split = data.divide(examples, share=chosen.train_split, seed=chosen.seed)
    log(
        f"{len(examples.sentences)} examples, {len(types)} types of entities: "
        f"{file.describe(split)}"
    )
    network = model.build(job, data.names(types), device)
    training, held_out = _encode(examples, types, split, network)
    log(network.describe(job.base_model, training.lengths))
    network.centre(training.windows, training.lengths, chosen.seed)
    weights = _tag_weights(training, len(types), balanced=bool(chosen.use_class_weights))
    weigh = nn.CrossEntropyLoss(
        torch.from_numpy(weights),
        ignore_index=IGNORED,
        reduction="sum",
        label_smoothing=chosen.label_smoothing,
    )
    return TokenClassification(
        network=network,
        types=types,
        training=training,
        held_out=held_out,
        source=Source(job.examples, split, chosen.seed),
        tag_weights=weights,
        criterion=weigh.to(device),
        joins_signs=data.joins_signs(examples),
    )


def _encode(
    examples: Examples, types: Sequence[str], split: Split, network: Network
) -> tuple[Encoded, Encoded]:
    """Both sides of the split."""
    names = data.names(types)
    learned, examined = (
        data.encode(
            [examples.sentences[row] for row in rows],
            [examples.tags[row] for row in rows],
            names,
            network.tokenizer,
            network.kept,
        )
        for rows in (split.training, split.held_out)
    )
    return learned, examined


def _tag_weights(training: Encoded, types: int, *, balanced: bool) -> NDArray[np.float32]:
    tags = 1 + 2 * types
    if balanced:
        return data.balanced_weights(training.targets, tags)
    return np.ones(tags, dtype=np.float32)
