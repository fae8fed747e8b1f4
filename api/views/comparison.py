"""Runs side by side, as the API shows them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api import comparison
from api.comparison import Contender, Exam, Method
from api.views.base import Row, View
from api.views.runs import RunSummary, summary_of
from schemas.hyperparameters import Hyperparameters
from schemas.metrics import Interval, reports
from schemas.reading import Role


class Compared(View):
    """One of the runs."""

    run: RunSummary
    rate: float | None
    """What it is judged by: right texts; of entities and of answers, F1. Null until it is
    completed, as are the next two."""
    interval: Interval | None
    """Where that lies in 95 of 100 exams of this size. Also null in reports of older versions."""
    exam_examples: int | None


class ComparedLine(View):
    """A setting or a figure of all of the runs."""

    name: str
    values: list[str | int | float | bool | None]
    """One a run, in their order."""
    differs: bool


class ComparedCategory(View):
    """A category, or a type of entity, in all of the exams."""

    label: str
    found: list[float | None]
    """The share of its examples that each run recognised; null where an exam has none of it."""
    examples: list[int]
    """In each exam."""


class Lead(View):
    """By how much the best run exceeds another one."""

    run_id: UUID
    """Of the other one."""
    difference: float
    low: float
    """Where the difference lies in 95 of 100 such exams: from here"""
    high: float
    """to here."""
    method: Method
    """``paired``: text by text, of the same exam. ``intervals``: from how far each rate can be
    trusted on its own, which says less."""
    is_beyond_chance: bool
    """Whether no difference at all would be a surprise."""


class Comparison(View):
    """Runs side by side."""

    runs: list[Compared]
    """In the order asked for, those that you see."""
    missing: list[UUID]
    """Those that there are not, or not for you."""
    best: UUID | None
    """The completed run with the highest rate; null while none is, or where the runs' tasks
    differ."""
    leads: list[Lead]
    """Of the best over every other completed run, where it can be told."""
    has_same_exam: bool
    """Whether all were examined on the same examples."""
    settings: list[ComparedLine]
    figures: list[ComparedLine]
    categories: list[ComparedCategory]
    """Those that differ most first."""


def comparison_of(rows: Sequence[Row], missing: Sequence[UUID]) -> Comparison:
    """The runs in ``rows``, side by side."""
    runs = [_contender(row) for row in rows]
    told = [each.report for each in runs]
    alike = len({each.exam.task for each in runs}) == 1
    best = comparison.best(runs) if alike else None
    return Comparison(
        runs=[_compared(row, run) for row, run in zip(rows, runs, strict=True)],
        missing=[*missing],
        best=best and best.run_id,
        leads=_leads(best, runs) if best else [],
        has_same_exam=all(each.exam.is_as(runs[0].exam) for each in runs),
        settings=[_line(each) for each in comparison.settings(rows)] if rows else [],
        figures=[_line(each) for each in comparison.figures(told)],
        categories=[
            ComparedCategory(label=each.label, found=each.found, examples=each.examples)
            for each in comparison.categories(told)
        ],
    )


def _contender(row: Row) -> Contender:
    settings = Hyperparameters.model_validate(row["hyperparameters"])
    columns: dict[str, Any] = (row["reading"] or {}).get("columns", {})
    return Contender(
        run_id=row["run_id"],
        exam=Exam(
            examples_sha256=row["examples_sha256"],
            task=row["task"],
            share=settings.train_split,
            seed=settings.seed,
            fixed=Role.SPLIT in columns,
        ),
        report=row["report"] and reports.validate_python(row["report"]),
    )


def _compared(row: Row, run: Contender) -> Compared:
    report = run.report
    return Compared(
        run=summary_of(row),
        rate=report and comparison.rate(report),
        interval=report and report.interval,
        exam_examples=report and report.validation_examples,
    )


def _leads(best: Contender, runs: Sequence[Contender]) -> list[Lead]:
    others = [each for each in runs if each.run_id != best.run_id]
    margins = [(each.run_id, comparison.margin(best, each)) for each in others]
    return [
        Lead(
            run_id=run_id,
            difference=found.difference,
            low=found.low,
            high=found.high,
            method=found.method,
            is_beyond_chance=found.beyond_chance,
        )
        for run_id, found in margins
        if found is not None
    ]


def _line(line: comparison.Line) -> ComparedLine:
    return ComparedLine(name=line.name, values=line.values, differs=line.differs)
