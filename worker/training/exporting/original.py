"""The finished model that every export is measured by, on the processor, where all can be run."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import torch
from transformers import (
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from schemas.tasks import Task
from worker.training.inference import finished

Inputs = dict[str, torch.Tensor]
"""By name, each ``(batch, sequence)``, in the order that the model's file names them."""
Outputs = tuple[torch.Tensor, ...]
"""The head's logits, in the order of ``Original.outputs``."""
Answerer = Callable[[Inputs], Outputs]
"""The model, or a file of it that was read back."""

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = {
    Task.TEXT_CLASSIFICATION: ("logits",),
    Task.TOKEN_CLASSIFICATION: ("logits",),
    Task.QUESTION_ANSWERING: ("start_logits", "end_logits"),
}


@dataclass(frozen=True, slots=True)
class Original:
    """A model in Hugging Face layout, loaded."""

    folder: Path
    task: Task
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase

    @property
    def labels(self) -> list[str]:
        """By their numbers."""
        return [label for _, label in sorted((self.model.config.id2label or {}).items())]

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the tokenizer gives and the model takes."""
        taken = signature(self.model.forward).parameters
        given = self.tokenizer.model_input_names
        return tuple(name for name in INPUTS if name in taken and name in given)

    @property
    def outputs(self) -> tuple[str, ...]:
        return OUTPUTS[self.task]

    @property
    def answer(self) -> Answerer:
        return answerer(self.model, self.outputs)


def load(folder: Path) -> Original:
    """The model in ``folder``.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it was taught none of the tasks that can be asked.
    """
    loaded = finished.load(folder, torch.device("cpu"))
    return Original(folder, loaded.task, loaded.model, loaded.tokenizer)


def answerer(model: Any, outputs: tuple[str, ...]) -> Answerer:
    """A model of transformers as what gives ``outputs``."""

    @torch.inference_mode()
    def answer(inputs: Inputs) -> Outputs:
        told = model(**inputs)
        return tuple(told[name] for name in outputs)

    return answer
