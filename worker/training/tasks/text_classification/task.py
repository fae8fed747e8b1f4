"""Text classification as the loop and the session see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from schemas.metrics import TextClassificationReport
from worker.messages import Job
from worker.training import base_model, batches, pooler, seeds
from worker.training.batches import Batch, Lengths, Rows
from worker.training.loop import Answers, Exam, Losses
from worker.training.tasks.lesson import Outcome
from worker.training.tasks.text_classification import data, metrics, model
from worker.training.tasks.text_classification.data import Encoded

SAMPLE_TOKENS = 2048
ONE_FILE = "1000GB"
"""No shards: a model's weights are one file with one hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextClassification:
    """A classifier, its tokenizer and its examples."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    labels: list[str]
    training: Encoded
    held_out: Encoded
    class_weights: NDArray[np.float32]
    """One a label; all 1 unless classes are to be weighted."""
    criterion: nn.CrossEntropyLoss
    """The weighted sum over a batch, on the device."""
    device: torch.device

    @property
    def training_lengths(self) -> Lengths:
        return self.training.lengths

    @property
    def exam_lengths(self) -> Lengths:
        return self.held_out.lengths

    def training_batch(self, rows: Rows) -> Batch:
        return self._batch(self.training, rows)

    def exam_batch(self, rows: Rows) -> Batch:
        return self._batch(self.held_out, rows)

    def weight(self, rows: Rows) -> float:
        return float(self.class_weights[self.training.labels[rows]].sum(dtype=np.float64))

    def losses(self, batch: Batch) -> Losses:
        logits = self.answers(batch)
        hits = (logits.argmax(dim=-1) == batch.targets).sum()
        return Losses(total=self.criterion(logits, batch.targets), hits=hits)

    def answers(self, batch: Batch) -> torch.Tensor:
        """The logits, ``(batch, label)``."""
        return self.model(**batch.inputs).logits.float()

    def mark(self, answers: Answers) -> Exam:
        truth = torch.from_numpy(self.held_out.labels[answers.rows])
        weights = torch.from_numpy(self.class_weights)
        loss = metrics.mean_loss(answers.outputs, truth, weights)
        return metrics.examine(self._confusion(answers), loss)

    def report(self, answers: Answers, outcome: Outcome) -> TextClassificationReport:
        matrix = self._confusion(answers)
        exam = self.mark(answers)
        return TextClassificationReport(
            best_epoch=outcome.best.epoch,
            epochs_run=outcome.epochs_run,
            stopped_early=outcome.stopped_early,
            accuracy=exam.accuracy,
            macro_f1=exam.macro_f1,
            weighted_f1=exam.weighted_f1,
            validation_loss=exam.loss,
            majority_accuracy=metrics.majority_accuracy(self.training.labels, self.held_out.labels),
            train_examples=len(self.training.labels),
            validation_examples=len(self.held_out.labels),
            labels=metrics.report(matrix, self.labels),
            confusion_matrix=matrix.tolist(),
            seconds=outcome.seconds,
        )

    def save(self, folder: Path) -> None:
        self.model.save_pretrained(folder, max_shard_size=ONE_FILE)
        self.tokenizer.save_pretrained(folder)

    def _batch(self, side: Encoded, rows: Rows) -> Batch:
        inputs = batches.pad([side.texts[row] for row in rows], self.tokenizer)
        labels = torch.from_numpy(side.labels[rows])
        moved = {name: self._move(tensor) for name, tensor in inputs.items()}
        return Batch(moved, self._move(labels))

    def _move(self, tensor: torch.Tensor) -> torch.Tensor:
        """Onto the device; for CUDA from pinned memory, so that nobody waits for it."""
        if self.device.type == "cuda":
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor.to(self.device)

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
    log(
        f"{len(examples.texts)} examples, {len(labels)} labels: "
        f"{len(split.training)} to learn from, {len(split.held_out)} held out"
    )
    network, tokenizer, missing = _load(job, labels, device)
    training = data.encode(examples, split.training, tokenizer)
    log(_describe(job.base_model, network, training, tokenizer.model_max_length))
    if pooler.is_fresh(missing):
        pooler.fit(network, _sample(training, tokenizer, chosen.seed))
    weights = _class_weights(training, len(labels), balanced=bool(chosen.use_class_weights))
    return TextClassification(
        model=network,
        tokenizer=tokenizer,
        labels=labels,
        training=training,
        held_out=data.encode(examples, split.held_out, tokenizer),
        class_weights=weights,
        criterion=nn.CrossEntropyLoss(torch.from_numpy(weights), reduction="sum").to(device),
        device=device,
    )


def _load(
    job: Job, labels: list[str], device: torch.device
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase, set[str]]:
    """The network on its device, a tokenizer that cuts as it can read, and what is random."""
    base = base_model.resolve(job.base_model, job.cache_dir)
    tokenizer = model.build_tokenizer(base, job.hyperparameters)
    seeds.seed_everything(job.hyperparameters.seed)
    network, missing = model.build(base, labels)
    readable = base_model.max_tokens(network, tokenizer)
    tokenizer.model_max_length = min(job.hyperparameters.max_length, readable)
    placed = cast("PreTrainedModel", nn.Module.to(network, device))
    return placed, tokenizer, missing


def _sample(
    training: Encoded, tokenizer: PreTrainedTokenizerBase, seed: int
) -> Iterator[dict[str, torch.Tensor]]:
    """Some of the texts to learn from, as the model's inputs."""
    count = min(pooler.SAMPLE, len(training.texts))
    chosen = np.random.default_rng(seed).choice(len(training.texts), count, replace=False)
    for rows in batches.cut(
        batches.by_length(chosen, training.lengths), training.lengths, SAMPLE_TOKENS
    ):
        yield batches.pad([training.texts[row] for row in rows], tokenizer)


def _class_weights(training: Encoded, count: int, *, balanced: bool) -> NDArray[np.float32]:
    if balanced:
        return data.balanced_weights(training.labels, count)
    return np.ones(count, dtype=np.float32)


def _describe(name: str, network: nn.Module, training: Encoded, max_length: int) -> str:
    parameters = sum(parameter.numel() for parameter in network.parameters())
    at_limit = int((training.lengths == max_length).sum())
    return (
        f"{name}: {parameters:,} parameters; {int(training.lengths.sum()):,} tokens an epoch, "
        f"{at_limit} texts are at the limit of {max_length} tokens"
    )
