"""The examples of a text classification: read, split and cut into tokens once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from schemas.examples import SPLIT, TRAIN
from schemas.split import IndivisibleError, Split, split_rows
from worker.training.batches import Lengths, Rows
from worker.training.failures import ExamplesUnusableError

COLUMNS = ("text", "label", "group")
TEXTS_AT_A_TIME = 1000

Labels = NDArray[np.int64]
"""A label's number, for each row."""


@dataclass(frozen=True, slots=True)
class Examples:
    """The rows of the file, in its order."""

    texts: list[str]
    labels: list[str]
    groups: list[str | None]
    sides: list[str | None] | None = None
    """Where the split is fixed, the side of each row."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One side of the split, as the model reads it."""

    texts: list[NDArray[np.int32]]
    """Token ids, cut at the longest length."""
    labels: Labels
    lengths: Lengths


def read(path: Path) -> Examples:
    """The canonical Parquet at ``path``.

    Raises:
        ExamplesUnusableError: it is no such Parquet, or has fewer than two labels.
    """
    try:
        table = pq.read_table(path, columns=list(COLUMNS))
    except (OSError, pa.ArrowException) as error:
        raise ExamplesUnusableError(f"{path} is not a Parquet file of examples: {error}") from error
    missing = set(COLUMNS) - set(table.column_names)
    if missing:
        raise ExamplesUnusableError(f"{path} lacks the columns {', '.join(sorted(missing))}")
    texts, labels, groups = (_strings(table.column(name)) for name in COLUMNS)
    if None in texts or None in labels:
        raise ExamplesUnusableError(f"{path} has rows without a text or a label")
    if len(set(labels)) < 2:
        raise ExamplesUnusableError(f"there is nothing to tell apart: labels {set(labels)}")
    return Examples(cast("list[str]", texts), cast("list[str]", labels), groups, _sides(path))


def _sides(path: Path) -> list[str | None] | None:
    """The side of each row, where the file fixes it; files of older versions never do."""
    if SPLIT not in pq.read_schema(path).names:
        return None
    sides = pq.read_table(path, columns=[SPLIT]).column(SPLIT)
    return None if sides.null_count else _strings(sides)


def names(examples: Examples) -> list[str]:
    """The labels in alphabetical order; a label's place here is its number."""
    return sorted(set(examples.labels))


def divide(examples: Examples, *, share: float, seed: int) -> Split:
    """The rows to learn from and those held out: as the file fixes it, else as drawn.

    Raises:
        ExamplesUnusableError: no rows can be held out.
    """
    if examples.sides is not None:
        learned = np.array([side == TRAIN for side in examples.sides])
        return Split(training=np.flatnonzero(learned), held_out=np.flatnonzero(~learned))
    numbers = {name: number for number, name in enumerate(names(examples))}
    labels = [numbers[label] for label in examples.labels]
    try:
        return split_rows(labels, examples.groups, examples.texts, share=share, seed=seed)
    except IndivisibleError as error:
        raise ExamplesUnusableError(str(error)) from error


def encode(examples: Examples, rows: Rows, tokenizer: PreTrainedTokenizerBase) -> Encoded:
    """The rows cut into tokens; how many at most, and from which side, the tokenizer says."""
    numbers = {name: number for number, name in enumerate(names(examples))}
    texts = tokenise([examples.texts[row] for row in rows], tokenizer)
    return Encoded(
        texts=texts,
        labels=np.array([numbers[examples.labels[row]] for row in rows], dtype=np.int64),
        lengths=np.array([len(text) for text in texts], dtype=np.int64),
    )


def tokenise(texts: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> list[NDArray[np.int32]]:
    """Each text's token ids, as many as the tokenizer allows.

    In slices, so that the tokenizer's own bulky results never exist for all texts at once.
    """
    tokens: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), TEXTS_AT_A_TIME):
        part = tokenizer(
            list(texts[start : start + TEXTS_AT_A_TIME]),
            truncation=True,
            return_attention_mask=False,
            return_token_type_ids=False,
        )
        tokens += [np.array(ids, dtype=np.int32) for ids in part["input_ids"]]
    return tokens


def balanced_weights(labels: Labels, count: int) -> NDArray[np.float32]:
    """A weight a label, inverse to its frequency, so that all labels weigh the same together."""
    frequencies = np.bincount(labels, minlength=count)
    return (len(labels) / (count * frequencies)).astype(np.float32)


def _strings(column: Any) -> list[str | None]:
    """A pyarrow column as texts, whatever it was kept as."""
    return column.cast(pa.string()).to_pylist()
