import re
import string
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.training.tasks.question_answering import metrics
from worker.training.tasks.question_answering.metrics import Mark


@pytest.mark.parametrize(
    ("answer", "language", "words"),
    [
        ("A Universidade, em Recife.", "pt", ["universidade", "em", "recife"]),
        ("Uns às  outras\nos", "pt", ["às", "outras"]),
        ("São José", "pt", ["são", "josé"]),
        ("“o” – réu", "pt", ["réu"]),
        ("The U.S. as an example", "en", ["us", "as", "example"]),
        ("o the", "en", ["o"]),
        ("Os", "pt", []),
    ],
)
def test_answers_are_compared_without_case_marks_and_articles(
    answer: str, language: metrics.Language, words: list[str]
):
    """Accents stay; of articles only the language's own go."""
    assert metrics.normalise(answer, language) == words


@pytest.mark.parametrize(
    ("answer", "right", "exact", "f1"),
    [
        ("a cidade de Recife", ["Cidade de Recife"], 1, 1),
        ("em Recife", ["na cidade de Recife"], 0, 2 * 1 / (2 + 4)),
        ("Recife Recife", ["Recife"], 0, 2 * 1 / (2 + 1)),
        ("Olinda", ["Recife"], 0, 0),
        ("10 de maio", ["maio de 1990", "10 de maio de 1990"], 0, 2 * 3 / (3 + 5)),
        ("", ["Recife"], 0, 0),
        ("", [], 1, 1),
        ("Recife", [], 0, 0),
    ],
)
def test_the_rule_is_that_of_squad(answer: str, right: list[str], exact: float, f1: float):
    """Computed by hand: words in common, twice, over the words of both; the best right answer."""
    told = metrics.mark(answer, right, "pt")

    assert told == Mark(exact, pytest.approx(f1))


WORDS = st.lists(
    st.sampled_from(["the", "a", "an", "Court", "court.", "of", "law,", "  ", "(1990)", "U.S."]),
    max_size=7,
).map(" ".join)


def squad(answer: str, truth: str) -> tuple[float, float]:
    """The rule as its authors state it: lower case, no marks, no articles, single spaces."""

    def words(text: str) -> list[str]:
        bare = "".join(letter for letter in text.lower() if letter not in string.punctuation)
        return re.sub(r"\b(a|an|the)\b", " ", bare).split()

    one, other = words(answer), words(truth)
    same = sum((Counter(one) & Counter(other)).values())
    if not one or not other:
        return float(one == other), float(one == other)
    precision, recall = same / len(one), same / len(other)
    return float(one == other), 2 * precision * recall / (precision + recall) if same else 0.0


@given(WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_english_answers_are_marked_as_squad_marks_them(answer: str, truth: str):
    """Stated a second time, by precision and recall."""
    exact, f1 = squad(answer, truth)

    assert metrics.mark(answer, [truth], "en") == Mark(exact, pytest.approx(f1))


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["O réu foi citado em casa e não contestou."], "pt"),
        (["The defendant was served at home and did not answer."], "en"),
        (["the of and", "o os de do da e que"], "pt"),
        (["42"], "pt"),
    ],
)
def test_the_language_is_that_of_most_common_words(texts: list[str], language: str):
    """Portuguese when nothing tells."""
    assert metrics.language_of(texts) == language


@given(
    st.lists(
        st.tuples(st.integers(-3, 3), st.floats(0, 1), st.sampled_from([0.0, 1.0])),
        min_size=1,
        max_size=15,
    )
)
def test_no_threshold_is_better_than_the_chosen_one(questions: list[tuple[int, float, float]]):
    """Not above all leads, not below them, not between any two."""
    leads, answered, silent = (np.array(part, dtype=float) for part in zip(*questions, strict=True))

    def total(threshold: float) -> float:
        return float(np.where(leads > threshold, silent, answered).sum())

    chosen = total(metrics.best_threshold(leads, answered, silent))
    assert chosen == pytest.approx(max(total(lead) for lead in [*leads, -9.0, 9.0]))


def test_questions_are_counted_by_type():
    """Those without a type are in no row."""
    marks = [Mark(1, 1), Mark(0, 0.5), Mark(0, 0), Mark(1, 1)]

    when, who = metrics.by_type(["quem", "quando", "quem", None], marks)

    assert (when.type, when.exact_match, when.f1, when.support) == ("quando", 0, 0.5, 1)
    assert (who.type, who.exact_match, who.f1, who.support) == ("quem", 0.5, 0.5, 2)
