"""A classifier that only counts words: what a model must beat to be worth its price.

Words and pairs of words are weighted by how rare they are (TF-IDF), and a linear classifier learns
from that. It takes seconds at most: of many rows some are read, of long texts the beginning.
"""

import re
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.training.batches import Rows
from worker.training.examples import Source

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]

WORD = re.compile(r"\w+")

MOST_ROWS = 10_000
"""Of each side."""
MOST_CHARACTERS = 4_000_000
"""Of each side."""
MOST_TERMS = 50_000
MOST_WORK = 40_000_000
"""Weights that are looked at in one pass over the rows for all labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some rows of both sides of a split, each as the weights of its words."""

    learned: Rows
    asked: Rows
    learned_weights: Any
    """Sparse, ``(row, term)``."""
    asked_weights: Any
    seed: int

    def one(self, numbers: Numbers) -> Numbers:
        """The label of each asked row, from those of the learned ones."""
        rows = self._affordable(len(np.unique(numbers)))
        return self._answers(rows, numbers[rows])

    def several(self, marks: Marks) -> Marks:
        """The labels of each asked row, ``(row, label)``; each label is learned by itself."""
        rows = self._affordable(marks.shape[1])
        return np.stack([self._answers(rows, column) for column in marks[rows].T], axis=1)

    def _affordable(self, labels: int) -> Numbers:
        """Places of rows that can be learned from in time: fewer, the more labels there are."""
        rows = len(self.learned)
        share = min(1.0, MOST_WORK / max(self.learned_weights.nnz * labels, 1))
        chosen = np.random.default_rng(self.seed).permutation(rows)[: max(1, int(rows * share))]
        return np.sort(chosen)

    def _answers(self, rows: Numbers, known: NDArray[Any]) -> NDArray[Any]:
        """What the learned ``rows``, whose answers are ``known``, say of the asked ones."""
        from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 - only at a run's end
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        if len(np.unique(known)) == 1:
            return np.full(len(self.asked), known[0])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # nearly done is good enough
            classifier: Any = LinearSVC(random_state=self.seed)
            classifier.fit(self.learned_weights[rows], known)
        return classifier.predict(self.asked_weights)


def count(source: Source, texts: list[str]) -> Counted | None:
    """The rows as what the classifier sees of their ``texts``; None where they hold no words."""
    learned = source.sample(source.split.training, MOST_ROWS)
    asked = source.sample(source.split.held_out, MOST_ROWS)
    known = _beginnings(texts, learned)
    if not any(map(WORD.search, known)):
        return None
    vectorizer = _vectorizer()
    return Counted(
        learned=learned,
        asked=asked,
        learned_weights=vectorizer.fit_transform(known),
        asked_weights=vectorizer.transform(_beginnings(texts, asked)),
        seed=source.seed,
    )


def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    return TfidfVectorizer(
        token_pattern=WORD.pattern, ngram_range=(1, 2), sublinear_tf=True, max_features=MOST_TERMS
    )


def _beginnings(texts: list[str], rows: Rows) -> list[str]:
    limit = MOST_CHARACTERS // max(len(rows), 1)
    return [texts[row][:limit] for row in rows]
