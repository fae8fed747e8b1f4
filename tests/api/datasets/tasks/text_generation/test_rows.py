import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets import leftovers
from api.datasets.cells import Cell
from api.datasets.limits import Limits
from api.datasets.reading import Reading
from api.datasets.tasks.task import Rows
from api.datasets.tasks.text_generation.rows import schema
from api.datasets.tasks.text_generation.task import TextGeneration
from schemas.reading import Role
from schemas.tasks import TextForm
from tests.api.datasets.tasks.tables import table_of

TASK = TextGeneration()
LONGEST = 30
ROLES = {
    TextForm.TEXT: [Role.TEXT],
    TextForm.CODE: [Role.TEXT],
    TextForm.QA: [Role.QUESTION, Role.ANSWER, Role.SYSTEM],
    TextForm.COMPLETION: [Role.PROMPT, Role.COMPLETION, Role.INPUT, Role.SYSTEM],
    TextForm.CHAT: [Role.MESSAGES, Role.SYSTEM],
}


def chat(*contents: str) -> str:
    """A conversation of these contents, the person first."""
    speakers = ("user", "assistant")
    told = [{"role": speakers[n % 2], "content": said} for n, said in enumerate(contents)]
    return json.dumps(told)


def sorted_out(form: TextForm, *rows: Sequence[Cell], roles: Sequence[Role] = ()) -> Rows:
    """The rows in columns of the form's roles, in their order."""
    header = [role.value for role in roles or ROLES[form]]
    reading = Reading(form=form, columns={Role(name): name for name in header})
    table = table_of(header, *rows)
    resolved = TASK.resolve(table, reading)
    return TASK.sort_out(table, resolved, Limits(text_characters=LONGEST))


def examples(rows: Rows) -> list[dict[str, Any]]:
    besides = {"group", "row", "split"}
    return [
        {name: each[name] for name in each if name not in besides}
        for each in rows.examples.to_pylist()
    ]


def reasons(rows: Rows) -> dict[int, str]:
    left_out = rows.left_out.select(["row", "code"]).to_pylist()
    return {each["row"]: each["code"] for each in left_out}


CELLS = st.sampled_from(
    ["", "  ", "Oi", " Oi\n", "x" * 31, "[]", chat("Oi"), chat("Oi", "Olá"), chat("Oi", "y" * 30)]
)


@pytest.mark.parametrize("form", TextForm)
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_every_row_is_used_or_left_out(form: TextForm, data: st.DataObject):
    """The figures add up, and every example is within bounds."""
    width = len(ROLES[form])
    rows = data.draw(st.lists(st.tuples(*[CELLS] * width), max_size=12))
    cells = [*rows, ["fim"] * width]

    outcome = sorted_out(form, *cells)

    assert outcome.rows_used == outcome.examples.num_rows
    assert outcome.rows_used + outcome.left_out.num_rows == len(cells)
    assert outcome.examples.schema.equals(schema(form))
    numbers = outcome.examples["row"].to_pylist()
    assert numbers == sorted(set(numbers))
    assert not set(numbers) & set(reasons(outcome))
    assert all("" not in each.values() for each in examples(outcome))


def test_running_text_is_cleaned():
    """White space around a text is no part of it."""
    outcome = sorted_out(TextForm.TEXT, [" um texto \r\n"], [" \n"], ["x" * 31], ["fim"])

    assert examples(outcome) == [{"text": "um texto"}, {"text": "fim"}]
    assert reasons(outcome) == {3: "text_empty", 4: "text_too_long"}


@settings(deadline=None)
@given(st.text(min_size=1, max_size=LONGEST).filter(lambda text: not text.isspace()))
def test_source_text_stays_as_it_is(source: str):
    """Every sign of white space counts, at its ends too."""
    outcome = sorted_out(TextForm.CODE, [source], ["fim"])

    assert examples(outcome)[0] in ({"text": source}, {"text": "fim"})
    assert outcome.rows_used == 2 or reasons(outcome) == {2: "text_empty"}


def test_indented_source_is_kept():
    """As it would run."""
    assert examples(sorted_out(TextForm.CODE, ["\tif x:\r\n\t\ty()\n"], [" \n"], ["x"])) == [
        {"text": "\tif x:\r\n\t\ty()\n"},
        {"text": "x"},
    ]


def test_an_instruction_is_followed_by_what_it_is_about():
    """After what is always told, as paragraphs; what is blank leaves no gap."""
    outcome = sorted_out(
        TextForm.COMPLETION,
        ["Some", "3", "1 e 2", "Seja breve."],
        ["Some 1 e 2", "3", " ", ""],
        ["", "3", "1 e 2", ""],
    )

    assert examples(outcome) == [
        {"prompt": "Seja breve.\n\nSome\n\n1 e 2", "completion": "3"},
        {"prompt": "Some 1 e 2", "completion": "3"},
        {"prompt": "1 e 2", "completion": "3"},
    ]


def test_an_exchange_has_two_sides():
    """What is always told asks nothing."""
    outcome = sorted_out(
        TextForm.COMPLETION,
        ["", "3", "", "Seja breve."],
        ["Some", "", "1 e 2", ""],
        ["Some", "x" * 25, "1", ""],
        ["Some", "x" * 23, "1", ""],
    )

    assert reasons(outcome) == {2: "prompt_empty", 3: "completion_empty", 4: "text_too_long"}
    told = leftovers.told(outcome.left_out)
    assert [each.column for each in told] == ["prompt", "completion", "prompt"]
    assert told[2].params == {"characters": 32, "limit": 30}


def test_questions_and_answers_are_exchanges():
    """With reasons in their own words."""
    outcome = sorted_out(TextForm.QA, ["Quem?", "Eu", ""], ["", "Eu", ""], ["Quem?", "", ""])

    assert examples(outcome) == [{"prompt": "Quem?", "completion": "Eu"}]
    assert reasons(outcome) == {3: "question_empty", 4: "answer_empty"}


def test_conversations_have_one_set_of_roles():
    """And the length of all that is said."""
    outcome = sorted_out(
        TextForm.CHAT,
        [json.dumps([{"from": "human", "value": "Oi"}, {"from": "gpt", "value": "Olá"}]), "Diga."],
        [chat("Oi"), ""],
        [chat("Oi", "y" * 29), ""],
        ["Oi", ""],
    )

    [example] = examples(outcome)
    assert example["messages"] == [
        {"role": "system", "content": "Diga."},
        {"role": "user", "content": "Oi"},
        {"role": "assistant", "content": "Olá"},
    ]
    assert reasons(outcome) == {
        3: "conversation_unanswered",
        4: "text_too_long",
        5: "conversation_unreadable",
    }
    assert leftovers.told(outcome.left_out)[1].params == {"characters": 31, "limit": 30}


def test_groups_and_sides_are_kept():
    """Where the file has them."""
    roles = [Role.TEXT, Role.GROUP, Role.SPLIT]
    rows = [["um", "d1", "treino"], ["dois", "", "teste"], ["três", "d1", ""]]

    outcome = sorted_out(TextForm.TEXT, *rows, roles=roles)

    assert outcome.examples["group"].to_pylist() == ["d1", None, "d1"]
    assert outcome.examples["split"].to_pylist() == ["train", "validation", "train"]
    assert outcome.examples["row"].to_pylist() == [2, 3, 4]
