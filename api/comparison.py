"""Runs held side by side: whether one is better by more than chance. Pure; no words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any, assert_never
from uuid import UUID

from schemas.hyperparameters import Hyperparameters
from schemas.metrics import (
    LabelReport,
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)
from schemas.tasks import Task

QUANTILE = 1.959964
"""Of the normal distribution, for 95 of 100."""


@dataclass(frozen=True, slots=True)
class Exam:
    """What was examined: two runs with the same one were asked the same."""

    examples_sha256: str
    task: Task
    share: float
    """Of the examples that were learned from."""
    seed: int
    fixed: bool
    """Whether the sheet itself says which rows are for the exam."""

    def is_as(self, other: "Exam") -> bool:
        """Whether both hold out the same rows: as the sheet says, else as the same draw."""
        sheet = (self.examples_sha256, self.task) == (other.examples_sha256, other.task)
        drawn = (self.share, self.seed) == (other.share, other.seed)
        return sheet and (drawn or (self.fixed and other.fixed))


@dataclass(frozen=True, slots=True)
class Contender:
    """A run, as far as it is compared."""

    run_id: UUID
    exam: Exam
    report: Report | None
    """None until it is completed."""


class Method(StrEnum):
    """How a margin was reckoned."""

    PAIRED = "paired"
    """Text by text, of the same exam."""
    INTERVALS = "intervals"
    """From how far each rate can be trusted on its own."""


@dataclass(frozen=True, slots=True)
class Margin:
    """By how much one rate exceeds another, and where that lies in 95 of 100 such exams."""

    difference: float
    low: float
    high: float
    method: Method

    @property
    def beyond_chance(self) -> bool:
        """Whether a difference of nothing lies outside."""
        return self.low > 0 or self.high < 0


def rate(report: Report) -> float:
    """What a run is judged by: right texts; of entities and of answers, F1."""
    match report:
        case TextClassificationReport():
            return report.accuracy
        case TokenClassificationReport() | QuestionAnsweringReport():
            return report.f1
    assert_never(report)


def labels(report: Report) -> list[LabelReport]:
    """The categories, or the types of entities; answers have none."""
    return [] if isinstance(report, QuestionAnsweringReport) else report.labels


def best(contenders: Sequence[Contender]) -> Contender | None:
    """The completed run with the highest rate; of equals the first."""
    examined = [each for each in contenders if each.report is not None]
    return max(examined, key=lambda each: rate(each.report) if each.report else 0, default=None)


def margin(one: Contender, other: Contender) -> Margin | None:
    """By how much ``one`` exceeds ``other``.

    Text by text where both were asked the same and the log tells all that either got wrong; else
    from the intervals of their rates, which is wider. None where a report lacks both.
    """
    if one.report is None or other.report is None:
        return None
    if one.exam.is_as(other.exam):
        mistaken = _wrong_rows(one.report), _wrong_rows(other.report)
        if mistaken[0] is not None and mistaken[1] is not None:
            return _paired(mistaken[0], mistaken[1], one.report.validation_examples)
    return _of_intervals(one.report, other.report)


def _wrong_rows(report: Report) -> set[int] | None:
    """The rows of all mistakes; None where only the surest of them were told."""
    if not isinstance(report, TextClassificationReport) or report.multi_label:
        return None
    wrong = report.validation_examples - round(report.accuracy * report.validation_examples)
    rows = {mistake.row for mistake in report.mistakes}
    return rows if len(rows) == wrong else None


def _paired(one: set[int], other: set[int], texts: int) -> Margin:
    """Of two models on the same ``texts``, by those that only one of them got right.

    The adjusted Wald interval for matched proportions: half a text more in each of the four cells
    (Agresti and Min, Statistics in Medicine 24, 2005). It asks what McNemar's test asks.
    """
    gained, lost, total = len(other - one) + 0.5, len(one - other) + 0.5, texts + 2
    middle = (gained - lost) / total
    spread = QUANTILE * sqrt(max(0.0, gained + lost - (gained - lost) ** 2 / total)) / total
    difference = (len(other) - len(one)) / texts
    return Margin(difference, middle - spread, middle + spread, Method.PAIRED)


def _of_intervals(one: Report, other: Report) -> Margin | None:
    """As if the two exams had nothing to do with each other.

    The limits of each rate are recovered as variances (Zou and Donner, Statistics in Medicine 27,
    2008).
    """
    if one.interval is None or other.interval is None:
        return None
    first, second = rate(one), rate(other)
    difference = first - second
    return Margin(
        difference,
        difference - _distance(first, one.interval.low, second, other.interval.high),
        difference + _distance(first, one.interval.high, second, other.interval.low),
        Method.INTERVALS,
    )


def _distance(first: float, limit: float, second: float, other_limit: float) -> float:
    return sqrt((first - limit) ** 2 + (second - other_limit) ** 2)


Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of several runs: a setting or a figure."""

    name: str
    values: list[Value]
    """One a run, in their order."""

    @property
    def differs(self) -> bool:
        """Whether it is not the same in all."""
        return any(value != self.values[0] for value in self.values)


def settings(runs: Sequence[Mapping[str, Any]]) -> list[Line]:
    """What the runs were asked for: sheet and version, base model, preset, hyperparameters."""
    own = ("dataset_name", "dataset_version", "base_model", "preset")
    chosen = [Hyperparameters.model_validate(run["hyperparameters"]).model_dump() for run in runs]
    plain = [Line(name, [run[name] for run in runs]) for name in own]
    return plain + [Line(name, [each[name] for each in chosen]) for name in chosen[0]]


_FIGURES = (
    *("accuracy", "exact_match", "precision", "recall", "f1", "micro_f1", "macro_f1"),
    *("weighted_f1", "majority_accuracy", "validation_loss", "validation_examples"),
    *("train_examples", "best_epoch", "epochs_run", "seconds"),
)


def figures(reports: Sequence[Report | None]) -> list[Line]:
    """What the runs' exams measured; a figure that none has is left out."""
    lines = [Line(name, [getattr(each, name, None) for each in reports]) for name in _FIGURES]
    return [line for line in lines if any(value is not None for value in line.values)]


@dataclass(frozen=True, slots=True)
class Category:
    """A category in several exams."""

    label: str
    found: list[float | None]
    """The share of its examples that each run recognised; None where an exam has none of it."""
    examples: list[int]
    """In each exam."""


def categories(reports: Sequence[Report | None]) -> list[Category]:
    """Every category of any exam, those that differ most first."""
    told = [{each.label: each for each in labels(report)} if report else {} for report in reports]
    names = dict.fromkeys(name for each in told for name in each)
    found = [Category(name, *_across(name, told)) for name in names]
    return sorted(found, key=_unlikeness, reverse=True)


def _across(
    name: str, told: Sequence[Mapping[str, LabelReport]]
) -> tuple[list[float | None], list[int]]:
    reports = [each.get(name) for each in told]
    shares = [each.recall if each and each.support else None for each in reports]
    return shares, [each.support if each else 0 for each in reports]


def _unlikeness(category: Category) -> float:
    known = [share for share in category.found if share is not None]
    return max(known) - min(known) if known else 0.0
