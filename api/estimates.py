"""How long a training would take, before it is asked for. Pure: texts, settings, speeds -> seconds.

    tokens of the texts ÷ tokens a second of that worker × how far its earlier runs were off

A worker's own speed comes before that of the same device elsewhere, and that before a guess from
the kind of device and the size of the model. All are told as a range, the wider the less is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil

from schemas.hyperparameters import Hyperparameters
from schemas.quality import TokenLengths
from schemas.tasks import Task

LEARNING_COST = 3.0
"""Of a token that is learned from, in tokens that are only read, as in exams."""
WINDOW_OVERLAP = 4 / 3
"""Tokens read of a long text in windows that share a quarter, for each of its own."""
FLOPS_PER_PARAMETER = 6.0
"""Of a token that is learned from, for each parameter that it meets."""
RATES = {"cpu": 6e10, "mps": 2e12, "cuda": 2e13}
"""FLOP/s that small encoders reach: measured on two processor cores, roughly known elsewhere."""
BODIES: Mapping[str, float] = {
    "e5-small-en-pt": 21e6,
    "neuralmind/bert-base-portuguese-cased": 86e6,
    "neuralmind/bert-large-portuguese-cased": 303e6,
    "bert-base-multilingual-cased": 86e6,
    "xlm-roberta-base": 86e6,
    "deepset/xlm-roberta-large-squad2": 303e6,
}
"""Parameters that every token meets: all but the embeddings."""
USUAL_BODY = 86e6
"""Of a model that is not among them."""


class Basis(StrEnum):
    """What an estimate goes by."""

    OWN_RUNS = "own_runs"
    """Such trainings on this very computer and device."""
    SAME_DEVICE = "same_device"
    """Such trainings on another computer with the same device."""
    GUESS = "guess"
    """No such training yet: the kind of device and the size of the model."""
    UNKNOWN = "unknown"
    """A computer that is away and has trained no such model."""


MARGINS = {Basis.OWN_RUNS: 1.25, Basis.SAME_DEVICE: 1.6, Basis.GUESS: 4.0}
"""By which the range is wider than the epochs make it, to both sides."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one worker's device with a base model and a task, over its runs."""

    worker_id: str
    device_name: str
    tokens_per_second: float
    took_ratio: float | None
    """Seconds taken over seconds expected; None before a run was completed."""
    measured: int
    """Runs behind it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a training could run."""

    worker_id: str
    device: str | None
    """None of a worker that is not heard; so its name."""
    device_name: str | None


@dataclass(frozen=True, slots=True)
class Effort:
    """What a training has to do."""

    tokens: float
    """Learned from in one epoch, and as many as a third of those read in exams."""
    epochs: int
    fewest_epochs: int
    """Before it may stop early."""


@dataclass(frozen=True, slots=True)
class Range:
    """Seconds, and what they go by."""

    basis: Basis
    low: float | None
    high: float | None
    """None where nothing is known."""
    runs: int


def texts(lengths: TokenLengths, examples: int, max_length: int, task: Task) -> float:
    """Tokens of all ``examples`` as a model reads them: cut, or in windows where it loses none."""
    whole = lengths.lengths.mean * examples
    beyond = whole * _share_beyond(lengths, max_length)
    if task is Task.TEXT_CLASSIFICATION:
        return whole - beyond
    return whole + beyond * (WINDOW_OVERLAP - 1)


def _share_beyond(lengths: TokenLengths, max_length: int) -> float:
    """Of all tokens, those behind ``max_length`` of a text: counted, else by the histogram."""
    for cut in lengths.cuts:
        if cut.max_length == max_length:
            return cut.tokens_share
    edges, counts = lengths.lengths.edges, lengths.lengths.counts
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    every = sum(middle * count for middle, count in zip(middles, counts, strict=True))
    lost = sum(
        max(middle - max_length, 0) * count for middle, count in zip(middles, counts, strict=True)
    )
    return lost / every if every else 0.0


def effort(tokens: float, examples: int, chosen: Hyperparameters) -> Effort:
    """What ``chosen`` settings make of so many tokens in so many examples."""
    learned = max(1, round(examples * chosen.train_split))
    a_step = chosen.batch_size * chosen.gradient_accumulation
    epochs = chosen.epochs
    if chosen.max_steps is not None:
        epochs = min(epochs, ceil(chosen.max_steps / ceil(learned / a_step)))
    patience = chosen.early_stopping_patience
    read = tokens * (1 - chosen.train_split) / LEARNING_COST
    return Effort(
        tokens=tokens * chosen.train_split + read,
        epochs=epochs,
        fewest_epochs=epochs if patience is None else min(epochs, patience + 1),
    )


def foreseen(needed: Effort, place: Place, base_model: str, speeds: Sequence[Speed]) -> Range:
    """How long it would take at ``place``."""
    own = [one for one in speeds if one.worker_id == place.worker_id and _on(place, one)]
    alike = [one for one in speeds if place.device_name == one.device_name]
    if own:
        return _range(needed, _mean(own), Basis.OWN_RUNS, sum(one.measured for one in own))
    if alike:
        return _range(needed, _mean(alike), Basis.SAME_DEVICE, sum(one.measured for one in alike))
    if place.device is None:
        return Range(Basis.UNKNOWN, None, None, 0)
    body = BODIES.get(base_model, USUAL_BODY)
    rate = RATES.get(place.device, RATES["cpu"]) / (FLOPS_PER_PARAMETER * body)
    return _range(needed, rate, Basis.GUESS, 0)


def starts_in(position: int, busy: Sequence[float | None]) -> float | None:
    """Seconds until the run at ``position`` of a queue begins, by those that trainings have left.

    Each that ends lets one begin. None where too few trainings know how long they still take.
    """
    known = sorted(seconds for seconds in busy if seconds is not None)
    return known[position - 1] if position <= len(known) else None


def _on(place: Place, speed: Speed) -> bool:
    """Whether the speed is of the worker's device of now, as far as that is known."""
    return place.device_name is None or place.device_name == speed.device_name


def _mean(speeds: Sequence[Speed]) -> float:
    """Tokens a second that runs really made, by how long they took of what was expected."""
    return sum(one.tokens_per_second / (one.took_ratio or 1.0) for one in speeds) / len(speeds)


def _range(needed: Effort, rate: float, basis: Basis, runs: int) -> Range:
    an_epoch, margin = needed.tokens / rate, MARGINS[basis]
    low, high = an_epoch * needed.fewest_epochs / margin, an_epoch * needed.epochs * margin
    return Range(basis, low, high, runs)
