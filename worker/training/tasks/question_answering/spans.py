"""From a window's logits to the answers that they speak for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worker.training.tasks.question_answering.data import NOWHERE, Window

CANDIDATES = 20
"""Likeliest ends of an answer that are tried in each window."""
USUAL_LONGEST = 30
"""Tokens of an answer at most, unless longer ones were learned from."""

Logits = NDArray[np.float64]
"""``(token, 2)``: for being the first and the last token of the answer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a context, in characters; the end is not part of it."""

    start: int
    end: int
    score: float
    """The sum of its two logits."""

    def text(self, context: str) -> str:
        """What stands there; a token may bring the space before it."""
        return context[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the windows of one question speak for."""

    best: list[Candidate]
    """Best first; no stretch twice."""
    nowhere: float
    """The score of there being no answer: that of the window that doubts it most."""

    def best_text(self, context: str) -> str:
        """The best answer, as ``context`` has it; empty where no token of it was read."""
        return self.best[0].text(context) if self.best else ""

    def shares(self, threshold: float | None) -> Logits:
        """The probability of each candidate, and last of no answer where there may be none."""
        scores = np.array([one.score for one in self.best])
        if threshold is not None:
            scores = np.append(scores, self.nowhere - threshold)
        shares = np.exp(scores - scores.max(initial=-np.inf))
        return shares / shares.sum()

    @property
    def lead(self) -> float:
        """By how much no answer is scored above the best answer."""
        return self.nowhere - self.best[0].score if self.best else np.finfo(np.float32).max.item()


def gather(
    windows: Sequence[Window], logits: Iterable[Logits], count: int, longest: int
) -> list[Candidates]:
    """The candidates of each of ``count`` questions, from the logits of all of their windows."""
    found: list[dict[tuple[int, int], Candidate]] = [{} for _ in range(count)]
    nowhere = np.full(count, np.inf)
    for window, outputs in zip(windows, logits, strict=True):
        nowhere[window.question] = min(nowhere[window.question], outputs[NOWHERE].sum())
        known = found[window.question]
        for one in search(window, outputs, longest):
            stretch = (one.start, one.end)
            known[stretch] = max(known.get(stretch, one), one, key=lambda each: each.score)
    ranked = [sorted(known.values(), key=lambda one: -one.score) for known in found]
    return [
        Candidates(best[:CANDIDATES], float(score))
        for best, score in zip(ranked, nowhere, strict=True)
    ]


def search(window: Window, logits: Logits, longest: int) -> Iterator[Candidate]:
    """The likeliest stretches of the window's context, of at most ``longest`` tokens."""
    first, last = logits[window.context].T
    places = window.places[window.context]
    starts, ends = np.meshgrid(_likeliest(first), _likeliest(last), indexing="ij")
    possible = (ends >= starts) & (ends - starts < longest)
    starts, ends = starts[possible], ends[possible]
    scores = first[starts] + last[ends]
    for place in _likeliest(scores):
        start, end = places[starts[place], 0], places[ends[place], 1]
        yield Candidate(int(start), int(end), float(scores[place]))


def _likeliest(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The places of the highest scores, highest first."""
    return np.argsort(-scores, kind="stable")[:CANDIDATES]
