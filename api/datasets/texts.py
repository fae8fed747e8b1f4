"""A sheet to be classified: its texts for the model, all of its columns for whoever sent it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from api.datasets import columns, sheets, table
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.columns import Rule
from api.datasets.formats import opening
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.preparation import ColumnSeen, Refused, column_seen
from api.datasets.refusal import UnusableFileError, problem, unusable
from api.datasets.table import Column, Table
from api.datasets.tasks.text_classification.columns import as_text
from schemas.problems import ProblemCode
from schemas.reading import Role

SHEET = "sheet.parquet"
"""Every column as it was sent, named by its place."""
TEXTS = "texts.parquet"
"""One column, ``text``, cleaned as texts are that a model learns from."""
TEXT = "text"
ROW_GROUP_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWish:
    """Which texts of a file are wanted, and within which bounds."""

    column: str | None = None
    """By name, by folded name or by letter; looked for where it is not named."""
    sheet: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The sheet's texts are found, and both files written."""

    column: str
    rows: int
    size_bytes: int
    """Of both files."""


@dataclass(frozen=True, slots=True)
class _Found:
    table: Table
    column: Column


def extract(path: Path, filename: str, wish: TextWish, folder: Path) -> Texts | Refused:
    """Find the texts in the file at ``path`` and write ``SHEET`` and ``TEXTS`` into ``folder``.

    Blocks for seconds on a large file: run it in another process, one that was ``confine``d.
    """
    try:
        found = _found(opening.grids(path, filename, wish.limits, wish.sheet), wish)
    except _UnusableSheetError as error:
        return Refused(problems=tuple(error.problems), columns=error.columns, sheet=error.sheet)
    except UnusableFileError as error:
        return Refused(problems=tuple(error.problems))
    except MemoryError:
        return Refused(problems=(problem(ProblemCode.FILE_UNREADABLE),))
    written = (_write_sheet(found.table, folder), _write_texts(found.column, wish.limits, folder))
    return Texts(
        column=found.column.name,
        rows=found.table.rows,
        size_bytes=sum(path.stat().st_size for path in written),
    )


class _UnusableSheetError(UnusableFileError):
    """A sheet that could be read, but has no texts that can be told."""

    def __init__(self, error: UnusableFileError, seen: Table) -> None:
        super().__init__(error.problems)
        self.columns: tuple[ColumnSeen, ...] = tuple(map(column_seen, seen.columns))
        self.sheet = seen.sheet


def _found(grids: Iterator[Grid], wish: TextWish) -> _Found:
    """The one grid that has texts.

    Raises:
        UnusableFileError: none has, or several sheets do.
    """
    nothing: UnusableFileError | None = None
    choice = sheets.Choice[_Found]()
    for grid in grids:
        try:
            found = _examined(grid, wish)
        except UnusableFileError as error:
            passed = {each.code for each in error.problems} <= grid.passes_on
            if grid.sheet is None and not passed:
                raise
            nothing = nothing or error
            continue
        if grid.sheet is None:
            return found
        choice.take(sheets.seen(grid.sheet, found.table), found, legend=False)
    if len(choice.fitting) > 1:
        raise unusable(ProblemCode.SHEETS_AMBIGUOUS, candidates=choice.fitting)
    if choice.first is None:
        raise nothing or unusable(ProblemCode.FILE_EMPTY)
    return choice.first


def _examined(grid: Grid, wish: TextWish) -> _Found:
    wanted = {} if wish.column is None else {Role.TEXT: wish.column}
    read = table.build(grid, wish.limits, wanted.values())
    if not read.rows:
        raise unusable(ProblemCode.FILE_EMPTY)
    rule = Rule(Role.TEXT, as_text, ProblemCode.TEXT_COLUMN_NOT_FOUND)
    try:
        chosen = columns.resolve(read, wanted, [rule])
    except UnusableFileError as error:
        raise _UnusableSheetError(error, read) from error
    return _Found(read, chosen[Role.TEXT].column)


def _write_sheet(read: Table, folder: Path) -> Path:
    """Names may repeat, so they stand in the columns' metadata."""
    fields = [
        pa.field(str(place), pa.string(), metadata={"name": column.name})
        for place, column in enumerate(read.columns)
    ]
    values = [column.values for column in read.columns]
    return _write(pa.table(values, schema=pa.schema(fields)), folder / SHEET)


def _write_texts(column: Column, limits: Limits, folder: Path) -> Path:
    begun: Strings = pc.utf8_slice_codeunits(clean(column.values), 0, limits.text_characters)
    texts = pc.fill_null(begun, "")
    return _write(pa.table({TEXT: texts}), folder / TEXTS)


def _write(rows: Batch, path: Path) -> Path:
    pq.write_table(rows, path, row_group_size=ROW_GROUP_ROWS, compression="zstd")
    return path
