import io

import pytest
from rich.console import Console

from afina import result, verdict, words
from afina.verdict import Hits, Mistake
from afina.words.catalogue import Verdict
from tests.afina.reports import report


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[96, 4], [4, 96]], Verdict.EXCELLENT),
        ([[95, 5], [5, 95]], Verdict.GOOD),
        ([[85, 15], [15, 85]], Verdict.GOOD),
        ([[84, 16], [16, 84]], Verdict.ACCEPTABLE),
        ([[70, 30], [30, 70]], Verdict.ACCEPTABLE),
        ([[69, 31], [31, 69]], Verdict.POOR),
        ([[40, 60], [60, 40]], Verdict.GUESSING),
        ([[49, 0], [0, 50]], Verdict.UNSURE),
    ],
)
def test_the_verdict_follows_the_bounds(matrix, expected):
    """Fewer than 100 held-out examples prove nothing; no better than the majority is a guess."""
    assert verdict.verdict(report(matrix)) is expected


def test_hits_are_the_diagonal():
    made = report([[8, 2], [1, 9]])
    assert verdict.hits(made) == [Hits("A", 8, 10), Hits("B", 9, 10)]
    assert verdict.right_answers(made) == 17


def test_mistakes_come_by_their_number():
    made = report([[8, 2, 0], [5, 5, 0], [0, 0, 9]])
    assert verdict.mistakes(made) == [Mistake("B", "A", 5), Mistake("A", "B", 2)]


def test_the_commonest_label_is_the_one_behind_the_majority_share():
    """The commonest label of the training rows need not be the commonest of the exam."""
    made = report([[30, 0, 0], [0, 50, 0], [0, 0, 20]], majority_accuracy=0.3)
    assert verdict.commonest_label(made) == "A"


def drawn(matrix: list[list[int]], say: words.Words) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(result.drawn(report(matrix), say))
    return console.file.getvalue()


def test_the_result_is_said_in_plain_words():
    """Number before percentage, and the mistakes by name."""
    text = drawn([[80, 20], [5, 95]], words.PORTUGUESE)
    assert "Seu modelo acerta 88 de cada 100." in text
    assert "Medido em 200 exemplos" in text
    assert "Quem sempre respondesse “A” acertaria 40 de cada 100." in text
    assert "80 de 100" in text
    assert "95 de 100" in text
    assert "“A” respondido como “B”: 20 vezes" in text
    assert "0,50" in text


def test_a_small_exam_says_no_rate():
    text = drawn([[4, 1], [0, 5]], words.ENGLISH)
    assert "Your model got 9 of 10 right in the exam." in text
    assert "Always answering “A” gets 4 of 10 right." in text
    assert "of every 100" not in text
    assert "“A” answered as “B”: 1 time" in text


def test_weakest_categories_come_first():
    text = drawn([[90, 10], [60, 40]], words.ENGLISH)
    bars = text.split("Right answers per category")[1]
    assert bars.index("40 of 100") < bars.index("90 of 100")


def test_a_perfect_exam_has_no_mistakes_to_show():
    assert "every example of the exam right" in drawn([[60, 0], [0, 60]], words.ENGLISH)


def test_a_category_without_examples_is_not_a_failure():
    assert "nenhum exemplo na prova" in drawn([[60, 0], [0, 0]], words.PORTUGUESE)


def test_many_categories_are_shown_by_their_mistakes_alone():
    """A matrix of more than twelve columns would not fit."""
    size = 13
    matrix = [[9 if row == column else 0 for column in range(size)] for row in range(size)]
    matrix[3][5] = 4
    text = drawn(matrix, words.ENGLISH)
    assert "“D” answered as “F”: 4 times" in text
    assert "Row: right answer" not in text
