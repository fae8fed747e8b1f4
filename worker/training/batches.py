"""Which rows are taught together: optimizer steps, and the micro-batches that memory allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

Tokens = NDArray[np.int32]
"""Token ids of one row."""
Rows = NDArray[np.int64]
Lengths = NDArray[np.int64]
"""Tokens of each row."""

WINDOW_STEPS = 32
"""Rows are sorted by length within windows of this many steps: wide enough to save nearly all
padding, narrow enough that an epoch's steps are still random draws."""

PART_COST = {"cpu": 64, "cuda": 4096}
"""What a micro-batch costs beside its tokens, in tokens: a processor adds its gradients to those
that are there; a GPU waits some ten milliseconds for a thousand kernels to start. The latter is
reckoned, not measured."""
SAMPLE = 64
SAMPLE_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Batch:
    """One micro-batch, on the device that computes it."""

    inputs: dict[str, torch.Tensor]
    """What the model is called with, each ``(batch, sequence)``."""
    targets: torch.Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The optimizer steps of every epoch, a function of nothing but the lengths and the seed."""

    lengths: Lengths
    examples_per_step: int
    """On average: an epoch's rows are dealt evenly, so that its last step is no runt."""
    epochs: int
    seed: int
    max_steps: int | None = None

    @property
    def steps_per_epoch(self) -> int:
        return ceil(len(self.lengths) / self.examples_per_step)

    @property
    def total_steps(self) -> int:
        """Over all epochs, unless stopped early."""
        return min(
            self.steps_per_epoch * self.epochs, self.max_steps or self.steps_per_epoch * self.epochs
        )

    @property
    def last_epoch(self) -> int:
        """The epoch in which the steps end, from 1."""
        return ceil(self.total_steps / self.steps_per_epoch)

    def steps(self, epoch: int) -> list[Rows]:
        """The rows of each step of ``epoch``, each step's rows by length, shortest first."""
        rng = np.random.default_rng((self.seed, epoch))
        order = rng.permutation(len(self.lengths))
        steps = [step for window in self._windows(order) for step in window]
        shuffled = [steps[position] for position in rng.permutation(len(steps))]
        return shuffled[: self.total_steps - (epoch - 1) * self.steps_per_epoch]

    def _windows(self, order: Rows) -> Iterator[list[Rows]]:
        """The steps of each window, cut from rows sorted by length, equals mixed."""
        bounds = np.linspace(0, len(order), self.steps_per_epoch + 1).astype(np.int64)
        for first in range(0, self.steps_per_epoch, WINDOW_STEPS):
            cuts = bounds[first : first + WINDOW_STEPS + 1]
            window = by_length(order[cuts[0] : cuts[-1]], self.lengths)
            yield np.split(window, cuts[1:-1] - cuts[0])


def by_length(rows: Rows, lengths: Lengths) -> Rows:
    """The rows, shortest first."""
    return rows[np.argsort(lengths[rows], kind="stable")]


def cut(
    rows: Rows, lengths: Lengths, token_budget: int, part_cost: int = PART_COST["cpu"]
) -> list[Rows]:
    """Micro-batches of at most ``token_budget`` tokens, padding included, one row at least each.

    ``rows`` come shortest first and stay in their order. Of all ways to cut them, this one spends
    the fewest tokens, padding included, where each micro-batch costs ``part_cost`` tokens more.
    """
    sizes = lengths[rows]
    starts = _best_starts(sizes, max(token_budget, 1), part_cost)
    parts: list[Rows] = []
    end = len(rows)
    while end:
        parts.append(rows[starts[end - 1] : end])
        end = starts[end - 1]
    return parts[::-1]


def _best_starts(sizes: Lengths, token_budget: int, part_cost: int) -> list[int]:
    """Where the micro-batch that ends with each row best begins: each end is reached at least cost.

    Lengths rise, so a micro-batch pays for the length of its last row.
    """
    cost = np.zeros(len(sizes) + 1, dtype=np.int64)
    starts: list[int] = []
    for last, length in enumerate(sizes.tolist()):
        first = max(0, last + 1 - max(1, token_budget // max(length, 1)))
        ways = cost[first : last + 1] + length * np.arange(last + 1 - first, 0, -1)
        best = int(ways.argmin())
        cost[last + 1] = ways[best] + part_cost
        starts.append(first + best)
    return starts


def share(rows: Rows, count: int) -> list[Rows]:
    """``rows``, shortest first, as ``count`` shares whose numbers of rows differ by one at most.

    Their tokens differ by no more than the longest row has.
    """
    return [rows[rank::count] for rank in range(count)]


def padded_tokens(rows: Rows, lengths: Lengths) -> int:
    """Tokens that ``rows`` take as one micro-batch, padding included."""
    return len(rows) * int(lengths[rows].max())


def sample(
    texts: Sequence[Tokens],
    lengths: Lengths,
    tokenizer: PreTrainedTokenizerBase,
    seed: int,
) -> Iterator[dict[str, torch.Tensor]]:
    """Some of the texts as a model's inputs, to see where its vectors lie."""
    count = min(SAMPLE, len(texts))
    chosen = np.random.default_rng(seed).choice(len(texts), count, replace=False)
    for rows in cut(by_length(chosen, lengths), lengths, SAMPLE_TOKENS):
        yield pad([texts[row] for row in rows], tokenizer)


def pad(texts: Sequence[Tokens], tokenizer: PreTrainedTokenizerBase) -> dict[str, torch.Tensor]:
    """A model's inputs, each ``(batch, longest)``; no mask where nothing was padded.

    Attention without a mask gives the same numbers faster.
    """
    left = tokenizer.padding_side == "left"
    ids = fill(texts, cast("int", tokenizer.pad_token_id), left=left)
    mask = fill([np.ones(len(text)) for text in texts], 0, left=left)
    inputs = {"input_ids": torch.from_numpy(ids)}
    return inputs if mask.all() else inputs | {"attention_mask": torch.from_numpy(mask)}


def fill(rows: Sequence[NDArray[Any]], value: int, *, left: bool = False) -> NDArray[np.int64]:
    """The rows as ``(batch, longest)``, with ``value`` after those that are shorter, or before."""
    longest = max(len(row) for row in rows)
    filled = np.full((len(rows), longest), value, dtype=np.int64)
    for place, row in enumerate(rows):
        filled[place, slice(longest - len(row), None) if left else slice(len(row))] = row
    return filled
