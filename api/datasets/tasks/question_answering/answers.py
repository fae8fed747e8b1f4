"""What a row says the answers to its question are, however the file lays them out."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from api.datasets import names
from api.datasets.cells import clean_text

_STARTS = ("answer_start", "start", "answer_starts")
_ARRAY = re.compile(r"array\((\[(?:(?!array\().)*?\])(?:,\s*dtype=\w+)?\)", re.DOTALL)
"""NumPy's lists as tables print them."""
_YES = frozenset({"true", "1", "sim", "yes", "verdadeiro", "s", "y", "x"})
_NO = frozenset({"false", "0", "nao", "no", "falso", "n"})


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as the row has it."""

    text: str
    """Cleaned, not empty."""
    start: int | None
    """Where the row says that it starts in its context; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row says about its question."""

    answers: tuple[Told, ...]
    denies: bool | None = None
    """Whether it says that there is no answer; None where it says nothing about that."""


def read(cell: str, start: str = "", flag: str = "") -> Statement:
    """The answers of a cell: a text, or a list in the shapes that question sets have.

    Args:
        cell: a text; or a list of texts or of ``{"text", "answer_start"}``; or one such object,
            whose values may be lists.
        start: the cell that says where the answer starts, or each of the list's.
        flag: the cell that says whether there is no answer.
    """
    said = names.fold(flag) if flag else ""
    if said in _YES:
        return Statement((), denies=True)
    listed = _listed(cell)
    raw = [(cell, start)] if listed is None else [*_paired(listed, start)]
    told = tuple(_told(text, place) for text, place in raw if clean_text(text))
    if told or said in _NO:
        return Statement(told, denies=False)
    return Statement((), denies=True if listed is not None else None)


def _told(text: str, start: Any) -> Told:
    """The answer without its surrounding white space, and where it starts without it."""
    cleaned = clean_text(text)
    before = max(text.find(cleaned), 0)
    place = _whole(start)
    return Told(cleaned, place if place is None else place + before)


def _whole(start: Any) -> int | None:
    """The place as a number: None where there is none, -1, which is nowhere, for other words."""
    if start is None or not str(start).strip():
        return None
    try:
        return int(float(start))
    except (ValueError, OverflowError):
        return -1


def _listed(cell: str) -> list[Any] | Mapping[str, Any] | None:
    """The list or object of a cell; None where it is a text like any other."""
    stripped = cell.strip()
    if stripped[:1] + stripped[-1:] not in {"[]", "{}"}:
        return None
    found = _parsed(stripped)
    if isinstance(found, dict):
        return found if "text" in found else None
    fitting = isinstance(found, list) and all(map(_is_answer, found))
    return found if fitting else None


def _parsed(cell: str) -> Any:
    """The value that is written in JSON or as Python prints it."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(_ARRAY.sub(r"\1", cell))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _is_answer(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and "text" in value)


def _paired(listed: list[Any] | Mapping[str, Any], start: str) -> Iterator[tuple[str, Any]]:
    """Each text beside the place that is told for it."""
    if isinstance(listed, Mapping):
        yield from _columns(listed)
        return
    places = _parsed(start.strip()) if start.strip().startswith("[") else [start]
    told = places if isinstance(places, list) else []
    for value, place in zip_longest(listed, told[: len(listed)]):
        if isinstance(value, str):
            yield value, place
        else:
            yield from _columns(value)


def _columns(answer: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The texts of one object, and the places that stand in another of its lists."""
    texts = _as_list(answer["text"])
    told = next((answer[name] for name in _STARTS if name in answer), None)
    for text, place in zip_longest(texts, _as_list(told)[: len(texts)]):
        yield "" if text is None else str(text), place


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
