"""A file as a person recognises it: its sheets, its columns, some of its rows."""

from api.views.base import View


class ColumnShown(View):
    """A column of the file, for a person to recognise."""

    name: str
    letter: str
    """As a spreadsheet program letters it."""
    filled: int
    """Cells that are not blank."""
    mean_characters: float
    samples: list[str]


class SheetShown(View):
    """A sheet of a workbook, to choose among."""

    name: str
    rows: int
    columns: list[str]
    sample: list[list[str]]


class ExampleShown(View):
    """An example, in words by the role of the column that they came from."""

    row: int
    """The first, where it comes of several."""
    cells: dict[str, str]
