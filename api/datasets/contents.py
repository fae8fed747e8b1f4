"""What a version of a dataset consists of: its files in a folder, and the figures about them."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa

from api.datasets import examples, leftovers
from api.datasets.arrow import Batch
from api.datasets.progress import Progress, Stage, silent
from api.datasets.quality import report
from api.datasets.quality.report import Judged
from api.datasets.tasks.task import DatasetTask, Rows
from schemas.events.dataset import LabelCount
from schemas.problems import DataProblem, ProblemCode
from schemas.quality import QualityReport

EXAMPLES = "examples.parquet"
LEFT_OUT = "left-out.parquet"
REPORT = "report.json"
"""The files of a version, whoever writes them."""

SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A row that is used, in words by the role of the column that they came from."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file in the folder."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A version that can be learned from, and the files that it is kept in."""

    rows_total: int
    """Always ``rows_used`` plus ``rows_left_out``."""
    rows_used: int
    rows_left_out: int
    examples: int
    left_out: tuple[DataProblem, ...]
    """The first of them; ``left_out_counts`` counts all."""
    left_out_counts: Mapping[ProblemCode, int]
    labels: tuple[LabelCount, ...]
    """By count, largest first."""
    sample: tuple[Example, ...]
    """Spread over the sheet."""
    quality: QualityReport
    examples_file: Written
    left_out_file: Written | None
    """None where every row is used."""
    report_file: Written

    def figures(self) -> dict[str, Any]:
        """Each field by its name, for what consists of more."""
        return {field.name: getattr(self, field.name) for field in fields(Contents)}


def judge(judged: Judged, rows_total: int, folder: Path, progress: Progress = silent) -> Contents:
    """Judge the version and put its files into ``folder``, the examples while it is judged.

    The same contents are always the same bytes.
    """
    rows, task = judged.rows, judged.task
    with ThreadPoolExecutor(1) as aside:
        writing = aside.submit(_write_rows, rows, folder)
        quality = report.judge(judged, progress)
        progress(Stage.WRITING, 0.0)
        examples_file, left_out_file = writing.result()
    return Contents(
        rows_total=rows_total,
        rows_used=rows.rows_used,
        rows_left_out=rows_total - rows.rows_used,
        examples=rows.examples.num_rows,
        left_out=leftovers.told(rows.left_out),
        left_out_counts=leftovers.counts(rows.left_out),
        labels=task.labels(rows.examples),
        sample=sample(task, rows.examples),
        quality=quality,
        examples_file=examples_file,
        left_out_file=left_out_file,
        report_file=_report(quality, folder / REPORT),
    )


def _write_rows(rows: Rows, folder: Path) -> tuple[Written, Written | None]:
    told = written(examples.write(rows.examples, folder / EXAMPLES))
    return told, _left_out(rows, folder / LEFT_OUT)


def _left_out(rows: Rows, path: Path) -> Written | None:
    if not rows.left_out.num_rows:
        return None
    return written(examples.write(rows.left_out, path))


def _report(quality: QualityReport, path: Path) -> Written:
    path.write_text(quality.model_dump_json(), encoding="utf-8")
    return written(path)


def written(path: Path) -> Written:
    """What is told of a file that was written."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Written(sha256=digest.hexdigest(), size_bytes=path.stat().st_size)


def sample(task: DatasetTask, found: Batch) -> tuple[Example, ...]:
    """A few examples, spread over the sheet."""
    return shown(task, found.take(pa.array(spread(found.num_rows), pa.int64())))


def spread(count: int) -> list[int]:
    """A few places among ``count``, from the first on."""
    size = min(SAMPLE_ROWS, count)
    return [index * count // size for index in range(size)]


def shown(task: DatasetTask, found: Batch) -> tuple[Example, ...]:
    """The examples in words."""
    return tuple(Example(each["row"], task.shown(each)) for each in found.to_pylist())
