"""A network on its device, and the tokenizer that reads for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import torch
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from schemas.hyperparameters import Hyperparameters
from schemas.metrics import Calibration
from worker.messages import Job
from worker.training import (
    attention,
    base_model,
    batches,
    centring,
    dropout,
    seeds,
    vocabulary,
)
from worker.training.base_model import BaseModel, ModelClass
from worker.training.batches import Batch, Lengths, Tokens
from worker.training.failures import BaseModelUnusableError
from worker.training.vocabulary import Vocabulary

TEMPERATURE = "calibration_temperature"
"""In a finished model's ``config.json``: what its logits are to be divided by; null where nothing
is known."""
ONE_FILE = "1000GB"
"""No shards: a model's weights are one file with one hash."""


@dataclass(frozen=True, slots=True)
class Network:
    """A base model under a head for its task."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    """Its ``model_max_length`` is the most that one row may hold."""
    device: torch.device
    fresh: frozenset[str]
    """Names of the weights that began at random."""
    kept: Path | None = None
    """Where tokens are kept for later runs."""
    vocabulary: Vocabulary | None = None
    """Where the model has the rows of some tokens only."""

    def narrowed(self, texts: Iterable[Tokens]) -> "Network":
        """The same network, its model left with the rows that ``texts`` use."""
        return replace(self, vocabulary=vocabulary.narrow(self.model, self.tokenizer, texts))

    def batch(
        self, texts: Sequence[Tokens], targets: torch.Tensor, **others: torch.Tensor
    ) -> Batch:
        """Padded texts, on the device; ``others`` are more of the model's inputs."""
        inputs = batches.pad(texts, self.tokenizer) | others
        if self.vocabulary is not None:
            ids = self.vocabulary.translate(inputs["input_ids"].numpy())
            inputs["input_ids"] = torch.from_numpy(ids)
        moved = {name: self._move(tensor) for name, tensor in inputs.items()}
        return Batch(moved, self._move(targets))

    def save(self, folder: Path, calibration: Calibration | None = None) -> None:
        """Write model and tokenizer in Hugging Face layout, with the temperature to ask it at."""
        temperature = None if calibration is None else calibration.temperature
        self.model.config.update({TEMPERATURE: temperature})
        self.model.save_pretrained(folder, state_dict=self._state(), max_shard_size=ONE_FILE)
        self.tokenizer.save_pretrained(folder)

    def describe(self, name: str, lengths: Lengths) -> str:
        """Its size and its work in one line of the log."""
        parameters = sum(parameter.numel() for parameter in self.model.parameters())
        limit = self.tokenizer.model_max_length
        return (
            f"{name}: {parameters:,} parameters; {int(lengths.sum()):,} tokens an epoch, "
            f"{int((lengths == limit).sum())} texts are at the limit of {limit} tokens"
        )

    def centre(self, texts: Sequence[Tokens], lengths: Lengths, seed: int) -> bool:
        """Let a new head begin with vectors around zero; whether they lay close together before."""
        if not centring.is_needed(self.model, self.fresh):
            return False
        return centring.fit(self.model, batches.sample(texts, lengths, self.tokenizer, seed))

    def _state(self) -> dict[str, torch.Tensor]:
        """The weights, with every row of the embedding."""
        state = self.model.state_dict()
        if self.vocabulary is not None:
            name = vocabulary.name_of(self.model)
            state[name] = self.vocabulary.widen(state[name])
        return state

    def _move(self, tensor: torch.Tensor) -> torch.Tensor:
        """Onto the device; for CUDA from pinned memory, so that nobody waits for it."""
        if self.device.type == "cuda":
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor.to(self.device)


def load(job: Job, model_class: ModelClass, device: torch.device, **config: Any) -> Network:
    """The job's base model under a head as random as the seed says.

    ``config`` overrides the base model's.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot be taught this task.
    """
    base = base_model.resolve(job.base_model, job.cache_dir)
    tokenizer = load_tokenizer(base, job.hyperparameters)
    seeds.seed_everything(job.hyperparameters.seed)
    model, missing = base_model.load_model(base, model_class, **config)
    readable = base_model.max_tokens(model, tokenizer)
    tokenizer.model_max_length = min(job.hyperparameters.max_length, readable)
    placed = cast("PreTrainedModel", nn.Module.to(model, device))
    if device.type == "cpu":
        dropout.install(placed)
        attention.install(placed)
    return Network(placed, tokenizer, device, frozenset(missing), job.cache_dir / "tokens")


def load_tokenizer(base: BaseModel, hyperparameters: Hyperparameters) -> PreTrainedTokenizerBase:
    """The base model's tokenizer, cutting where the hyperparameters say.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot pad.
    """
    tokenizer = base_model.load_tokenizer(base)
    tokenizer.truncation_side = hyperparameters.truncation_side
    if tokenizer.pad_token_id is None:
        raise BaseModelUnusableError(f"the tokenizer of {base.source} has no padding token")
    return tokenizer


def named(labels: Sequence[str]) -> dict[str, Any]:
    """The configuration of a head that knows its labels by name."""
    return {
        "num_labels": len(labels),
        "id2label": dict(enumerate(labels)),
        "label2id": {label: number for number, label in enumerate(labels)},
    }
