"""Objects of keys and values become rows of cells: each key is a column.

Nested values stand in their cells as JSON.
"""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from api.datasets.cells import show
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

Record = dict[str, object]
MOST_COUNTED = 20
"""Times the columns that there may be: so many keys are counted before a file is refused."""


def rows(records: Callable[[], Iterable[Record | None]], limits: Limits) -> Iterator[Sequence[str]]:
    """The keys in the order in which they first come, then the cells of each record.

    Args:
        records: gives them from the first one on, each time that it is called; None for a line
            with nothing on it.
        limits: how many keys there may be.

    Raises:
        UnusableFileError: there are more.
    """
    names = _names(records(), limits)
    if not names:
        return
    yield [whole(name) for name in names]
    for record in records():
        yield [] if record is None else [cell(record.get(name)) for name in names]


def _names(records: Iterable[Record | None], limits: Limits) -> list[str]:
    names: dict[str, None] = {}
    for record in records:
        if record is not None and not record.keys() <= names.keys():
            names |= dict.fromkeys(record)
            if len(names) > MOST_COUNTED * limits.columns:
                break
    if len(names) > limits.columns:
        raise unusable(ProblemCode.TOO_MANY_COLUMNS, columns=len(names), limit=limits.columns)
    return [*names]


def cell(value: object) -> str:
    """The value as a cell shows it: blank for null and for what is no number, nested as JSON."""
    match value:
        case str():
            return whole(value)
        case None:
            return ""
        case float() if math.isnan(value):
            return ""
        case bool() | int() | float() | dt.date() | dt.time() | dt.timedelta():
            return show(value)
        case Decimal():
            return f"{value:f}"
        case bytes():
            return _of_bytes(value)
        case dict() | list():
            return whole(as_json(value))
        case _:
            return str(value)


def as_json(value: object) -> str:
    """The value as JSON without spaces, everything that is no JSON as its cell would show it.

    Raises:
        UnusableFileError: it nests deeper than anything that people write.
    """
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=cell)
    except RecursionError as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error


def whole(text: str) -> str:
    """The text with a sign of replacement for each lone half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _of_bytes(value: bytes) -> str:
    """The text that they are, else their digits."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()
