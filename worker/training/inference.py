"""Asking a finished classifier."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from worker.training import batches, device, libraries
from worker.training.tasks.text_classification import data

Floats = NDArray[np.float64]

TOKENS_AT_A_TIME = 8192


@dataclass(frozen=True, slots=True)
class Answer:
    """A label, and how sure the model is of it."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Classification:
    """A text's label."""

    answers: tuple[Answer, ...]
    """Every label, likeliest first."""

    @property
    def label(self) -> str:
        return self.answers[0].label

    @property
    def probability(self) -> float:
        return self.answers[0].probability


def classify(model_dir: Path, texts: Sequence[str]) -> list[Classification]:
    """The labels of ``texts``, in their order; texts are cut as they were in training.

    Raises:
        FileNotFoundError: there is no model in ``model_dir``.
    """
    model, tokenizer = _load(model_dir)
    labels = [label for _, label in sorted((model.config.id2label or {}).items())]
    tokens = data.tokenise(texts, tokenizer)
    lengths = np.array([len(text) for text in tokens], dtype=np.int64)
    probabilities = np.empty((len(tokens), len(labels)))
    order = batches.by_length(np.arange(len(tokens)), lengths)
    for rows in batches.cut(order, lengths, TOKENS_AT_A_TIME):
        inputs = batches.pad([tokens[row] for row in rows], tokenizer)
        probabilities[rows] = _probabilities(model, inputs)
    return [_classification(row, labels) for row in probabilities]


def _load(model_dir: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """The model, ready to answer on the best device here, and its tokenizer."""
    libraries.quieten()
    if not (model_dir / "config.json").is_file():
        raise FileNotFoundError(f"there is no model in {model_dir}")
    model = AutoModelForSequenceClassification.from_pretrained(
        model_dir, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
    )
    tokenizer = AutoTokenizer.from_pretrained(model_dir, trust_remote_code=False)
    return model.to(device.find()).eval(), tokenizer


@torch.inference_mode()
def _probabilities(model: PreTrainedModel, inputs: dict[str, torch.Tensor]) -> Floats:
    """``(batch, label)``."""
    moved = {name: tensor.to(model.device) for name, tensor in inputs.items()}
    return model(**moved).logits.double().softmax(dim=-1).cpu().numpy()


def _classification(probabilities: Floats, labels: list[str]) -> Classification:
    """The labels by their probabilities; equal ones in the labels' order."""
    order = np.argsort(-probabilities, kind="stable")
    return Classification(
        tuple(Answer(labels[number], float(probabilities[number])) for number in order)
    )
