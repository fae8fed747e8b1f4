"""A version as a file for people and their programs, under the names of the sheet's columns.

Sent again and read the same way, it gives the same examples; only their rows have other numbers.

xlsx     one sheet; every cell is a text, none a formula. Refused where a text is too long for one.
csv      UTF-8 with a byte order mark and semicolons, which is what Excel opens. A text that begins
         like a formula (``= + - @``, a tab or a line's end) has an apostrophe before it, and those
         that begin with an apostrophe and then so, one more; reading takes it off again.
jsonl    an object a line; lists are lists.
parquet  columns of their own types.
"""

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from api.datasets import contents, examples
from api.datasets.contents import Written
from api.datasets.formats import apostrophe
from api.datasets.preparation import Refused
from api.datasets.recipes import sheet, workbook
from api.datasets.recipes.sheet import Columns
from api.datasets.recipes.workbook import Heading
from api.datasets.refusal import UnusableFileError, unusable
from schemas.problems import ProblemCode
from schemas.reading import FileReading

BATCH_ROWS = 5_000


class Format(StrEnum):
    """How a version may be sent, by the extension of its file."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


def write(source: Path, reading: FileReading, form: Format, target: Path) -> Written | Refused:
    """Write the examples at ``source`` to ``target``; refuse what the format cannot hold."""
    columns = sheet.columns(examples.read(source), reading)
    try:
        _WRITERS[form](columns, reading, target)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems))
    return contents.written(target)


def _cells(columns: Columns, reading: FileReading) -> Columns:
    """Every column as texts."""
    separator = reading.label_separator
    return {name: sheet.texts(values, separator) for name, values in columns.items()}


def _xlsx(columns: Columns, reading: FileReading, target: Path) -> None:
    cells = _cells(columns, reading)
    if long := sum(map(workbook.unfit, cells.values())):
        limit = workbook.MOST_CHARACTERS
        raise unusable(ProblemCode.CELLS_TOO_LONG, cells=long, limit=limit)
    headings = [Heading(name, workbook.width(values)) for name, values in cells.items()]
    workbook.write(target, headings, _tuples(cells))


def _tuples(cells: Columns) -> Iterator[tuple[str, ...]]:
    for batch in pa.table(cells).to_batches(BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _csv(columns: Columns, reading: FileReading, target: Path) -> None:
    cells = _cells(columns, reading)
    names = apostrophe.put(pa.chunked_array([[*cells]])).to_pylist()
    table = pa.table([apostrophe.put(values) for values in cells.values()], names=names)
    style = pyarrow.csv.WriteOptions(delimiter=";", quoting_style="all_valid")
    with target.open("wb") as file:
        file.write("\ufeff".encode())
        pyarrow.csv.write_csv(table, file, style)


def _jsonl(columns: Columns, _reading: FileReading, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for batch in pa.table(columns).to_batches(BATCH_ROWS):
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in batch.to_pylist())


def _parquet(columns: Columns, _reading: FileReading, target: Path) -> None:
    pq.write_table(pa.table(columns), target)


_WRITERS: dict[Format, Callable[[Columns, FileReading, Path], None]] = {
    Format.XLSX: _xlsx,
    Format.CSV: _csv,
    Format.JSONL: _jsonl,
    Format.PARQUET: _parquet,
}
