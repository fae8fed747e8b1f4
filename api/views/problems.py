"""The body of every refusal: an RFC 9457 problem."""

from api.problems import Param
from api.sentences import Language, sentence
from api.views import samples
from api.views.base import View, like
from api.views.sheets import ColumnShown, SheetShown
from schemas.problems import DataProblem, ProblemCode


class ProblemItem(View):
    """One of several things that are wrong."""

    code: ProblemCode
    sentence: str
    """In the language asked for."""
    row: int | None = None
    """Of the file, as a spreadsheet program numbers it: the header is row 1."""
    column: str | None = None
    """Of the file."""
    field: str | None = None
    """Of the request's body or address, as ``hyperparameters.epochs``."""
    params: dict[str, Param] = {}
    """The figures in the sentence."""


class Problem(View):
    """Why a request was refused. ``code`` is for programs, ``detail`` is for people."""

    model_config = like(samples.PROBLEM)

    type: str
    """A name for this kind of problem; it never changes."""
    title: str
    """The HTTP status in words."""
    status: int
    detail: str
    """What happened and what to do, in the language asked for."""
    code: ProblemCode
    params: dict[str, Param] = {}
    """The figures in the sentence."""
    problems: list[ProblemItem] | None = None
    """Each thing that is wrong, where there can be several."""
    columns: list[ColumnShown] | None = None
    """Those of the file that the problems are about, where it could be read that far."""
    sheets: list[SheetShown] | None = None
    """All of a workbook that has several."""
    trace_id: str | None = None
    """Of this very request: names it in the server's log, and in the traces."""
    support_id: str | None = None
    """For faults of ours: what to tell whoever reads the server's log."""


def item_of(wrong: DataProblem, language: Language) -> ProblemItem:
    """One thing wrong with a file, in words."""
    words = sentence(wrong.code, language, wrong.params)
    return ProblemItem(
        code=wrong.code, sentence=words, row=wrong.row, column=wrong.column, params=wrong.params
    )
