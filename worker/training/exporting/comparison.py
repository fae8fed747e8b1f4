"""Whether two models say the same: their decisions, and the logits that these follow from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

import torch

from schemas.tasks import Task
from worker.training.exporting.original import Answerer, Original, Outputs
from worker.training.exporting.sample import Part
from worker.training.tasks.multi_label_classification import metrics
from worker.training.tasks.multi_label_classification.model import MULTI_LABEL


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two models answered the same rows."""

    agreement: float
    """Share of equal decisions."""
    compared: int
    largest_difference: float


@dataclass(frozen=True, slots=True)
class Answers:
    """What a model said to some rows."""

    decisions: torch.Tensor
    """``(answer, part)``: a label; whether each label is given; a tag; both ends of an answer."""
    logits: torch.Tensor
    """``(number,)``: all that were judged, padding left out."""


def compare(mine: Sequence[Answers], theirs: Sequence[Answers]) -> Comparison:
    """A model's answers against those of what was made from it, to the same rows."""
    pairs = list(zip(mine, theirs, strict=True))
    equal = torch.cat([(one.decisions == other.decisions).all(dim=-1) for one, other in pairs])
    differences = torch.cat([(one.logits - other.logits).abs() for one, other in pairs])
    return Comparison(float(equal.double().mean()), len(equal), float(differences.max()))


def answers(original: Original, answerer: Answerer, parts: Iterable[Part]) -> list[Answers]:
    """What ``answerer`` says to the rows, as answers of the original's task."""
    return [_answers(original, part, answerer(part.inputs)) for part in parts]


def _answers(original: Original, part: Part, outputs: Outputs) -> Answers:
    match original.task:
        case Task.TEXT_CLASSIFICATION:
            return _of_logits(outputs[0], several=original.model.config.problem_type == MULTI_LABEL)
        case Task.TOKEN_CLASSIFICATION:
            return _of_logits(outputs[0][part.asked], several=False)
        case Task.QUESTION_ANSWERING:
            read = part.inputs["attention_mask"].bool()
            both = torch.stack(outputs, dim=-1)
            ends = both.masked_fill(~read[:, :, None], -torch.inf).argmax(dim=1)
            return Answers(ends, both[read].flatten())
        case Task.TEXT_GENERATION:
            raise ValueError(f"no model of {original.task} can be exported")
        case _:
            assert_never(original.task)


def _of_logits(logits: torch.Tensor, *, several: bool) -> Answers:
    """``(answer, label)``."""
    chosen = metrics.given(logits) if several else logits.argmax(dim=-1, keepdim=True)
    return Answers(chosen, logits.flatten())
