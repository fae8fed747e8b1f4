import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets import leftovers
from api.datasets.cells import Cell
from api.datasets.limits import Limits
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from api.datasets.tasks.question_answering.rows import SCHEMA
from api.datasets.tasks.question_answering.task import QuestionAnswering
from api.datasets.tasks.task import Rows
from schemas.checks import CheckCode
from schemas.problems import ProblemCode
from tests.api.datasets.tasks.tables import table_of

TASK = QuestionAnswering()
HEADER = ["contexto", "pergunta", "resposta"]
CONTEXT = "uma vez e outra vez, disse o autor"
LIMITS = Limits(text_characters=60)


def sorted_out(*rows: list[Cell], header: list[str] = HEADER) -> Rows:
    table = table_of(header, *rows)
    return TASK.sort_out(table, TASK.resolve(table, Reading()), LIMITS)


def examples(rows: Rows) -> list[dict[str, Any]]:
    return rows.examples.to_pylist()


def reasons(rows: Rows) -> dict[int, str]:
    left_out = rows.left_out.select(["row", "code"]).to_pylist()
    return {each["row"]: each["code"] for each in left_out}


CELLS = st.tuples(
    st.sampled_from(["", " ", CONTEXT, "outro autor, outra vez", "x" * 61]),
    st.sampled_from(["", "quem?", "quando?", " quem?"]),
    st.sampled_from(
        ["", "autor", "AUTOR", "vez", "juiz", "[]", '["autor", "juiz"]', "[x]", '["vez", "uma"]']
    ),
    st.sampled_from(["", "16", "4", "99", "x"]),
    st.sampled_from(["", "", "sim", "não"]),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(CELLS, max_size=12))
def test_every_row_is_used_or_left_out(cells: list[tuple[str, ...]]):
    """The figures add up, and every answer stands where it is said to stand."""
    header = ["contexto", "pergunta", "resposta", "inicio_da_resposta", "sem_resposta"]
    plain = [[CONTEXT, f"quem? {n}", "disse", "21", "não"] for n in range(12)]
    rows = [*map(list, cells), *plain]

    outcome = sorted_out(*rows, header=header)

    assert outcome.rows_used + outcome.left_out.num_rows == len(rows)
    assert sum(each["rows"] for each in examples(outcome)) == outcome.rows_used
    assert outcome.examples.schema.equals(SCHEMA)
    numbers = [each["row"] for each in examples(outcome)]
    assert numbers == sorted(set(numbers))
    assert not set(numbers) & set(reasons(outcome))
    for each in examples(outcome):
        assert 0 < len(each["context"]) <= LIMITS.text_characters
        for answer in each["answers"]:
            start = answer["start"]
            assert each["context"][start : start + len(answer["text"])] == answer["text"]


def test_each_left_out_row_has_its_first_reason():
    """In the order of the columns."""
    outcome = sorted_out(
        ["", "quem?", "autor"],
        ["x" * 61, "quem?", "x"],
        [CONTEXT, " ", "autor"],
        [CONTEXT, "quem?", "juiz"],
        [CONTEXT, "quando?", "vez"],
        *([CONTEXT, f"quem? {n}", "autor"] for n in range(20)),
        [CONTEXT, "onde?", ""],
    )

    assert reasons(outcome) == {
        2: "context_empty",
        3: "text_too_long",
        4: "question_empty",
        5: "answer_not_in_context",
        6: "answer_ambiguous",
        27: "answer_empty",
    }
    told = leftovers.told(outcome.left_out)
    assert [each.column for each in told] == [
        *["contexto"] * 2,
        "pergunta",
        *["resposta"] * 3,
    ]
    assert told[1].params == {"characters": 61, "limit": 60}


def test_rows_of_one_question_are_one_example():
    """With every accepted answer once, in their order, and the number of its rows."""
    outcome = sorted_out(
        [CONTEXT, "quem?", "o autor"],
        [CONTEXT, "o quê?", "disse"],
        [CONTEXT, "quem?", "autor"],
        [CONTEXT, "quem?", "o autor"],
    )

    one, other = examples(outcome)
    assert (one["row"], one["rows"], other["row"], other["rows"]) == (2, 3, 3, 1)
    assert one["answers"] == [{"text": "o autor", "start": 27}, {"text": "autor", "start": 29}]
    assert outcome.rows_used == 4


def test_the_first_row_that_is_used_gives_its_number():
    """The ones before it are left out."""
    outcome = sorted_out(
        [CONTEXT, "quem?", "juiz"], [CONTEXT, "quem?", "autor"], [CONTEXT, "o quê?", "disse"]
    )

    assert [(each["row"], each["rows"]) for each in examples(outcome)] == [(3, 1), (4, 1)]


