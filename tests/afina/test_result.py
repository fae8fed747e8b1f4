import io

import pytest
from rich.console import Console

from afina import result, verdict, words
from afina.verdict import Hits, Mistake
from afina.words.catalogue import Verdict
from schemas.base import Message
from schemas.baselines import BaselineCode
from schemas.metrics import Baseline, Report
from tests.afina.reports import report
from tests.schemas import trust
from tests.schemas.examples import answers_report, entities_report, multi_label_report


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


def test_categories_without_examples_come_after_those_that_have_some():
    """A weak one is what one looks for."""
    bars = drawn([[0, 0, 0], [60, 40, 0], [0, 0, 90]], words.ENGLISH).split("per category")[1]

    assert bars.index("40 of 100") < bars.index("90 of 90") < bars.index("no example in the exam")


def test_of_very_many_categories_the_weakest_are_named():
    """Three hundred lines would scroll the result itself away."""
    size = 25
    matrix = [[9 if row == column else 0 for column in range(size)] for row in range(size)]
    matrix[24][5] = 4
    text = drawn(matrix, words.ENGLISH)

    assert text.index("9 of 13") < text.index("9 of 9")
    assert text.count("9 of 9") == 19
    assert "and 5 more" in text


def test_one_round_is_one():
    assert "2 s, 1 rodada." in told(entities_report(seconds=2.0, epochs_run=1), words.PORTUGUESE)
    assert "2 s, 3 rounds." in told(entities_report(seconds=2.0, epochs_run=3), words.ENGLISH)


def test_many_categories_are_shown_by_their_mistakes_alone():
    """A matrix of more than twelve columns would not fit."""
    size = 13
    matrix = [[9 if row == column else 0 for column in range(size)] for row in range(size)]
    matrix[3][5] = 4
    text = drawn(matrix, words.ENGLISH)
    assert "“D” answered as “F”: 4 times" in text
    assert "Row: right answer" not in text


def told(report: Report, say: words.Words) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(result.drawn(report, say))
    return console.file.getvalue()


def test_an_exam_of_several_labels_counts_whole_texts_and_each_label():
    """There is nothing that one is taken for, so no table of mistakes."""
    text = told(multi_label_report(validation_examples=200), words.PORTUGUESE)

    assert "Seu modelo dá todas as categorias certas a 82 de cada 100 textos." in text
    assert "40 de 50" in text
    assert "Onde ele se confunde" not in text


def test_an_exam_of_entities_says_what_is_found_and_what_is_right():
    """By type, the weakest first, with its F1; the verdict is by F1."""
    text = told(entities_report(), words.PORTUGUESE)

    assert "Seu modelo encontra 80 de cada 100 entidades." in text
    assert "De cada 100 que ele aponta, 84 estão certas." in text
    assert "42 de 60; F1 0,72" in text
    assert text.index("LOCAL") < text.index("PESSOA")
    assert "Aceitável" in text


def test_an_exam_of_answers_is_said_in_words():
    """Exact ones, shared words, questions without an answer, and every type."""
    text = told(answers_report(), words.ENGLISH)

    assert "Your model answers 63 of every 100 questions exactly." in text
    assert "On average, 74 of every 100 words agree (F1)." in text
    assert "Of 40 questions without an answer in the text, it recognised 31." in text
    assert "55 of every 100 in 120; F1 0.70" in text


@pytest.mark.parametrize(
    ("report", "counts"),
    [
        (multi_label_report(), "got 74 of 90 right in the exam."),
        (entities_report(validation_examples=99), "found 139 of 170 entities in the exam."),
        (
            answers_report(validation_examples=99, unanswerable_examples=0),
            "answered 62 of 99 questions without any mistake.",
        ),
    ],
    ids=lambda value: value.task if isinstance(value, Message) else "",
)
def test_small_exams_of_every_task_say_no_rate(report: Report, counts: str):
    """Counts, and a warning."""
    text = told(report, words.ENGLISH)

    assert f"Your model {counts}" in text
    assert "of every 100 " not in text.split("Right answers per")[0]
    assert verdict.verdict(report) is Verdict.UNSURE


def test_a_model_that_finds_nothing_is_guessing():
    """Words outside of entities are right for free, so they do not count."""
    assert verdict.verdict(entities_report(f1=0.0)) is Verdict.GUESSING


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (trust.labels(), "On similar texts, expect from 82 to 91 right of every 100."),
        (trust.entities(), "in one figure) from 76 to 87 of 100."),
        (trust.answers(), "expect from 69 to 79 of every 100 words to agree."),
    ],
    ids=["labels", "entities", "answers"],
)
def test_an_exam_says_what_is_to_be_expected_of_other_texts(report: Report, said: str):
    """A range, not a promise."""
    assert said in " ".join(told(report, words.ENGLISH).split())


def test_simple_methods_stand_beside_the_model():
    """One bar each, from what the headline says down to what costs nothing."""
    text = told(trust.labels(), words.PORTUGUESE).split("Comparado com métodos mais simples")[1]

    model, counting, commonest = (
        next(line for line in text.splitlines() if name in line)
        for name in ("Este modelo", "Só contar palavras", "Sempre a resposta mais comum")
    )
    assert "87 de cada 100" in model
    assert "79 de cada 100" in counting
    assert "56 de cada 100" in commonest
    assert "tão bem" not in text


def test_a_model_that_a_simple_method_outdoes_is_told_of_it():
    """Equal is enough: the simple method costs nothing."""
    equal = Baseline(code=BaselineCode.WORD_COUNTS, rate=trust.labels().accuracy, macro_f1=0.8)

    text = told(trust.labels().model_copy(update={"baseline": equal}), words.ENGLISH)

    assert "A simpler method does as well or better." in text


def test_rows_that_deserve_a_look_are_named():
    """By their numbers in the sheet, those of which it was sure; texts never reach the log."""
    assert "Check their answers: 12." in told(trust.labels(), words.ENGLISH)
    assert "Confira as respostas delas: 7." in told(trust.entities(), words.PORTUGUESE)


def test_older_reports_and_small_exams_compare_nothing():
    """Old ones never measured it; of a few examples no rate is said."""
    old = told(entities_report(), words.ENGLISH)
    small = told(trust.labels().model_copy(update={"validation_examples": 99}), words.ENGLISH)

    assert "simpler" not in old + small
    assert "expect" not in old + small
