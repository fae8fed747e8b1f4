"""Where the words of a text are: the same cut for those who teach names and those who find them."""

import re
from typing import NamedTuple

_LETTER = r"[\w\u0300-\u036f]"
"""A letter, a digit, or an accent that stands after its letter."""
_WORD = re.compile(rf"{_LETTER}+(?:[.,:/@'’\-–]{_LETTER}+)*|[^\w\s]")


class Span(NamedTuple):
    """A stretch of a text, in characters from 0; the end is not part of it."""

    start: int
    end: int


def spans(text: str) -> list[Span]:
    """Every word and every mark that stands alone; ``10.826/03`` and ``guarda-chuva`` are one."""
    return [Span(*found.span()) for found in _WORD.finditer(text)]
