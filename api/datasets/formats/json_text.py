"""JSON taken value by value, so that a large array is never whole in memory.

Python's own decoder reads each value. It takes what Python and JavaScript programs write beyond the
standard, such as ``NaN`` and lone halves of surrogate pairs, where stricter parsers stop or put a
question mark instead.
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO, cast

CHUNK_CHARACTERS = 1024 * 1024
_LOOKAHEAD_CHARACTERS = 1024
_CUT_NUMBER = len("e+")
"""What may stand between the end of the text so far and a number that goes on behind it."""
_DECODER = json.JSONDecoder(strict=False)
"""A line end or a tab inside a string is certain in its meaning, if not by the standard."""
_SIGN = re.compile(r"[^ \t\r\n]")
_OBJECTS = re.compile(r"\[[ \t\r\n]*\{")


class DamagedJsonError(Exception):
    """The text breaks the rules of JSON, or nests deeper than anything that people write."""


def decode(text: str) -> object:
    """The one value that ``text`` is.

    Raises:
        DamagedJsonError: it is none, or more than one.
    """
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise DamagedJsonError(str(error)) from error


class JsonText:
    """A place in a text, which moves forward over values. Each method raises DamagedJsonError."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._place = 0

    def peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while (found := _SIGN.search(self._text, self._place)) is None:
            self._place = len(self._text)
            if not self._more():
                return ""
        self._place = found.start()
        return found[0]

    def begins_objects(self) -> bool:
        """Whether an array comes next whose first element is an object."""
        self.peek()
        if len(self._text) - self._place < _LOOKAHEAD_CHARACTERS:
            self._more()
        return _OBJECTS.match(self._text, self._place) is not None

    def value(self) -> object:
        """The value that comes next."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    raise DamagedJsonError(str(error)) from error
                continue
            if end + _CUT_NUMBER < len(self._text) or not self._more():
                self._place = end
                return value

    def elements(self) -> Iterator[object]:
        """Those of the array that comes next, each read as it is asked for."""
        self._take("[")
        if self.peek() != "]":
            yield self.value()
            while self.peek() == ",":
                self._take(",")
                yield self.value()
        self._take("]")

    def members(self) -> Iterator[str]:
        """The keys of the object that comes next; whoever gets one takes its value."""
        self._take("{")
        if self.peek() != "}":
            yield self._key()
            while self.peek() == ",":
                self._take(",")
                yield self._key()
        self._take("}")

    def end(self) -> None:
        """See that nothing follows."""
        if self.peek():
            raise DamagedJsonError(f"the end was expected, {self.peek()!r} came")

    def _key(self) -> str:
        if self.peek() != '"':
            raise DamagedJsonError(f"a key was expected, {self.peek()!r} came")
        key = cast("str", self.value())
        self._take(":")
        return key

    def _take(self, sign: str) -> None:
        if self.peek() != sign:
            raise DamagedJsonError(f"{sign!r} was expected, {self.peek()!r} came")
        self._place += 1

    def _more(self) -> bool:
        """Read on, as much again as is being looked at: a long value is not tried too often."""
        more = self._file.read(max(CHUNK_CHARACTERS, len(self._text) - self._place))
        if not more:
            return False
        self._text = self._text[self._place :] + more
        self._place = 0
        return True
