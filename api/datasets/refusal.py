"""A file that cannot be used: raised inside this package, turned into a value at its door."""

from schemas.problems import DataProblem, ProblemCode

Param = str | int | float | list[str]


class UnusableFileError(Exception):
    """The file, or this way of reading it, cannot be used; ``problems`` says why."""

    def __init__(self, problems: list[DataProblem]) -> None:
        super().__init__(problems)
        self.problems = problems


def problem(
    code: ProblemCode, *, row: int | None = None, column: str | None = None, **params: Param
) -> DataProblem:
    """One thing that is wrong, with the figures for its sentence."""
    return DataProblem(code=code, row=row, column=column, params=params)


def unusable(code: ProblemCode, **params: Param) -> UnusableFileError:
    """The error for one problem of the file as a whole."""
    return UnusableFileError([DataProblem(code=code, params=params)])
