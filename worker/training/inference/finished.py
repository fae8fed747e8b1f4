"""A finished model on disk: what it was taught, and how it is loaded and asked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import (
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from schemas.tasks import Task
from worker.training import batches, device, libraries
from worker.training.base_model import ModelClass
from worker.training.batches import Lengths, Rows
from worker.training.network import TEMPERATURE

TOKENS_AT_A_TIME = 8192
HEADS = {
    "ForSequenceClassification": Task.TEXT_CLASSIFICATION,
    "ForTokenClassification": Task.TOKEN_CLASSIFICATION,
    "ForQuestionAnswering": Task.QUESTION_ANSWERING,
}
"""How the name of a model's class ends."""
CLASSES: dict[Task, ModelClass] = {
    Task.TEXT_CLASSIFICATION: AutoModelForSequenceClassification,
    Task.TOKEN_CLASSIFICATION: AutoModelForTokenClassification,
    Task.QUESTION_ANSWERING: AutoModelForQuestionAnswering,
}


@dataclass(frozen=True, slots=True)
class Finished:
    """A model, ready to answer on its device, and its tokenizer."""

    task: Task
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase

    @property
    def labels(self) -> list[str]:
        """By their numbers."""
        return [label for _, label in sorted((self.model.config.id2label or {}).items())]

    @property
    def size_bytes(self) -> int:
        """What its weights take in memory."""
        return sum(each.numel() * each.element_size() for each in self.model.state_dict().values())

    @property
    def temperature(self) -> float:
        """What logits are divided by before they become probabilities; 1 where none was found."""
        return getattr(self.model.config, TEMPERATURE, None) or 1.0

    @torch.inference_mode()
    def ask(self, inputs: dict[str, torch.Tensor]) -> Any:
        """What the model puts out for a batch."""
        return self.model(**{name: tensor.to(self.model.device) for name, tensor in inputs.items()})


def task_of(model_dir: Path) -> Task:
    """What the model in ``model_dir`` was taught.

    Raises:
        FileNotFoundError: there is no model.
        ValueError: it was taught none of the tasks.
    """
    config = json.loads(_config(model_dir).read_bytes())
    for name in config.get("architectures") or []:
        for ending, task in HEADS.items():
            if name.endswith(ending):
                return task
    raise ValueError(f"{model_dir} holds no model of a task that can be asked")


def load(model_dir: Path, place: torch.device | None = None) -> Finished:
    """The model in ``model_dir``, at ``place``: by default on the best device here.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it was taught none of the tasks.
    """
    libraries.quieten()
    task = task_of(model_dir)
    model = CLASSES[task].from_pretrained(
        str(model_dir), trust_remote_code=False, use_safetensors=True, dtype=torch.float32
    )
    tokenizer = AutoTokenizer.from_pretrained(model_dir, trust_remote_code=False)
    return Finished(task, model.to(place or device.find()).eval(), tokenizer)


def portions(lengths: Sequence[int] | Lengths) -> Iterator[Rows]:
    """Rows that are asked together, shortest first."""
    measured = np.asarray(lengths, dtype=np.int64)
    order = batches.by_length(np.arange(len(measured)), measured)
    yield from batches.cut(order, measured, TOKENS_AT_A_TIME)


def _config(model_dir: Path) -> Path:
    path = model_dir / "config.json"
    if not path.is_file():
        raise FileNotFoundError(f"there is no model in {model_dir}")
    return path
