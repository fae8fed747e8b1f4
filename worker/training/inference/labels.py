"""Asking a finished classifier for the label of a text, or for its labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from worker.training import batches
from worker.training.batches import Tokens
from worker.training.inference import finished
from worker.training.inference.finished import Finished
from worker.training.tasks.multi_label_classification.metrics import THRESHOLD
from worker.training.tasks.multi_label_classification.model import MULTI_LABEL
from worker.training.tasks.text_classification import data

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """A label, and how sure the model is of it."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Classification:
    """A text's label, or its labels."""

    answers: tuple[Answer, ...]
    """Every label, likeliest first."""
    several: bool = False
    """Whether a text may have several labels, or none."""
    is_cut: bool = False
    """Whether the text was longer than what the model reads."""

    @property
    def label(self) -> str:
        return self.answers[0].label

    @property
    def probability(self) -> float:
        return self.answers[0].probability

    @property
    def certainty(self) -> float | None:
        """Of the label on whose being given or not it is least sure; None where one alone is."""
        if not self.several:
            return None
        return min(max(one.probability, 1 - one.probability) for one in self.answers)

    @property
    def given(self) -> tuple[Answer, ...]:
        """The label; where there may be several, those that are likelier than not."""
        if not self.several:
            return self.answers[:1]
        return tuple(answer for answer in self.answers if answer.probability >= THRESHOLD)


def classify(asked: Finished, texts: Sequence[str]) -> list[Classification]:
    """The labels of ``texts``, in their order; texts are cut as they were in training."""
    several = asked.model.config.problem_type == MULTI_LABEL
    tokens = data.tokenise(texts, asked.tokenizer)
    probabilities = np.empty((len(tokens), len(asked.labels)))
    for rows in finished.portions(data.measure(tokens)):
        logits = asked.ask(batches.pad([tokens[row] for row in rows], asked.tokenizer)).logits
        scaled = logits.double() / asked.temperature
        probabilities[rows] = _probabilities(scaled, several=several)
    cut = _are_cut(texts, tokens, asked.tokenizer)
    return [
        _classification(row, asked.labels, several=several, is_cut=is_cut)
        for row, is_cut in zip(probabilities, cut, strict=True)
    ]


def _are_cut(
    texts: Sequence[str], tokens: Sequence[Tokens], tokenizer: PreTrainedTokenizerBase
) -> Iterator[bool]:
    """Of each text, whether it has more tokens than were kept; only full ones are counted again."""
    for text, kept in zip(texts, tokens, strict=True):
        full = len(kept) >= tokenizer.model_max_length
        yield full and len(tokenizer(text, truncation=False)["input_ids"]) > len(kept)


def _probabilities(logits: torch.Tensor, *, several: bool) -> Floats:
    """``(batch, label)``: they add up to 1, unless there may be several labels."""
    return (logits.sigmoid() if several else logits.softmax(dim=-1)).cpu().numpy()


def _classification(
    probabilities: Floats, labels: list[str], *, several: bool, is_cut: bool
) -> Classification:
    """The labels by their probabilities; equal ones in the labels' order."""
    order = np.argsort(-probabilities, kind="stable")
    answers = (Answer(labels[number], float(probabilities[number])) for number in order)
    return Classification(tuple(answers), several, is_cut)
