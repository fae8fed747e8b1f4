"""A run that repeats another, held against it: what is the same, and what was otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from schemas.events.run import Environment, ModelFiles
from schemas.forecast import Forecast
from schemas.lifecycle import RunStatus
from schemas.metrics import EpochMetrics, Report

TIMED = {"seconds", "examples_per_second"}
"""Figures that depend on when they were measured."""


class Outcome(StrEnum):
    """What came of repeating a run."""

    WAITING = "waiting"
    """One of the two has not ended yet."""
    NO_RESULT = "no_result"
    """One of the two ended without a model."""
    IDENTICAL = "identical"
    """The same weights to the last bit, and the same metrics."""
    SAME_METRICS = "same_metrics"
    """Other weights that answered the exam just as well."""
    DIFFERENT = "different"


class Circumstance(StrEnum):
    """What can change a result though data, settings and seed are the same."""

    HOSTNAME = "hostname"
    DEVICE = "device"
    DEVICE_NAME = "device_name"
    COMPUTE_CAPABILITY = "compute_capability"
    DRIVER = "driver"
    CUDA = "cuda"
    PROCESSOR = "processor"
    PROCESSORS = "processors"
    CODE_VERSION = "code_version"
    PYTHON = "python"
    TORCH = "torch"
    TRANSFORMERS = "transformers"
    TOKENIZERS = "tokenizers"
    NUMPY = "numpy"
    PRECISION = "precision"
    PROCESSES = "processes"
    THREADS = "threads"
    DETERMINISTIC = "deterministic"
    TOKEN_BUDGET = "token_budget"  # noqa: S105 - tokens of a text


Figure = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    field: str
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two runs."""

    status: RunStatus
    environment: Environment | None
    forecast: Forecast | None
    model: ModelFiles | None
    report: Report | None
    epochs: Sequence[EpochMetrics] = field(default_factory=tuple[EpochMetrics, ...])


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What a comparison found."""

    outcome: Outcome
    weights_identical: bool | None
    """None until both have a model; so the metrics."""
    metrics_identical: bool | None
    circumstances: Sequence[Difference]
    """By their ``Circumstance``; what an older version did not tell is not compared."""
    figures: Sequence[Difference]
    """Of the final exam."""


def compare(original: Side, copy: Side) -> Reproduction:
    """The copy held against the original."""
    weights = metrics = None
    figures: list[Difference] = []
    if original.model and original.report and copy.model and copy.report:
        weights = original.model.weights_sha256 == copy.model.weights_sha256
        metrics = _measured(original) == _measured(copy)
        figures = _differences(_untimed(original.report), _untimed(copy.report))
    return Reproduction(
        outcome=_outcome(original, copy, weights=weights, metrics=metrics),
        weights_identical=weights,
        metrics_identical=metrics,
        circumstances=_differences(_circumstances(original), _circumstances(copy)),
        figures=figures,
    )


def _outcome(original: Side, copy: Side, *, weights: bool | None, metrics: bool | None) -> Outcome:
    if not (original.status.ended and copy.status.ended):
        return Outcome.WAITING
    if weights is None:
        return Outcome.NO_RESULT
    if weights and metrics:
        return Outcome.IDENTICAL
    return Outcome.SAME_METRICS if metrics else Outcome.DIFFERENT


def _circumstances(side: Side) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part in (side.environment, side.forecast):
        told |= part.model_dump(mode="json") if part else {}
    return {name: told.get(name) for name in Circumstance}


def _measured(side: Side) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    assert side.report is not None  # noqa: S101 - asked only of a run that was examined
    return [_untimed(epoch) for epoch in side.epochs], _untimed(side.report)


def _untimed(measured: EpochMetrics | Report) -> dict[str, Any]:
    return measured.model_dump(mode="json", exclude=TIMED)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Of single figures that both know, in the order of ``before``."""
    return [
        Difference(name, old, after[name])
        for name, old in before.items()
        if name in after and _is_figure(old) and _is_figure(after[name]) and old != after[name]
    ]


def _is_figure(value: object) -> bool:
    return isinstance(value, Figure)
