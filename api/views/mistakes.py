"""The final exam's mistakes as the API shows them, with the rows that they were made on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import assert_never

from api.datasets.contents import Example
from api.views import samples
from api.views.base import View, like
from schemas.metrics import (
    MistakenAnswer,
    MistakenEntities,
    MistakenLabels,
    Report,
    TextClassificationReport,
)


class MistakeShown(View):
    """An answer of the exam that was wrong."""

    row: int
    """As a spreadsheet program numbers it; the first, where the example comes of several."""
    actual: list[str]
    """What is right: the label, or labels; of entities the type of each one that was missed; of
    answers nothing, the row has them."""
    predicted: list[str]
    """What was answered: the same of labels; of entities the type of each one that is not there."""
    probability: float
    """Calibrated, of the wrong answer."""
    cells: dict[str, str] | None
    """The row, in words by the role of the column; null where the sheet is deleted, or not yours to
    see."""


class MistakePage(View):
    """Some of the mistakes that the final exam told one by one, the surest first."""

    model_config = like(samples.MISTAKES)

    items: list[MistakeShown]
    total: int
    may_correct: bool
    """Whether you may note corrections of the dataset."""


def mistakes_in(report: Report) -> list[MistakeShown]:
    """Every mistake that the report tells one by one, still without its row."""
    if isinstance(report, TextClassificationReport) and report.mistakes:
        names = [one.label for one in report.labels]
        surest_first = sorted(report.mistakes, key=lambda one: (-one.probability, one.row))
        return [
            _shown(one.row, one.probability, [names[one.actual]], [names[one.predicted]])
            for one in surest_first
        ]
    return [_hard(one) for one in report.hardest]


def _hard(one: MistakenLabels | MistakenEntities | MistakenAnswer) -> MistakeShown:
    match one:
        case MistakenLabels():
            return _shown(one.row, one.confidence, one.expected, one.answered)
        case MistakenEntities():
            return _shown(one.row, one.confidence, _each(one.missed), _each(one.wrong))
        case MistakenAnswer():
            return _shown(one.row, one.confidence, [], [])
    assert_never(one)


def _each(types: Mapping[str, int]) -> list[str]:
    return sorted(Counter(types).elements())


def _shown(row: int, probability: float, actual: list[str], predicted: list[str]) -> MistakeShown:
    return MistakeShown(
        row=row, actual=actual, predicted=predicted, probability=probability, cells=None
    )


def with_rows(mistakes: Iterable[MistakeShown], examples: Iterable[Example]) -> list[MistakeShown]:
    """The mistakes with the cells of their rows, of those that are there."""
    cells = {each.row: dict(each.cells) for each in examples}
    return [one.model_copy(update={"cells": cells.get(one.row)}) for one in mistakes]
