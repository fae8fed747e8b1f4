"""A workbook whose sheets are read one by one, its shared texts only once."""

from functools import cached_property
from pathlib import Path

from api.datasets.formats.openxml import contents, sheet, strings
from api.datasets.formats.openxml.sheet import Sheet
from api.datasets.formats.openxml.values import Values
from api.datasets.formats.package import Package


class Workbook:
    """A workbook's sheets by name."""

    def __init__(self, path: Path) -> None:
        """Read the list of sheets.

        Raises:
            UnusualError: it is not as usual.
        """
        self._package = Package(path)
        found = contents.sheets(self._package)
        self._parts = {each.name: each.part for each in found}
        self.visible = [each.name for each in found if each.visible]

    def sheet(self, name: str) -> Sheet:
        """The cells of one sheet.

        Raises:
            UnusualError: they, or the texts that they share, are not written as usual.
        """
        return sheet.read(self._package, self._parts[name], self._values)

    @cached_property
    def _values(self) -> Values:
        return Values(strings.read(self._package), contents.dates(self._package))
