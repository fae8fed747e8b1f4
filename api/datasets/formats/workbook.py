"""Workbooks. Formulas are never computed: their stored result is read; macros are never run.

Those of Excel 2007 and later are read by our own reader where they are written as usual, because
it is several times faster; all others by calamine.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from api.datasets import names
from api.datasets.formats import openxml
from api.datasets.formats.grid import Grid, Notes
from api.datasets.formats.package import UnusualError
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

NOT_THIS_SHEET = frozenset(
    {
        ProblemCode.FILE_EMPTY,
        ProblemCode.COLUMN_NOT_FOUND,
        ProblemCode.TEXT_COLUMN_NOT_FOUND,
        ProblemCode.LABEL_COLUMN_NOT_FOUND,
        ProblemCode.ROLE_COLUMN_NOT_FOUND,
        ProblemCode.FORM_AMBIGUOUS,
        ProblemCode.NO_EXAMPLES,
    }
)
"""A cover or a legend says so; any other problem is one of the examples themselves."""


Inspection = Callable[[], Mapping[str, Notes]]
"""Refuses what calamine cannot safely open; tells what it saw, by sheet."""


def grids(
    path: Path, inspection: Inspection, wanted: str | None = None, usual: Limits | None = None
) -> Iterator[Grid]:
    """The visible sheets that hold anything, in the workbook's order.

    Args:
        path: the workbook.
        inspection: done before calamine opens it.
        wanted: the only sheet to read, by name or by folded name.
        usual: the limits of our own reader, where it knows this kind of workbook.

    Raises:
        UnusableFileError: the workbook is damaged, behind a password, or without that sheet.
    """
    workbook = _Workbook(path, inspection, usual)
    for name in _chosen(workbook.visible, wanted):
        if grid := workbook.grid(name):
            yield grid


def _chosen(visible: list[str], wanted: str | None) -> list[str]:
    if wanted is None:
        return visible
    folded = names.fold(wanted)
    found = [name for name in visible if name == wanted.strip()] or [
        name for name in visible if names.fold(name) == folded
    ]
    if not found:
        raise unusable(ProblemCode.SHEET_NOT_FOUND, wanted=wanted, available=visible)
    return found


class _Workbook:
    """A workbook that calamine opens only where our own reader cannot."""

    def __init__(self, path: Path, inspection: Inspection, usual: Limits | None) -> None:
        self._path, self._inspection = path, inspection
        self._own = None if usual is None else _opened(path, usual)

    @property
    def visible(self) -> list[str]:
        return self._library.visible if self._own is None else self._own.visible

    def grid(self, name: str) -> Grid | None:
        """The sheet of this name, unless nothing is on it."""
        if self._own is not None:
            with suppress(UnusualError):
                return _own_grid(name, self._own.sheet(name))
        return self._library.grid(name)

    @cached_property
    def _library(self) -> "_Library":
        return _Library(self._path, self._inspection())


def _opened(path: Path, limits: Limits) -> openxml.Workbook | None:
    try:
        return openxml.Workbook(path, limits)
    except UnusualError:
        return None


def _own_grid(name: str, sheet: openxml.Sheet) -> Grid | None:
    if not sheet.blocks:
        return None
    return Grid(
        sheet=name,
        blocks=iter(sheet.blocks),
        notes=sheet.notes,
        passes_on=NOT_THIS_SHEET,
    )


class _Library:
    """The workbook as calamine reads it."""

    def __init__(self, path: Path, notes: Mapping[str, Notes]) -> None:
        self._notes = notes
        with _refusing():
            self._workbook = CalamineWorkbook.from_path(path)

    @property
    def visible(self) -> list[str]:
        return [
            sheet.name
            for sheet in self._workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]

    def grid(self, name: str) -> Grid | None:
        with _refusing():
            sheet = self._workbook.get_sheet_by_name(name)
        if sheet.start is None:
            return None
        return Grid(
            sheet=name,
            first_column=sheet.start[1],
            rows=sheet.iter_rows(),
            notes=self._notes.get(name, Notes()),
            passes_on=NOT_THIS_SHEET,
        )


@contextmanager
def _refusing() -> Generator[None]:
    """What calamine raises, as a refusal; its panics too, which are no ``Exception``."""
    try:
        yield
    except PasswordError as error:
        raise unusable(ProblemCode.FILE_PROTECTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
