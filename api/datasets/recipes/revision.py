"""A recipe and the first version of a dataset go in; another version comes out, or objections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from api.datasets import contents, examples, leftovers
from api.datasets.arrow import Batch
from api.datasets.contents import Contents
from api.datasets.limits import Limits
from api.datasets.preparation import Refused
from api.datasets.progress import Progress, Stage, silent
from api.datasets.quality import hidden
from api.datasets.quality.report import Judged
from api.datasets.reading import ResolvedReading
from api.datasets.recipes import drops, steps
from api.datasets.recipes.objections import objections
from api.datasets.refusal import UnusableFileError, unusable
from api.datasets.tasks import catalogue
from api.datasets.tasks.task import DatasetTask, Rows
from schemas.checks import ABOUT_READING, CheckCode
from schemas.problems import ProblemCode
from schemas.quality import Finding, QualityReport
from schemas.reading import FileReading
from schemas.recipe import Keep, Step, WeighClasses
from schemas.split import IndivisibleError


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Version 1 of a dataset, which every recipe starts from."""

    examples: Path
    left_out: Path | None
    """None where every row is used, and where the dataset is older than such files."""
    reading: FileReading
    rows_total: int
    report: Path | None = None
    """What it says about the reading of the file holds for every version."""
    base_model: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised(Contents):
    """The examples can be learned from, and what came of them is written."""

    weigh_classes: bool
    """Whether a training that does not say otherwise weighs its classes."""


def revise(
    base: Base, recipe: Sequence[Step], folder: Path, progress: Progress = silent
) -> Revised | Refused:
    """Apply ``recipe`` to version 1 and write what comes of it into ``folder``.

    The same recipe always gives the same bytes, and the empty one those of version 1. Blocks for
    seconds on a large set: run it in another process.
    """
    task, reading = catalogue.TASKS[base.reading.task], ResolvedReading.of(base.reading)
    progress(Stage.OPENING, 0.0)
    first = examples.read(base.examples)
    if problems := objections(recipe, first, task):
        return Refused(problems=problems)
    try:
        rows = _changed(base, recipe, first, task, progress)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems))
    if problems := task.unlearnable(rows.examples, reading, base.limits):
        return Refused(problems=problems, left_out_counts=leftovers.counts(rows.left_out))
    kept = tuple(step for step in recipe if isinstance(step, Keep))
    progress(Stage.JUDGING, 0.0)
    judged = Judged(task, rows, reading, base.base_model, kept)
    made = contents.judge(judged, base.rows_total, folder, progress)
    weigh_classes = any(isinstance(step, WeighClasses) for step in recipe)
    return Revised(**made.figures(), weigh_classes=weigh_classes)


def _changed(
    base: Base, recipe: Sequence[Step], first: Batch, task: DatasetTask, progress: Progress
) -> Rows:
    """The rows after every step.

    Raises:
        UnusableFileError: SPLIT_INDIVISIBLE.
    """
    left_out = leftovers.NOTHING if base.left_out is None else pq.read_table(base.left_out)
    dropping = drops.dropping(task, base.reading, first, left_out)
    found, dropped = first, [leftovers.NOTHING]
    for number, step in enumerate(recipe, start=1):
        progress(Stage.SORTING, (number - 1) / len(recipe))
        before, found = found, _after(number, step, found, task)
        dropped.append(dropping.rows(step, before, found))
        if not found.num_rows:
            break
    left_out = drops.together(left_out, dropped, dropping.columns)
    untold = _untold(base, first)
    return Rows(
        examples=found.cast(first.schema),
        rows_used=base.rows_total - untold - sum(leftovers.counts(left_out).values()),
        left_out=left_out,
        findings=tuple(_about_reading(base.report, found)),
    )


def _untold(base: Base, first: Batch) -> int:
    """Rows that the first release left out: it kept no reports, and an example was one row."""
    return base.rows_total - first.num_rows if base.report is None else 0


def _after(number: int, step: Step, found: Batch, task: DatasetTask) -> Batch:
    try:
        return steps.apply(step, found, task)
    except IndivisibleError as error:
        raise unusable(ProblemCode.SPLIT_INDIVISIBLE, number=number, step=step.op) from error


def _about_reading(path: Path | None, examples: Batch) -> Iterator[Finding]:
    """What version 1's report says about how the file was read, as far as it is about these."""
    if path is None:
        return
    for told in QualityReport.model_validate_json(path.read_bytes()).findings:
        if told.code is CheckCode.HIDDEN_ROWS:
            yield from hidden.again(told, examples)
        elif told.code in ABOUT_READING:
            yield told
