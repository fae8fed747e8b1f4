"""The examples of texts that may have several labels."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from schemas.examples import LABELS, TEXT
from schemas.split import Split
from worker.training import examples as file
from worker.training.batches import Batch, Lengths, Rows, Tokens
from worker.training.examples import Sides
from worker.training.failures import ExamplesUnusableError
from worker.training.network import Network
from worker.training.tasks.text_classification import data

Marks = NDArray[np.bool_]
"""``(row, label)``: whether the row has the label."""


@dataclass(frozen=True, slots=True)
class Examples:
    """The rows of the file, in its order."""

    texts: list[str]
    labels: list[list[str]]
    """Of each text, sorted."""
    sides: Sides


@dataclass(frozen=True, slots=True)
class Encoded:
    """One side of the split, as the model reads it."""

    texts: list[Tokens]
    """Cut at the longest length."""
    marks: Marks
    lengths: Lengths

    @property
    def tokens(self) -> list[Tokens]:
        return self.texts

    def batch(self, network: Network, rows: Rows) -> Batch:
        """The texts, and 1 or 0 for each label, ``(batch, label)``."""
        marks = torch.from_numpy(self.marks[rows].astype(np.float32))
        return network.batch([self.texts[row] for row in rows], marks)

    def shortened(self, tokenizer: PreTrainedTokenizerBase) -> tuple["Encoded", Rows]:
        """Each text cut; none becomes two."""
        texts = data.shorten(self.texts, tokenizer)
        return replace(self, texts=texts, lengths=data.measure(texts)), np.arange(len(texts))


def read(path: Path) -> Examples:
    """The canonical Parquet at ``path``.

    Raises:
        ExamplesUnusableError: it is no such Parquet, or has fewer than two labels.
    """
    table = file.read(path, [TEXT, LABELS])
    examples = Examples(table.columns[TEXT], table.columns[LABELS], table.sides)
    if len(names(examples)) < 2:
        raise ExamplesUnusableError(f"there is nothing to tell apart: labels {names(examples)}")
    return examples


def names(examples: Examples) -> list[str]:
    """The labels in alphabetical order; a label's place here is its number."""
    return sorted({label for labels in examples.labels for label in labels})


def divide(examples: Examples, *, share: float, seed: int) -> Split:
    """The rows to learn from and those held out: every label keeps its share of both.

    Raises:
        ExamplesUnusableError: no rows can be held out.
    """
    numbers = {name: number for number, name in enumerate(names(examples))}
    sets = [{numbers[label] for label in labels} for labels in examples.labels]
    return examples.sides.divide(sets, examples.texts, share=share, seed=seed)


def encode(
    examples: Examples, rows: Rows, tokenizer: PreTrainedTokenizerBase, kept: Path | None = None
) -> Encoded:
    """The rows cut into tokens; how many at most, and from which side, the tokenizer says."""
    texts = data.recall([examples.texts[row] for row in rows], tokenizer, kept)
    return Encoded(texts=texts, marks=marks(examples, rows), lengths=data.measure(texts))


def marks(examples: Examples, rows: Rows) -> Marks:
    """Which labels the rows have."""
    numbers = {name: number for number, name in enumerate(names(examples))}
    found = np.zeros((len(rows), len(numbers)), dtype=np.bool_)
    for place, row in enumerate(rows):
        found[place, [numbers[label] for label in examples.labels[row]]] = True
    return found


def balanced_weights(marks: Marks) -> NDArray[np.float32]:
    """What having each label weighs against not having it, so that both weigh the same.

    Having one that only the exam has, as a fixed split allows, weighs 1.
    """
    having = marks.sum(axis=0)
    weights = ((len(marks) - having) / np.maximum(having, 1)).clip(min=1)
    return np.where(having > 0, weights, 1.0).astype(np.float32)
