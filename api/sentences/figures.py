"""Parameters as a person reads them: numbers, sizes, names, lists."""

from collections.abc import Sequence
from decimal import Decimal

from api.sentences.catalogue import Catalogue
from schemas.checks import CheckCode
from schemas.reading import Role
from schemas.tasks import Task, TextForm

Param = str | int | float | list[str]

MOST_LISTED = 10
LONGEST_NAME = 60
"""In characters; a header can be a whole text by mistake."""

_STEP = 1024
_MINUTE = 60
_HOUR = 3600
_SIZES = ("B", "KB", "MB", "GB", "TB")


def word(name: str, value: Param, catalogue: Catalogue) -> str:
    """The value of the parameter ``name`` in a language."""
    match value:
        case int() | float() if name.endswith("_bytes"):
            return _size(value, catalogue)
        case int() | float() if name.endswith("_seconds"):
            return _duration(value, catalogue)
        case int() | float() if name.endswith("_threshold"):
            return f"{_number(round(100 * value, 2), catalogue)}%"
        case int() | float():
            return _number(value, catalogue)
        case str():
            return _term(name, value, catalogue)
        case list():
            return _listed([_term(name, each, catalogue) for each in value], catalogue)


def _number(value: float, catalogue: Catalogue) -> str:
    """With at most two decimals."""
    plain = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return _marked(plain, catalogue)


def _marked(plain: str, catalogue: Catalogue) -> str:
    marks = {",": catalogue.thousands, ".": catalogue.decimal}
    return "".join(marks.get(mark, mark) for mark in plain)


def exact(value: float, catalogue: Catalogue) -> str:
    """To the last digit, as somebody would type it: a limit that was rounded would be another."""
    plain = f"{value:,}" if isinstance(value, int) else f"{Decimal(repr(value)).normalize():,f}"
    return _marked(plain, catalogue)


def _size(size: float, catalogue: Catalogue) -> str:
    """In the largest unit of which there is one whole, as file managers show it."""
    unit = 0
    while size >= _STEP and unit < len(_SIZES) - 1:
        size /= _STEP
        unit += 1
    return f"{_number(round(size, 1), catalogue)} {_SIZES[unit]}"


def _duration(seconds: float, catalogue: Catalogue) -> str:
    """``42 s``, ``7 min`` or ``3.5 h``: units that all languages write alike."""
    if seconds < _MINUTE:
        return f"{round(max(1, seconds))} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{_number(round(seconds / _HOUR, 1), catalogue)} h"


def _term(name: str, value: str, catalogue: Catalogue) -> str:
    """One of our own words in the language; anything else as it is, within quotation marks."""
    if name in {"role", "roles"} and value in set(Role):
        return catalogue.roles[Role(value)]
    if name in {"task", "dataset_task", "tasks"} and value in set(Task):
        return catalogue.tasks[Task(value)]
    if name == "forms" and value in set(TextForm):
        return catalogue.forms[TextForm(value)]
    if name == "check" and value in set(CheckCode):
        return catalogue.topics[CheckCode(value)]
    short = value if len(value) <= LONGEST_NAME else value[: LONGEST_NAME - 1] + "…"
    return short if name in _BARE else catalogue.quoted.format(short)


_BARE = frozenset({"accepted", "header", "letters", "rows", "support_id", "row_numbers"})
"""What is plain without quotation marks."""


def _listed(words: Sequence[str], catalogue: Catalogue) -> str:
    if not words:
        return catalogue.unknown
    if len(words) == 1:
        return words[0]
    if len(words) > MOST_LISTED:
        left = _number(len(words) - MOST_LISTED, catalogue)
        return ", ".join(words[:MOST_LISTED]) + catalogue.more.format(left)
    return ", ".join(words[:-1]) + catalogue.both.format(words[-1])
