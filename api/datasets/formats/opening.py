"""A file is opened by the reader of its kind."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import assert_never

from api.datasets.formats import (
    archive,
    binary,
    conll,
    delimited,
    filetype,
    jsonl,
    legacy,
    opendocument,
    parquet,
    workbook,
)
from api.datasets.formats.filetype import FileType
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

_INSPECTIONS = {
    FileType.XLSX: archive.inspect,
    FileType.XLSB: binary.inspect,
    FileType.ODS: opendocument.inspect,
    FileType.XLS: legacy.inspect,
}


def grids(path: Path, filename: str, limits: Limits, sheet: str | None = None) -> Iterator[Grid]:
    """The ways to read the file, or the sheets of a workbook.

    Args:
        path: the file.
        filename: what its owner calls it.
        limits: how large it may be.
        sheet: the only one that is wanted of a workbook.

    Raises:
        UnusableFileError: it is too large, damaged, protected or of no kind that can be read.
    """
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise unusable(ProblemCode.FILE_TOO_LARGE, size_bytes=size, limit_bytes=limits.file_bytes)
    kind = filetype.detect(path, filename)
    match kind:
        case FileType.XLSX | FileType.XLSB | FileType.ODS:
            archive.check_size(path, limits)
            return _workbook(path, kind, limits, sheet)
        case FileType.XLS:
            return _workbook(path, kind, limits, sheet)
        case FileType.PARQUET:
            return parquet.grids(path, limits)
        case FileType.JSON:
            return jsonl.grids(path, limits)
        case FileType.CONLL:
            return conll.grids(path)
        case FileType.TEXT:
            return delimited.grids(path)
    assert_never(kind)


def _workbook(path: Path, kind: FileType, limits: Limits, sheet: str | None) -> Iterator[Grid]:
    inspection = partial(_INSPECTIONS[kind], path, limits)
    usual = limits if kind is FileType.XLSX else None
    return workbook.grids(path, inspection, sheet, usual)
