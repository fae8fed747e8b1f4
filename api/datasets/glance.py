"""A stored file as a person recognises it: the columns of the sheet that was read, its sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.datasets import sheets, table
from api.datasets.formats import opening
from api.datasets.limits import Limits
from api.datasets.preparation import ColumnSeen, column_seen
from api.datasets.refusal import UnusableFileError
from api.datasets.sheets import SheetSeen
from api.datasets.table import Table
from schemas.reading import FileReading


@dataclass(frozen=True, slots=True)
class Glance:
    """What there is to choose among."""

    columns: tuple[ColumnSeen, ...]
    sheets: tuple[SheetSeen, ...]
    """Of a workbook that has several."""


def glance(path: Path, filename: str, reading: FileReading, limits: Limits) -> Glance:
    """What a file holds that was read as ``reading`` tells.

    Blocks for seconds on a large file: run it in another process, one that was ``confine``d.
    """
    names = set(reading.columns.values())
    columns: tuple[ColumnSeen, ...] = ()
    seen: list[SheetSeen] = []
    for found in _tables(path, filename, limits):
        if found.sheet is not None:
            seen.append(sheets.seen(found.sheet, found))
        is_read = found.sheet == reading.sheet and names <= {each.name for each in found.columns}
        if is_read and not columns:
            columns = tuple(map(column_seen, found.columns))
        if columns and found.sheet is None:
            break
    return Glance(columns, tuple(seen) if len(seen) > 1 else ())


def _tables(path: Path, filename: str, limits: Limits) -> Iterator[Table]:
    """Every sheet, and every way to read what has no sheets, but for those that cannot be read."""
    for grid in opening.grids(path, filename, limits):
        try:
            yield table.build(grid, limits)
        except UnusableFileError:
            continue
