"""Excel workbooks, read by calamine. Formulas are never computed: their stored result is read."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from api.datasets.formats.grid import Grid
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

_NOT_THIS_SHEET = frozenset(
    {
        ProblemCode.COLUMN_NOT_FOUND,
        ProblemCode.TEXT_COLUMN_NOT_FOUND,
        ProblemCode.LABEL_COLUMN_NOT_FOUND,
        ProblemCode.NO_EXAMPLES,
    }
)
"""A cover or a legend says so; any other problem is one of the examples themselves."""


def grids(path: Path) -> Iterator[Grid]:
    """The visible sheets that hold anything, in the workbook's order.

    Raises:
        UnusableFileError: the workbook is damaged or behind a password.
    """
    with _refusing():
        workbook = CalamineWorkbook.from_path(path)
    for name in _visible(workbook):
        with _refusing():
            sheet = workbook.get_sheet_by_name(name)
        if sheet.start is not None:
            yield _grid(sheet, sheet.start[1])


def _visible(workbook: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _grid(sheet: CalamineSheet, first_column: int) -> Grid:
    return Grid(
        sheet=sheet.name,
        first_column=first_column,
        rows=sheet.iter_rows(),
        passes_on=_NOT_THIS_SHEET,
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
