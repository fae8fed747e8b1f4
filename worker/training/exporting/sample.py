"""Rows that a model and its exports are compared on: real ones, and not those it learned from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

import numpy as np
import torch
from numpy.typing import NDArray

from schemas.examples import LABELS, TEXT, TOKENS
from schemas.tasks import Task
from worker.training import batches
from worker.training import examples as file
from worker.training.batches import Rows
from worker.training.exporting.original import Inputs, Original
from worker.training.network import Tokens
from worker.training.tasks.multi_label_classification import data as several
from worker.training.tasks.question_answering import data as questions
from worker.training.tasks.text_classification import data as texts
from worker.training.tasks.token_classification import data as sentences
from worker.training.tasks.token_classification.data import IGNORED, OUTSIDE

MOST_ROWS = 200
MOST_TOKENS = 20_000
"""Enough to tell an agreement of 0.99 from one of 0.95, and read in seconds."""
TOKENS_AT_A_TIME = 2_048


@dataclass(frozen=True, slots=True)
class Split:
    """How a run divided its examples."""

    share: float
    seed: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from."""

    examples: Path
    """A canonical Parquet."""
    split: Split | None
    """Only what it held out is read; None reads every row."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the model reads at once."""

    tokens: Tokens
    kinds: Tokens | None = None
    """Of each token, where the model tells questions from contexts."""
    asked: NDArray[np.bool_] | None = None
    """The tokens that are judged, where each has an answer of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows, ready for the model."""

    inputs: Inputs
    asked: torch.Tensor | None
    """``(batch, sequence)``."""


def draw(source: Source, original: Original) -> list[Part]:
    """At most ``MOST_ROWS`` rows, spread over the source.

    Raises:
        ExamplesUnusableError: the source is no Parquet of this model's task.
    """
    rows = _spread(list(_rows(source, original)))
    lengths = np.array([len(row.tokens) for row in rows], dtype=np.int64)
    order = batches.by_length(np.arange(len(rows)), lengths)
    cuts = batches.cut(order, lengths, TOKENS_AT_A_TIME)
    return [_padded([rows[place] for place in cut], original) for cut in cuts]


def _spread(rows: list[Row]) -> list[Row]:
    """As many as may be read, at equal distances."""
    tokens = sum(len(row.tokens) for row in rows) / len(rows)
    count = min(len(rows), MOST_ROWS, max(1, int(MOST_TOKENS / tokens)))
    return [rows[place] for place in np.linspace(0, len(rows) - 1, count).astype(int)]


def _rows(source: Source, original: Original) -> Iterator[Row]:
    path, tokenizer = source.examples, original.tokenizer
    match original.task:
        case Task.TEXT_CLASSIFICATION:
            written = file.read(path, [TEXT]).columns[TEXT]
            chosen = [written[row] for row in _places(source, original.task, len(written))]
            yield from map(Row, texts.tokenise(chosen, tokenizer))
        case Task.TOKEN_CLASSIFICATION:
            written = file.read(path, [TOKENS]).columns[TOKENS]
            chosen = [written[row] for row in _places(source, original.task, len(written))]
            unknown = [[OUTSIDE] * len(words) for words in chosen]
            encoded = sentences.encode(chosen, unknown, original.labels, tokenizer)
            for window, targets in zip(encoded.windows, encoded.targets, strict=True):
                yield Row(window, asked=targets != IGNORED)
        case Task.QUESTION_ANSWERING:
            every = questions.read(path).questions
            chosen = [every[row] for row in _places(source, original.task, len(every))]
            for window in questions.encode(chosen, tokenizer).windows:
                yield Row(window.tokens, window.kinds)
        case Task.TEXT_GENERATION:
            raise ValueError(f"no model of {original.task} can be exported")
        case _:
            assert_never(original.task)


def _places(source: Source, task: Task, count: int) -> Rows:
    """The rows of the file that are read."""
    if source.split is None:
        return np.arange(count)
    path, share, seed = source.examples, source.split.share, source.split.seed
    match task:
        case Task.TEXT_CLASSIFICATION if LABELS in file.names(path):
            return several.divide(several.read(path), share=share, seed=seed).held_out
        case Task.TEXT_CLASSIFICATION:
            return texts.divide(texts.read(path), share=share, seed=seed).held_out
        case Task.TOKEN_CLASSIFICATION:
            return sentences.divide(sentences.read(path), share=share, seed=seed).held_out
        case _:
            return questions.divide(questions.read(path), share=share, seed=seed).held_out


def _padded(rows: list[Row], original: Original) -> Part:
    """Every input that the exported files name, padding and mask included."""
    kinds = [np.zeros_like(row.tokens) if row.kinds is None else row.kinds for row in rows]
    given: dict[str, Any] = {"input_ids": [row.tokens for row in rows], "token_type_ids": kinds}
    padded = original.tokenizer.pad(given, return_tensors="pt")
    asked = [row.asked for row in rows if row.asked is not None]
    places = torch.from_numpy(batches.fill(asked, 0)).bool() if asked else None
    return Part({name: padded[name] for name in original.inputs}, places)
