"""Whether two models say the same: their decisions, and the logits that these follow from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

import torch

from schemas.tasks import Task
from worker.training.exporting.original import Answerer, Original, Outputs
from worker.training.exporting.sample import Part
from worker.training.tasks.multi_label_classification.model import MULTI_LABEL

TIE = 1e-4
"""Logits that lie closer together are a tie, which rounding may decide either way: a model that has
hardly learned yet has many."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two models answered the same rows."""

    agreement: float
    """Share of equal decisions, and of those between which the model itself sees a tie."""
    compared: int
    largest_difference: float


@dataclass(frozen=True, slots=True)
class Answers:
    """What a model said to some rows."""

    scores: torch.Tensor
    """``(answer, part, option)``, of which the highest decides. A label of one text; whether each
    label is given; the tag of a word; both ends of an answer. Padding is infinitely unlikely."""


def compare(mine: Sequence[Answers], theirs: Sequence[Answers]) -> Comparison:
    """A model's answers against those of what was made from it, to the same rows."""
    pairs = [(one.scores, other.scores) for one, other in zip(mine, theirs, strict=True)]
    equal = torch.cat([_agree(one, other) for one, other in pairs])
    difference = max(float((one - other)[one.isfinite()].abs().max()) for one, other in pairs)
    return Comparison(float(equal.double().mean()), len(equal), difference)


def _agree(mine: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Whether each answer is the same, or as good to the first model."""
    chosen = theirs.argmax(dim=-1, keepdim=True)
    regret = mine.max(dim=-1, keepdim=True).values - mine.gather(-1, chosen)
    return (regret <= TIE).flatten(1).all(dim=-1)


def answers(original: Original, answerer: Answerer, parts: Iterable[Part]) -> list[Answers]:
    """What ``answerer`` says to the rows, as answers of the original's task."""
    return [Answers(_scores(original, part, answerer(part.inputs))) for part in parts]


def _scores(original: Original, part: Part, outputs: Outputs) -> torch.Tensor:
    match original.task:
        case Task.TEXT_CLASSIFICATION if original.model.config.problem_type == MULTI_LABEL:
            return torch.stack([torch.zeros_like(outputs[0]), outputs[0]], dim=-1)
        case Task.TEXT_CLASSIFICATION:
            return outputs[0][:, None]
        case Task.TOKEN_CLASSIFICATION:
            return outputs[0][part.asked][:, None]
        case Task.QUESTION_ANSWERING:
            padding = ~part.inputs["attention_mask"].bool()
            return torch.stack(outputs, dim=1).masked_fill(padding[:, None], -torch.inf)
        case Task.TEXT_GENERATION:
            raise ValueError(f"no model of {original.task} can be exported")
        case _:
            assert_never(original.task)
