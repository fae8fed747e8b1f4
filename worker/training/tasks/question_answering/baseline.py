"""What looking for the question's words reaches on the same split."""

import re
from collections.abc import Sequence

from schemas.baselines import BaselineCode
from schemas.metrics import Baseline
from worker.training.examples import Source
from worker.training.tasks.question_answering import data, metrics
from worker.training.tasks.question_answering.data import Question
from worker.training.tasks.question_answering.metrics import ARTICLES, Language

MOST_QUESTIONS = 1000
MOST_CHARACTERS = 20_000
"""Of a context."""
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
WORD = re.compile(r"\w+")


def measure(source: Source, language: Language) -> Baseline:
    """The F1 of answering with the sentence that shares most words with the question."""
    questions = data.read(source.path).questions
    asked = [questions[row] for row in source.sample(source.split.held_out, MOST_QUESTIONS)]
    marks = [
        metrics.mark(answer(one, language), [right.text for right in one.answers], language)
        for one in asked
    ]
    rate = metrics.mean([one.f1 for one in marks])
    return Baseline(code=BaselineCode.SHARED_WORDS, rate=rate)


def answer(question: Question, language: Language) -> str:
    """The first of the sentences that share most words with the question."""
    wanted = _words(question.question, language)
    sentences: Sequence[str] = SENTENCE_END.split(question.context[:MOST_CHARACTERS])
    return max(sentences, key=lambda sentence: len(wanted & _words(sentence, language)))


def _words(text: str, language: Language) -> set[str]:
    return set(WORD.findall(text.casefold())) - ARTICLES[language]
