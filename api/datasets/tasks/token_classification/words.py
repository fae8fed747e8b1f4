"""A text's tokens: a run of letters, digits and underscores, or any other sign by itself.

White space only separates. Each token keeps its place, so that a stretch of the text can be found
among the tokens.
"""

from dataclasses import dataclass

from schemas.words import spans


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens and where each begins and ends, in characters."""

    tokens: tuple[str, ...]
    begins: dict[int, int]
    """The token that begins at a place."""
    ends: dict[int, int]
    """The token that ends before a place."""

    def between(self, start: int, end: int) -> range | None:
        """The tokens from ``start`` to ``end``; None where that would cut one."""
        first, last = self.begins.get(start), self.ends.get(end)
        return None if first is None or last is None else range(first, last + 1)


def cut(text: str) -> Words:
    """The tokens of ``text``, in order."""
    found = spans(text)
    return Words(
        tokens=tuple(text[each.start : each.end] for each in found),
        begins={each.start: number for number, each in enumerate(found)},
        ends={each.end: number for number, each in enumerate(found)},
    )
