"""Where the words of a text are: cut alike for those who mark entities and those who find them."""

import re
from typing import NamedTuple

_LETTER = r"[\w\u0300-\u036f]"
"""A letter, a digit, or a mark that sits on the letter before it."""
_WORD = re.compile(rf"{_LETTER}+|[^\w\s]")
_JOINED = re.compile(rf"{_LETTER}+(?:[.,:/@'’\-–]{_LETTER}+)*|[^\w\s]")


class Span(NamedTuple):
    """A stretch of a text, in characters from 0; the end is not part of it."""

    start: int
    end: int


def spans(text: str, *, joined: bool = False) -> list[Span]:
    """Every run of letters and digits, and every other sign by itself; white space only separates.

    ``joined``: signs within numbers, names and addresses belong to them, as in ``10.826/03``.
    """
    rule = _JOINED if joined else _WORD
    return [Span(*found.span()) for found in rule.finditer(text)]
