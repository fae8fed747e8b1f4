"""Writes the formats that were asked for, and keeps those that answer as the model does.

A format that cannot be written, or that answers otherwise, is told with its figures; neither the
model nor the other formats suffer from it.
"""

import shutil
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import assert_never

from schemas.events.run import FailureCode
from schemas.exports import Export, ExportFault, ExportFormat
from worker.training import durable, failures
from worker.training.exporting import comparison, original, pytorch_file, safetensors_file, sample
from worker.training.exporting.comparison import Answers, Comparison
from worker.training.exporting.original import Answerer, Original
from worker.training.exporting.sample import Part, Source

FOLDER = "exports"
"""Within the model's own."""
FLOORS = {
    ExportFormat.SAFETENSORS: 1.0,
    ExportFormat.PYTORCH: 1.0,
    ExportFormat.ONNX: 0.99,
    ExportFormat.ONNX_INT8: 0.95,
}
"""Least agreement of a file that is kept: copies must be exact, other arithmetic may round a tie
the other way, and eight bits cost a decision here and there."""
DETAIL_CHARACTERS = 1000

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """A model, the rows that it was asked, and what it said."""

    original: Original
    parts: list[Part]
    said: list[Answers]

    @classmethod
    def of(cls, model: Path, source: Source) -> "Bench":
        """The model in ``model``, asked.

        Raises:
            FileNotFoundError: there is none.
            ValueError: it was taught none of the tasks that can be exported.
            ExamplesUnusableError: the source is no Parquet of its task.
        """
        loaded = original.load(model)
        parts = sample.draw(source, loaded)
        return cls(loaded, parts, comparison.answers(loaded, loaded.answer, parts))

    def compare(self, answerer: Answerer) -> Comparison:
        return comparison.compare(
            self.said, comparison.answers(self.original, answerer, self.parts)
        )


def make(bench: Bench, formats: Sequence[ExportFormat], log: Log) -> Iterator[Export]:
    """Each of ``formats`` under the model, one after the other; what was there is replaced."""
    for wanted in dict.fromkeys(formats):
        made = _made(wanted, bench)
        log(describe(made))
        yield made


def describe(made: Export) -> str:
    """One line of the log."""
    if made.agreement is None:
        return f"{made.format}: not written, {made.fault}: {made.detail}"
    figures = (
        f"{made.agreement:.4f} of {made.compared} answers as the model's, "
        f"largest difference of a logit {made.largest_difference}"
    )
    if made.fault is not None:
        return f"{made.format}: {made.fault}: {figures}; {made.detail}"
    return f"{made.format}: {made.size_bytes:,} bytes, {figures}"


def failed(wanted: ExportFormat, error: Exception) -> Export:
    """What is told of a format that ``error`` kept from being written."""
    if isinstance(error, ModuleNotFoundError):
        return Export(format=wanted, fault=ExportFault.PART_MISSING, detail=error.name or "")
    full = failures.describe(error).code is FailureCode.DISK_FULL
    fault = ExportFault.DISK_FULL if full else ExportFault.FAILED
    detail = "".join(traceback.format_exception(error))[-DETAIL_CHARACTERS:]
    return Export(format=wanted, fault=fault, detail=detail)


def _made(wanted: ExportFormat, bench: Bench) -> Export:
    folder = bench.original.folder / FOLDER / wanted.value
    partial = durable.fresh(folder.with_name(f".{folder.name}.partial"))
    try:
        _write(wanted, bench, partial)
        found = bench.compare(_read(wanted, bench.original, partial))
    except Exception as error:
        shutil.rmtree(partial, ignore_errors=True)
        return failed(wanted, error)
    return _judged(wanted, found, partial, folder)


def _judged(wanted: ExportFormat, found: Comparison, partial: Path, folder: Path) -> Export:
    """The file in its place, if it answers as the model does; else taken away."""
    difference = found.largest_difference if isfinite(found.largest_difference) else None
    told = Export(
        format=wanted,
        agreement=found.agreement,
        compared=found.compared,
        largest_difference=difference,
    )
    if difference is None or found.agreement < FLOORS[wanted]:
        shutil.rmtree(partial)
        floor = f"at least {FLOORS[wanted]} is asked for"
        return told.model_copy(update={"fault": ExportFault.DISAGREES, "detail": floor})
    durable.replace(partial, folder)
    return told.model_copy(update={"path": str(folder), "size_bytes": durable.size(folder)})


def _write(wanted: ExportFormat, bench: Bench, folder: Path) -> None:
    match wanted:
        case ExportFormat.SAFETENSORS:
            safetensors_file.write(bench.original, folder)
        case ExportFormat.PYTORCH:
            pytorch_file.write(bench.original, folder)
        case ExportFormat.ONNX:
            from worker.training.exporting import onnx_file  # noqa: PLC0415 - of another extra

            onnx_file.write(bench.original, bench.parts[0], folder)
        case ExportFormat.ONNX_INT8:
            from worker.training.exporting import onnx_file  # noqa: PLC0415

            onnx_file.write_int8(bench.original, bench.parts[0], folder)
        case _:
            assert_never(wanted)


def _read(wanted: ExportFormat, written: Original, folder: Path) -> Answerer:
    match wanted:
        case ExportFormat.SAFETENSORS:
            return safetensors_file.read(written, folder)
        case ExportFormat.PYTORCH:
            return pytorch_file.read(written, folder)
        case ExportFormat.ONNX | ExportFormat.ONNX_INT8:
            from worker.training.exporting import onnx_file  # noqa: PLC0415

            return onnx_file.read(written, folder)
        case _:
            assert_never(wanted)
