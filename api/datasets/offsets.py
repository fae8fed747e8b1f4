"""Where a passage stands in its text; what cannot be told is said, never guessed."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import count

CLEARLY_NEARER = 2
"""How many times farther the second nearest occurrence must be for a wrong place to tell which."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PLAIN_SIGNS = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—―−", '\'\'\'\'""""""-------')
"""Quotation marks and dashes, which word processors change by themselves."""
_SPACES = re.compile(" {2,}")
_CONTEXTS_KEPT = 64
"""Folded contexts: rows of one context usually stand together."""


class Verdict(StrEnum):
    """What became of the place that was told for an answer."""

    RIGHT = "right"
    """It was told, and stays."""
    FOUND = "found"
    """It was not told."""
    MENDED = "mended"
    """It was told, but the answer stands elsewhere or is written differently there."""
    ABSENT = "absent"
    """The answer is nowhere in its context."""
    AMBIGUOUS = "ambiguous"
    """The answer is in several places, and nothing tells which is meant."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a context, counted in its characters from 0."""

    start: int
    end: int
    """One past the last."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an answer stands, unless it is absent or ambiguous."""

    verdict: Verdict
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without what people write differently, and where each of its letters comes from."""

    text: str
    starts: Sequence[int]
    """For each letter of ``text``, where the sign that it comes from starts in the original."""
    ends: Sequence[int]
    """For each letter, where that sign ends, with the marks and spaces that fell away after it."""

    def origin(self, start: int, end: int) -> Span | None:
        """What the letters from ``start`` to ``end`` are in the original; None inside a sign."""
        return None if self._cuts(start) or self._cuts(end) else self._span(start, end)

    def _cuts(self, at: int) -> bool:
        return 0 < at < len(self.starts) and self.starts[at - 1] == self.starts[at]

    def _span(self, start: int, end: int) -> Span:
        return Span(self.starts[start], self.ends[end - 1])


def place(context: str, answer: str, told: int | None) -> Placement:
    """Where ``answer`` stands in ``context``; ``context[start:end]`` is its text there.

    Equal spelling counts before spelling that differs in case, accents, white space, quotation
    marks, dashes or HTML entities; whole words count before parts of words. Among several
    occurrences only a told place decides, and a wrong one only where one of them is clearly nearer.
    """
    if told is not None and told >= 0 and context.startswith(answer, told):
        return Placement(Verdict.RIGHT, Span(told, told + len(answer)))
    found = occurrences(context, answer)
    if not found:
        return Placement(Verdict.ABSENT)
    meant = found[0] if len(found) == 1 else _nearest(found, told)
    if meant is None:
        return Placement(Verdict.AMBIGUOUS)
    return Placement(Verdict.FOUND if told is None else Verdict.MENDED, meant)


def occurrences(context: str, answer: str) -> list[Span]:
    """The occurrences of the surest kind that there is."""
    exact = [Span(start, start + len(answer)) for start in _starts(context, answer)]
    return (
        [span for span in exact if _is_whole(context, span)]
        or [span for span in _alike(context, answer) if _is_whole(context, span)]
        or exact
    )


def _alike(context: str, answer: str) -> list[Span]:
    """The occurrences that differ only in what folding removes."""
    wanted = flat(answer).strip()
    if wanted not in flat(context):
        return []
    folded = fold(context)
    found = (folded.origin(at, at + len(wanted)) for at in _starts(folded.text, wanted))
    return [span for span in found if span is not None]


def _starts(text: str, wanted: str) -> Iterator[int]:
    """Where ``wanted`` begins in ``text``, ascending; occurrences may overlap."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _is_whole(context: str, span: Span) -> bool:
    """Whether no word is cut at either end."""
    return not (_joins(context, span.start) or _joins(context, span.end))


def _joins(context: str, at: int) -> bool:
    """Whether the characters before and at ``at`` belong to one word."""
    return 0 < at < len(context) and context[at - 1].isalnum() and context[at].isalnum()


def _nearest(occurrences: Sequence[Span], told: int | None) -> Span | None:
    """The occurrence that a wrong place points to, if it points to one."""
    if told is None:
        return None
    nearest, second = sorted(occurrences, key=lambda span: abs(span.start - told))[:2]
    clear = CLEARLY_NEARER * abs(nearest.start - told) <= abs(second.start - told)
    return nearest if clear else None


def flat(text: str) -> str:
    """The text of ``fold`` alone, in a fraction of the time."""
    read = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return _SPACES.sub(" ", read.translate(_FOLDING))


@lru_cache(maxsize=_CONTEXTS_KEPT)
def fold(text: str) -> Folded:
    """The text in small letters without accents, runs of white space as one space."""
    if _is_even(text):
        return Folded(flat(text), range(len(text)), range(1, len(text) + 1))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for sign, start, end in _signs(text):
        plain = sign.translate(_FOLDING)
        if plain == " " and letters and letters[-1] == " ":
            plain = ""
        if not plain and ends:
            ends[-1] = end
        letters += plain
        starts += [start] * len(plain)
        ends += [end] * len(plain)
    return Folded("".join(letters), starts, ends)


def _is_even(text: str) -> bool:
    """Whether each sign becomes one letter, as in nearly all texts."""
    if _ENTITY.search(text) or any(len(_FOLDING[ord(sign)]) != 1 for sign in set(text)):
        return False
    return len(flat(text)) == len(text)


def _signs(text: str) -> Iterator[tuple[str, int, int]]:
    """Each character, and each HTML entity as what it stands for; where it starts and ends."""
    at = 0
    for entity in _ENTITY.finditer(text):
        yield from zip(text[at : entity.start()], count(at), count(at + 1), strict=False)
        yield html.unescape(entity[0]), *entity.span()
        at = entity.end()
    yield from zip(text[at:], count(at), count(at + 1), strict=False)


class _Folding(dict[int, str]):
    """What each sign becomes, learned as signs come up: small, without its marks."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        spread = unicodedata.normalize("NFKD", sign.translate(_PLAIN_SIGNS).casefold())
        letters = (letter for letter in spread if not unicodedata.combining(letter))
        self[code] = " " if sign.isspace() else "".join(letters)
        return self[code]


_FOLDING = _Folding()
