"""A workbook whose sheets are read one by one, its shared texts only once."""

from functools import cached_property
from pathlib import Path

from api.datasets.formats.openxml import contents, sheet, strings
from api.datasets.formats.openxml.sheet import Sheet
from api.datasets.formats.openxml.values import Values
from api.datasets.formats.package import Package
from api.datasets.limits import Limits


class Workbook:
    """A workbook's sheets by name."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read the list of sheets.

        Raises:
            UnusualError: it is not as usual.
        """
        self._package = Package(path)
        self._limits = limits
        found = contents.sheets(self._package)
        self._parts = {each.name: each.part for each in found}
        self.visible = [each.name for each in found if each.visible]

    def sheet(self, name: str) -> Sheet:
        """The cells of one sheet.

        Raises:
            UnusualError: they, or the texts that they share, are not written as usual.
            UnusableFileError: they are too large together.
        """
        return sheet.read(self._package, self._parts[name], self._values, self._limits)

    @cached_property
    def _values(self) -> Values:
        return Values(strings.read(self._package), contents.dates(self._package))
