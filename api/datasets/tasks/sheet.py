"""A table seen by the roles of its columns."""

from dataclasses import dataclass

import pyarrow as pa

from api.datasets import sides
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.reading import ResolvedReading
from api.datasets.table import Column, Table
from schemas.reading import Role


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns that a task reads; one value a row of the table in each."""

    table: Table
    reading: ResolvedReading

    def column(self, role: Role) -> Column | None:
        """The column in the role, if there is one."""
        chosen = self.reading.columns.get(role)
        letter = chosen and chosen.letter
        return next((each for each in self.table.columns if each.letter == letter), None)

    def raw(self, role: Role) -> Strings:
        """The cells as the file has them; blank where there is no such column."""
        column = self.column(role)
        return column.values if column else pa.chunked_array([[""] * self.table.rows], pa.string())

    def cleaned(self, role: Role) -> Strings:
        """The cells without what is no part of a text."""
        return clean(self.raw(role))

    def groups(self) -> Strings:
        """The group of each row; null where it stands for itself."""
        if Role.GROUP not in self.reading.columns:
            return pa.nulls(self.table.rows, pa.string())
        cleaned = self.cleaned(Role.GROUP)
        return pc.if_else(pc.equal(cleaned, ""), pa.scalar(None, pa.string()), cleaned)

    def splits(self) -> Strings:
        """The side of each row; null everywhere where the file has no split."""
        return sides.read(self.column(Role.SPLIT), self.table.rows)

    def numbers(self) -> Strings:
        """Each row's number in the file."""
        first = self.table.first_row
        return pa.chunked_array([range(first, first + self.table.rows)], pa.int32())