def test_rows_of_one_context_are_of_one_group():
    """With the document's name where there is one."""
    header = [*HEADER, "documento"]
    other = "a ré nega tudo o que se alega"
    outcome = sorted_out(
        [CONTEXT, "quem?", "autor", ""],
        [CONTEXT, "o quê?", "disse", "inicial"],
        [other, "quem?", "a ré", ""],
        [other, "o quê?", "nega", ""],
        ["só isto aqui", "o quê?", "isto", "inicial"],
        ["e mais isto", "o quê?", "isto", "réplica"],
        header=header,
    )

    one, same, alone, alike, third, last = [each["group"] for each in examples(outcome)]
    assert one == same == third == "inicial"
    assert last == "réplica"
    assert alone == alike
    assert alone not in {None, "inicial", "réplica"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["q1", "q2"], ["q1", "q2"]),
        (["q1", "q1"], ["2", "3"]),
        (["q1", ""], ["2", "3"]),
    ],
)
def test_each_example_has_an_identifier_of_its_own(given: list[str], kept: list[str]):
    """The file's where they are that; else the numbers of the rows."""
    outcome = sorted_out(
        [CONTEXT, "quem?", "autor", given[0]],
        [CONTEXT, "o quê?", "disse", given[1]],
        header=[*HEADER, "id"],
    )

    assert [each["id"] for each in examples(outcome)] == kept


def test_kinds_of_questions_and_sides_are_kept():
    """Where the file has them."""
    outcome = sorted_out(
        [CONTEXT, "quem?", "autor", "", "treino"],
        [CONTEXT, "quem?", "o autor", "pessoa", "treino"],
        ["outro autor", "qual?", "outro", "", "teste"],
        header=[*HEADER, "tipo_de_pergunta", "split"],
    )

    found = [(each["type"], each["split"]) for each in examples(outcome)]
    assert found == [("pessoa", "train"), (None, "validation")]


def test_places_are_found_mended_and_told():
    """With the figures, the question, and the answer as the context has it."""
    outcome = sorted_out(
        [CONTEXT, "quem?", "O Autor", ""],
        [CONTEXT, "o quê?", "disse", "20"],
        [CONTEXT, "quantas?", '["uma vez", "duas"]', ""],
        [CONTEXT, "como?", "uma vez", "0"],
        header=[*HEADER, "inicio_da_resposta"],
    )

    found, mended, unplaced = outcome.findings
    assert found.code is CheckCode.OFFSETS_FOUND
    assert found.params == {"answers": 2, "total": 5}
    assert [(each.row, each.answer) for each in found.examples] == [(2, "o autor"), (4, "uma vez")]
    assert mended.code is CheckCode.OFFSETS_MENDED
    assert mended.params == {"answers": 1, "total": 5}
    assert [(each.row, each.text) for each in mended.examples] == [(3, "o quê?")]
    assert unplaced.code is CheckCode.ANSWERS_UNPLACED
    assert unplaced.params == {"answers": 1, "total": 5}
    assert [(each.row, each.answer) for each in unplaced.examples] == [(4, "uma vez")]


def test_questions_without_an_answer_are_kept_and_told():
    """Their context teaches when to say nothing."""
    outcome = sorted_out(
        [CONTEXT, "quem?", json.dumps([{"text": "autor", "answer_start": 29}])],
        [CONTEXT, "onde?", "[]"],
        [CONTEXT, "onde?", "[]"],
    )

    [finding] = outcome.findings
    assert finding.code is CheckCode.UNANSWERABLE
    assert finding.params == {"questions": 1, "total": 2}
    assert [each["answers"] for each in examples(outcome)] == [[{"text": "autor", "start": 29}], []]
    assert outcome.rows_used == 3


def test_right_places_are_not_worth_a_word():
    """Nothing was decided."""
    rows = ([CONTEXT, f"quem {n}?", "autor", "29"] for n in range(4))

    assert sorted_out(*rows, header=[*HEADER, "inicio_da_resposta"]).findings == ()


def test_many_answers_in_several_places_ask_for_their_places():
    """Rather than leave out a large part of the file."""
    rows: list[list[Cell]] = [[CONTEXT, f"quem {n}?", "autor"] for n in range(3)]
    few = [*rows, [CONTEXT, "quantas?", "vez"]]

    assert reasons(sorted_out(*few)) == {5: "answer_ambiguous"}
    with pytest.raises(UnusableFileError) as refusal:
        sorted_out(*few, [CONTEXT, "quando?", "vez"])

    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.ANSWER_STARTS_NEEDED
    assert problem.params == {"rows": 2, "total": 5}


def test_places_that_were_told_are_not_asked_for():
    """They are there, and do not help."""
    rows: list[list[Cell]] = [[CONTEXT, f"quantas {n}?", "vez", "99"] for n in range(3)]

    outcome = sorted_out(*rows, header=[*HEADER, "inicio_da_resposta"])

    assert set(reasons(outcome).values()) == {"answer_ambiguous"}
