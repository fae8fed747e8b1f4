"""The examples of a text classification: read, split and cut into tokens once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from schemas.examples import LABEL, TEXT
from schemas.split import Split
from worker.training import examples as file
from worker.training.batches import Batch, Lengths, Rows, Tokens
from worker.training.examples import Sides
from worker.training.failures import ExamplesUnusableError
from worker.training.frame import Frame
from worker.training.network import Network
from worker.training.reader import Reader, Table

TEXTS_AT_A_TIME = 1000

Labels = NDArray[np.int64]
"""A label's number, for each row."""


@dataclass(frozen=True, slots=True)
class Examples:
    """The rows of the file, in its order."""

    texts: list[str]
    labels: list[str]
    sides: Sides


@dataclass(frozen=True, slots=True)
class Encoded:
    """One side of the split, as the model reads it."""

    texts: list[Tokens]
    """Cut at the longest length."""
    labels: Labels
    lengths: Lengths

    @property
    def tokens(self) -> list[Tokens]:
        return self.texts

    def batch(self, network: Network, rows: Rows) -> Batch:
        """The texts and their labels' numbers, ``(batch,)``."""
        return network.batch([self.texts[row] for row in rows], torch.from_numpy(self.labels[rows]))

    def shortened(self, tokenizer: PreTrainedTokenizerBase) -> tuple["Encoded", Rows]:
        """Each text cut; none becomes two."""
        texts = shorten(self.texts, tokenizer)
        return replace(self, texts=texts, lengths=measure(texts)), np.arange(len(texts))


def read(path: Path) -> Examples:
    """The canonical Parquet at ``path``.

    Raises:
        ExamplesUnusableError: it is no such Parquet, or has fewer than two labels.
    """
    table = file.read(path, [TEXT, LABEL])
    labels = table.columns[LABEL]
    if len(set(labels)) < 2:
        raise ExamplesUnusableError(f"there is nothing to tell apart: labels {set(labels)}")
    return Examples(table.columns[TEXT], labels, table.sides)


def names(examples: Examples) -> list[str]:
    """The labels in alphabetical order; a label's place here is its number."""
    return sorted(set(examples.labels))


def numbers(examples: Examples) -> Labels:
    """The number of each row's label."""
    known = {name: number for number, name in enumerate(names(examples))}
    return np.array([known[label] for label in examples.labels], dtype=np.int64)


def divide(examples: Examples, *, share: float, seed: int) -> Split:
    """The rows to learn from and those held out, each with the labels' shares of the whole.

    Raises:
        ExamplesUnusableError: no rows can be held out.
    """
    sets = [(number,) for number in numbers(examples).tolist()]
    return examples.sides.divide(sets, examples.texts, share=share, seed=seed)


def encode(
    examples: Examples, rows: Rows, tokenizer: PreTrainedTokenizerBase, kept: Path | None = None
) -> Encoded:
    """The rows cut into tokens; how many at most, and from which side, the tokenizer says."""
    texts = recall([examples.texts[row] for row in rows], tokenizer, kept)
    return Encoded(
        texts=texts,
        labels=numbers(examples)[rows],
        lengths=measure(texts),
    )


def recall(
    texts: Sequence[str], tokenizer: PreTrainedTokenizerBase, kept: Path | None
) -> list[Tokens]:
    """What ``tokenise`` gives, from ``kept`` where an earlier run has left it."""

    def cut() -> Table:
        return pa.table({"ids": pa.array(tokenise(texts, tokenizer), pa.list_(pa.int32()))})

    table = Reader(tokenizer, kept).recall("texts", texts, cut)
    return [row.values.to_numpy() for row in table.column("ids")]


def tokenise(texts: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> list[Tokens]:
    """Each text's token ids, as many as the tokenizer allows.

    In slices, so that the tokenizer's own bulky results never exist for all texts at once.
    """
    tokens: list[Tokens] = []
    for start in range(0, len(texts), TEXTS_AT_A_TIME):
        part = tokenizer(
            list(texts[start : start + TEXTS_AT_A_TIME]),
            truncation=True,
            return_attention_mask=False,
            return_token_type_ids=False,
        )
        tokens += [np.array(ids, dtype=np.int32) for ids in part["input_ids"]]
    return tokens


def shorten(texts: Sequence[Tokens], tokenizer: PreTrainedTokenizerBase) -> list[Tokens]:
    """The token ids of each text, as if they had been cut at the tokenizer's length from the start.

    The special tokens around them stay.
    """
    frame = Frame.of(tokenizer)
    first, last = len(frame.before), len(frame.after)
    kept: list[Tokens] = []
    for text in texts:
        surplus = max(0, len(text) - first - frame.room - last)
        start = first + (surplus if tokenizer.truncation_side == "left" else 0)
        end = len(text) - last - first - surplus + start
        kept.append(np.concatenate([text[:first], text[start:end], text[len(text) - last :]]))
    return kept


def measure(texts: Sequence[Tokens]) -> Lengths:
    """The tokens of each text."""
    return np.array([len(text) for text in texts], dtype=np.int64)


def balanced_weights(labels: Labels, count: int) -> NDArray[np.float32]:
    """A weight a label, inverse to its frequency, so that all labels weigh the same together.

    One that only the exam has, as a fixed split allows, weighs 1.
    """
    frequencies = np.bincount(labels, minlength=count)
    learned = np.count_nonzero(frequencies)
    weights = len(labels) / (learned * np.maximum(frequencies, 1))
    return np.where(frequencies > 0, weights, 1.0).astype(np.float32)
