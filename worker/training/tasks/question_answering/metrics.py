"""How well questions are answered, by the rule of SQuAD: exact match, and F1 over shared words."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that all of torch's users know
from numpy.typing import NDArray

from schemas.metrics import MistakenAnswer, QuestionTypeReport
from worker.training import hardest
from worker.training.batches import Rows
from worker.training.tasks.question_answering.data import Question

Language = Literal["pt", "en"]

ARTICLES: dict[Language, frozenset[str]] = {
    "pt": frozenset({"o", "a", "os", "as", "um", "uma", "uns", "umas"}),
    "en": frozenset({"a", "an", "the"}),
}
COMMON: dict[Language, frozenset[str]] = {
    "pt": frozenset({"o", "os", "de", "do", "da", "e", "que", "em", "para", "não"}),
    "en": frozenset({"the", "of", "and", "to", "in", "is", "that", "was", "for", "not"}),
}
"""Words by which a language is known."""

NO_ANSWER = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How well one question was answered."""

    exact: float
    """1 or 0."""
    f1: float


def language_of(texts: Iterable[str]) -> Language:
    """The language of most of the texts' common words; Portuguese if there are none."""
    words = Counter(word for text in texts for word in text.lower().split())
    times = {language: sum(words[word] for word in common) for language, common in COMMON.items()}
    return "en" if times["en"] > times["pt"] else "pt"


def normalise(answer: str, language: Language) -> list[str]:
    """The words of an answer without case, marks and articles; accents stay."""
    lowered = unicodedata.normalize("NFC", answer).lower()
    bare = "".join(letter for letter in lowered if not _is_mark(letter))
    return [word for word in re.split(r"\s+", bare) if word and word not in ARTICLES[language]]


def mark(answer: str, right: Sequence[str], language: Language) -> Mark:
    """By the right answer that it is most like; without any, only silence is right."""
    given = normalise(answer, language)
    truths = [normalise(one, language) for one in right or [NO_ANSWER]]
    return Mark(
        exact=float(any(given == truth for truth in truths)),
        f1=max(_f1(given, truth) for truth in truths),
    )


def _f1(given: list[str], truth: list[str]) -> float:
    """Of words, with their repetitions; where either has none, whether both have none."""
    if not given or not truth:
        return float(given == truth)
    shared = (Counter(given) & Counter(truth)).total()
    return 2 * shared / (len(given) + len(truth))


def _is_mark(letter: str) -> bool:
    """SQuAD knows those of ASCII; other scripts' dashes and quotes are no words either."""
    return letter in string.punctuation or unicodedata.category(letter).startswith("P")


def summed_loss(logits: torch.Tensor, ends: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Over the windows, each one's the mean cross entropy of both ends, in nats.

    A share ``smoothing`` of each right end is spread over all tokens that can be one.

    Args:
        logits: ``(window, token, 2)``, the least number where a token can be no end.
        ends: ``(window, 2)``.
        smoothing: 0 for none.
    """
    if not smoothing:
        return F.cross_entropy(logits, ends, reduction="sum") / 2
    likely = logits.log_softmax(dim=1)
    possible = logits > torch.finfo(logits.dtype).min
    right = likely.gather(1, ends[:, None]).sum()
    spread = (likely.where(possible, 0).sum(dim=1) / possible.sum(dim=1)).sum()
    return -((1 - smoothing) * right + smoothing * spread) / 2


def surest_mistakes(
    questions: Sequence[Question],
    marks: Sequence[Mark],
    silent: Sequence[bool],
    sure: NDArray[np.float64],
    sheet_rows: Rows,
) -> list[MistakenAnswer]:
    """The questions that were not wholly answered right, the surest and worst answers first.

    ``sure``: of each reply; ``sheet_rows``: where each question stands.
    """
    shares = np.array([one.f1 for one in marks])
    return [
        MistakenAnswer(
            row=int(sheet_rows[place]),
            answerable=bool(questions[place].answers),
            answered=not silent[place],
            f1=float(shares[place]),
            confidence=float(sure[place]),
        )
        for place in hardest.surest(sure * (1 - shares), shares < 1)
    ]


def best_threshold(
    leads: NDArray[np.float64], answered: NDArray[np.float64], silent: NDArray[np.float64]
) -> float:
    """The threshold that gives the best F1: no answer is given where the lead exceeds it.

    ``leads``: by how much no answer is scored above the best answer, for each question; then each
    question's F1 if answered and if not. Of equally good thresholds the least is chosen.
    """
    order = np.argsort(leads, kind="stable")
    sorted_leads = leads[order]
    before = np.concatenate([[0.0], np.cumsum(answered[order])])
    after = np.concatenate([np.cumsum(silent[order][::-1])[::-1], [0.0]])
    edges = np.concatenate([[sorted_leads[0] - 2], sorted_leads, [sorted_leads[-1] + 2]])
    between = np.diff(edges) > 0
    cut = int(np.where(between, before + after, -1.0).argmax())
    return float((edges[cut] + edges[cut + 1]) / 2)


def by_type(types: Sequence[str | None], marks: Sequence[Mark]) -> list[QuestionTypeReport]:
    """How well the questions of each type are answered, in alphabetical order."""
    found: dict[str, list[Mark]] = {}
    for name, one in zip(types, marks, strict=True):
        if name is not None:
            found.setdefault(name, []).append(one)
    return [
        QuestionTypeReport(
            type=name,
            exact_match=mean([one.exact for one in of_type]),
            f1=mean([one.f1 for one in of_type]),
            support=len(of_type),
        )
        for name, of_type in sorted(found.items())
    ]


def mean(values: Sequence[float]) -> float:
    """Of one value a question."""
    return float(np.mean(values))
