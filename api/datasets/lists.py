"""Lists of words that stand in a cell: as JSON, and as Python and NumPy print them."""

import ast
import json
import re
from collections.abc import Sequence

from pydantic_core import from_json

from api.datasets.cells import show

_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_PRINTED = re.compile(rf"\[\s*(?:(?:{_STRING})[\s,]*)*\]", re.DOTALL)
_STRINGS = re.compile(_STRING, re.DOTALL)


def read(cell: str) -> list[str] | None:
    """The words of the list, numbers as they are shown; None where the cell holds no list."""
    stripped = cell.strip()
    if not (stripped.startswith("[") and stripped.endswith("]")):
        return None
    found = _from_json(stripped)
    return _printed(stripped) if found is None else found


def write(words: Sequence[str]) -> str:
    """The words as a list that ``read`` understands."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _from_json(cell: str) -> list[str] | None:
    try:
        found = from_json(cell)
    except ValueError:
        return None
    if {*map(type, found)} <= {str}:
        return found
    return [show(word) for word in found] if all(map(_is_word, found)) else None


def _is_word(word: object) -> bool:
    return isinstance(word, str | int | float) and not isinstance(word, bool)


def _printed(cell: str) -> list[str] | None:
    """The strings between brackets; NumPy writes no commas between them."""
    if not _PRINTED.fullmatch(cell):
        return None
    found = [_unquoted(string) for string in _STRINGS.findall(cell)]
    return None if None in found else [word for word in found if word is not None]


def _unquoted(string: str) -> str | None:
    if "\\" not in string:
        return string[1:-1]
    try:
        word: str = ast.literal_eval(string)
        word.encode()  # half a character, escaped, is none
    except (ValueError, SyntaxError):
        return None
    return word
