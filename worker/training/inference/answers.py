"""Asking a finished reader questions about texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from worker.training.batches import Rows
from worker.training.inference import finished
from worker.training.inference.finished import Finished
from worker.training.network import Network
from worker.training.tasks.question_answering import data, spans
from worker.training.tasks.question_answering.data import Encoded, Question
from worker.training.tasks.question_answering.spans import Candidate, Candidates


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a context that may be the answer."""

    text: str
    start: int
    """In characters, from 0; the end is not part of it."""
    end: int
    probability: float
    """Among all that was thought of for the question."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model says to a question."""

    passages: tuple[Passage, ...]
    """Best first."""
    is_silent: bool
    """Whether it holds that the context has no answer."""
    silence: float
    """The probability that there is none; 0 where questions always have one."""

    @property
    def text(self) -> str:
        """The answer; empty where there is none."""
        return "" if self.is_silent or not self.passages else self.passages[0].text

    @property
    def probability(self) -> float:
        """Of the answer, or of there being none."""
        return self.silence if self.is_silent or not self.passages else self.passages[0].probability


def ask(asked: Finished, questions: Sequence[Question]) -> list[Reply]:
    """The replies to ``questions``, in their order; long contexts are read in windows."""
    config = asked.model.config
    longest = getattr(config, "longest_answer_tokens", spans.USUAL_LONGEST)
    threshold: float | None = getattr(config, "no_answer_threshold", None)
    encoded = data.encode(questions, asked.tokenizer)
    found = spans.gather(encoded.windows, _logits(asked, encoded), len(questions), longest)
    return [
        _reply(question.context, one, threshold)
        for question, one in zip(questions, found, strict=True)
    ]


def _logits(asked: Finished, encoded: Encoded) -> list[NDArray[np.float64]]:
    """Of each window's tokens, ``(token, 2)``."""
    logits: dict[int, NDArray[np.float64]] = {}
    for rows in finished.portions(encoded.lengths):
        outputs = asked.ask(_inputs(asked, encoded, rows))
        both = torch.stack([outputs.start_logits, outputs.end_logits], dim=-1)
        for row, of_tokens in zip(rows.tolist(), both.double().cpu().numpy(), strict=True):
            logits[row] = of_tokens[: encoded.lengths[row]]
    return [logits[row] for row in range(len(encoded.windows))]


def _inputs(asked: Finished, encoded: Encoded, rows: Rows) -> dict[str, torch.Tensor]:
    """As they were in training."""
    network = Network(asked.model, asked.tokenizer, asked.model.device, frozenset())
    return encoded.batch(network, rows).inputs


def _reply(context: str, found: Candidates, threshold: float | None) -> Reply:
    shares = found.shares(threshold)
    passages = (_passage(context, *one) for one in zip(found.best, shares, strict=False))
    return Reply(
        passages=tuple(passages),
        is_silent=threshold is not None and found.lead > threshold,
        silence=0.0 if threshold is None else float(shares[-1]),
    )


def _passage(context: str, one: Candidate, share: float) -> Passage:
    text = one.text(context)
    start = context.index(text, one.start)
    return Passage(text, start, start + len(text), float(share))
