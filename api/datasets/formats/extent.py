"""How far the cells of a sheet reach, to be compared with what may be laid out."""

from dataclasses import dataclass

from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode


@dataclass(slots=True)
class Extent:
    """The farthest row and column with something in them, counted from 1."""

    rows: int = 0
    columns: int = 0

    def take(self, row: int, column: int) -> None:
        """One more cell."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)

    def check(self, limits: Limits) -> None:
        """Pass a sheet whose dense grid is no larger than the largest that may be read.

        Raises:
            UnusableFileError: what there is too much of.
        """
        if self.rows * self.columns <= (limits.rows + 1) * limits.columns:
            return
        if self.columns > limits.columns:
            code, columns = ProblemCode.TOO_MANY_COLUMNS, self.columns
            raise unusable(code, columns=columns, limit=limits.columns)
        raise unusable(ProblemCode.TOO_MANY_ROWS, rows=self.rows, limit=limits.rows)
