import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.datasets import leftovers
from api.datasets.cells import clean_text
from api.datasets.offsets import Verdict
from api.datasets.tasks.question_answering import replies
from api.datasets.tasks.question_answering.answers import Statement, Told
from api.datasets.tasks.question_answering.replies import Answer, Asked, Reply
from schemas.problems import ProblemCode

CONTEXT = "uma vez e outra vez, disse o autor"
SILENT, DENIES, AFFIRMS = Statement(()), Statement((), denies=True), Statement((), denies=False)


def asked(*told: Told, context: str = CONTEXT, question: str = "quem?") -> Asked:
    statement = Statement(told, denies=False) if told else SILENT
    return Asked(0, clean_text(context), context, question, statement)


def said(statement: Statement, question: str) -> tuple[Asked, Reply]:
    row = Asked(0, CONTEXT, CONTEXT, question, statement)
    return row, replies.reply(row)


def reasons(*rows: tuple[Asked, Reply]) -> list[str]:
    return replies.settled([row for row, _ in rows], [told for _, told in rows])


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Told("autor", None), leftovers.USED),
        (Told("vez", 16), leftovers.USED),
        (Told("vez", None), ProblemCode.ANSWER_AMBIGUOUS),
        (Told("juiz", 0), ProblemCode.ANSWER_NOT_IN_CONTEXT),
    ],
)
def test_a_row_is_left_out_for_an_answer_without_a_place(told: Told, reason: str):
    """And its reason says which of the two it is."""
    assert replies.reply(asked(told)).reason == reason


def test_one_placed_answer_is_enough():
    """The others of the row are counted, not kept."""
    reply = replies.reply(asked(Told("vez", None), Told("juiz", None), Told("autor", None)))

    assert reply.reason == leftovers.USED
    assert reply.answers == (Answer("autor", 29),)
    assert [*reply.verdicts] == [Verdict.AMBIGUOUS, Verdict.ABSENT, Verdict.FOUND]


def test_of_two_reasons_the_one_that_can_be_mended_is_told():
    """A place is easier to add than another answer."""
    reply = replies.reply(asked(Told("vez", None), Told("juiz", None)))

    assert reply.reason == ProblemCode.ANSWER_AMBIGUOUS


def test_an_answer_told_twice_is_one():
    """Whoever wrote it."""
    assert len(replies.reply(asked(Told("autor", 29), Told("autor", None))).answers) == 1


@given(st.text(alphabet=" \t\r\n\0\x0bab", max_size=12), st.integers(0, 12), st.integers(1, 12))
def test_places_are_those_of_the_text_that_the_file_has(before: str, start: int, length: int):
    """Cleaning a context moves its letters, and the places with them."""
    raw = before + "x" + before + "y"
    answer = raw[start : start + length]
    cleaned = clean_text(answer)
    assume(cleaned and cleaned in answer)

    reply = replies.reply(asked(Told(cleaned, start + answer.find(cleaned)), context=raw))

    assert reply.verdicts == (Verdict.RIGHT,)
    [placed] = reply.answers
    assert clean_text(raw)[placed.start : placed.start + len(placed.text)] == placed.text


def test_places_in_the_cleaned_text_are_right_too():
    """Whoever wrote them may have cleaned it first."""
    reply = replies.reply(asked(Told("vez", 4), context="  uma vez e outra vez"))

    assert reply.answers == (Answer("vez", 4),)


def test_a_denial_is_a_question_without_an_answer():
    """The file says so itself."""
    assert reasons(said(DENIES, "a?"), said(DENIES, "b?")) == [leftovers.USED, leftovers.USED]


def test_a_blank_answer_means_none_where_many_are_blank_among_others():
    """Not where it may have been forgotten, nor where nothing is answered."""
    answered = [said(Statement((Told("autor", 29),), denies=False), f"{n}?") for n in range(9)]
    blank = said(SILENT, "b?")

    assert reasons(*answered, blank)[-1] == leftovers.USED
    assert reasons(*answered, said(DENIES, "c?"), blank)[-1] == ProblemCode.ANSWER_EMPTY
    assert reasons(blank, blank) == [ProblemCode.ANSWER_EMPTY] * 2


def test_a_blank_answer_that_should_be_there_is_missing():
    """The file says that the question has one."""
    assert reasons(said(AFFIRMS, "a?")) == [ProblemCode.ANSWER_EMPTY]


@pytest.mark.parametrize("statement", [DENIES, SILENT])
def test_a_question_that_another_row_answers_has_an_answer(statement: Statement):
    """Even where that answer cannot be placed."""
    absent = said(Statement((Told("juiz", 0),), denies=False), "a?")

    assert reasons(absent, said(statement, "a?")) == [
        ProblemCode.ANSWER_NOT_IN_CONTEXT,
        ProblemCode.ANSWER_EMPTY,
    ]


def test_rows_of_one_question_are_found_together():
    """The same words about another context are another question."""
    rows = [
        asked(question="a?"),
        asked(question="b?"),
        asked(question="a?"),
        asked(question="a?", context="outro"),
    ]

    assert [*replies.questions(rows)] == [[0, 2], [1], [3]]
