"""Where the entities of a text stand among its tokens.

Two entities never share a token: of those that would, the longest is kept. An entity that occurs
several times is placed where its row says; without that, only if as many rows name it, all with
one type.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.datasets import offsets
from api.datasets.offsets import Span, Verdict
from api.datasets.tasks.token_classification.bio import BEGIN, INSIDE, OUTSIDE
from api.datasets.tasks.token_classification.words import Words
from schemas.problems import ProblemCode


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity as a row of the sheet names it."""

    row: int
    """Counted from 0 below the header."""
    words: str
    kind: str
    start: int | None
    """The place of its first character in the text, from 0."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An entity among the tokens."""

    mention: Mention
    tokens: range
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Missed:
    """A mention that has no place, and why."""

    mention: Mention
    code: ProblemCode


def place(text: str, words: Words, mentions: Sequence[Mention]) -> list[Placed | Missed]:
    """What became of each mention."""
    found = [each for alike in _alike(mentions) for each in _settled(text, words, alike)]
    placed = [each for each in found if isinstance(each, Placed)]
    kept = list(_apart(sorted(placed, key=lambda each: (-len(each.tokens), each.mention.row))))
    rows = {each.mention.row for each in kept}
    overlapping = [each.mention for each in placed if each.mention.row not in rows]
    return [
        *kept,
        *(Missed(mention, ProblemCode.ENTITY_OVERLAPS) for mention in overlapping),
        *(each for each in found if isinstance(each, Missed)),
    ]


def tags(words: Words, placed: Sequence[Placed]) -> list[str]:
    """One BIO tag a token."""
    written = [OUTSIDE] * len(words.tokens)
    for each in placed:
        for token in each.tokens:
            written[token] = INSIDE + each.mention.kind
        written[each.tokens.start] = BEGIN + each.mention.kind
    return written


def _alike(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The mentions of the same words together."""
    for _, alike in groupby(sorted(mentions, key=lambda each: each.words), lambda each: each.words):
        yield list(alike)


def _settled(text: str, words: Words, alike: Sequence[Mention]) -> Iterator[Placed | Missed]:
    """The mentions of the same words where they are; all of them, if they are all there are."""
    placements = [offsets.place(text, each.words, each.start) for each in alike]
    spans: Sequence[Span | None] = [each.span for each in placements]
    verdicts = [each.verdict for each in placements]
    if all(verdict is Verdict.AMBIGUOUS for verdict in verdicts):
        occurrences = offsets.occurrences(text, alike[0].words)
        whole = [span for span in occurrences if words.between(span.start, span.end)]
        if not whole:
            verdicts = [Verdict.ABSENT] * len(alike)
        elif len({each.kind for each in alike}) == 1 and len(alike) == len(whole):
            spans, verdicts = whole, [Verdict.FOUND] * len(alike)
    for mention, span, verdict in zip(alike, spans, verdicts, strict=True):
        yield _placed(words, mention, span, verdict)


def _placed(words: Words, mention: Mention, span: Span | None, verdict: Verdict) -> Placed | Missed:
    if verdict is Verdict.AMBIGUOUS:
        return Missed(mention, ProblemCode.ENTITY_AMBIGUOUS)
    tokens = words.between(span.start, span.end) if span else None
    if tokens is None:
        return Missed(mention, ProblemCode.ENTITY_NOT_IN_TEXT)
    return Placed(mention, tokens, verdict)


def _apart(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Those that share no token with an earlier one; the same entity twice is one."""
    taken: dict[int, Placed] = {}
    for each in placed:
        owners = {taken[token] for token in each.tokens if token in taken}
        if all(
            (one.tokens, one.mention.kind) == (each.tokens, each.mention.kind) for one in owners
        ):
            taken |= dict.fromkeys(each.tokens, each)
            yield each
