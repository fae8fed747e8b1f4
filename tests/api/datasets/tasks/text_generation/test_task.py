import json
from pathlib import Path

import pytest

from api.datasets.limits import Limits
from api.datasets.reading import Reading
from api.datasets.tasks.task import UnfitStepError
from api.datasets.tasks.text_generation.task import TextGeneration
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.recipe import CutTexts, MergeLabels, Step
from schemas.tasks import Task, TextForm
from tests.api.datasets.sheets import examples_in, prepared
from tests.api.datasets.tasks.tables import real_file, table_of

TASK = TextGeneration()
CHAT = json.dumps(
    [
        {"role": "user", "content": "Oi"},
        {"role": "assistant", "content": "Olá"},
        {"role": "user", "content": "Tudo bem?"},
        {"role": "assistant", "content": "Tudo"},
    ]
)
SHORT = CHAT.replace("Tudo", "Ah")
TEXTS = [["texto"], ["um texto longo"], ["outro"]]
EXCHANGES = [["instruction", "output"], ["Some 1 e 2", "3"], ["Some 2 e 2", "4"]]
CHATS = [["messages"], [CHAT], [SHORT]]


def made(rows: list[list[str]]):
    table = table_of(*rows)
    resolved = TASK.resolve(table, Reading())
    return TASK.sort_out(table, resolved, Limits()).examples, resolved


@pytest.mark.parametrize(
    ("rows", "text", "answer"),
    [
        (TEXTS, "um texto longo", ""),
        (EXCHANGES, "Some 1 e 2\n\n3", "3"),
        (CHATS, "Oi\n\nOlá\n\nTudo bem?\n\nTudo", "Tudo"),
    ],
)
def test_everything_is_read_and_the_last_is_the_answer(
    rows: list[list[str]], text: str, answer: str
):
    """The model learns from the whole, in whichever form."""
    examples, _ = made(rows)

    assert TASK.texts(examples).to_pylist()[0] == text
    assert TASK.answers(examples).to_pylist()[0] == answer
    assert len(TASK.texts(examples)) == len(TASK.answers(examples)) == 2


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (TEXTS, {Role.TEXT: "um texto longo"}),
        (EXCHANGES, {Role.PROMPT: "Some 1 e 2", Role.COMPLETION: "3"}),
        (
            CHATS,
            {Role.MESSAGES: "user: Oi\n\nassistant: Olá\n\nuser: Tudo bem?\n\nassistant: Tudo"},
        ),
    ],
)
def test_an_example_is_shown_by_its_roles(rows: list[list[str]], shown: dict[Role, str]):
    """A conversation line by line."""
    assert TASK.shown(made(rows)[0].to_pylist()[0]) == shown


@pytest.mark.parametrize("rows", [TEXTS, EXCHANGES, CHATS])
def test_there_are_no_labels(rows: list[list[str]]):
    """Every text is its own."""
    assert TASK.labels(made(rows)[0]) == ()


def test_what_cannot_be_learned_is_told():
    """Nothing, or nothing left for the exam."""
    for rows, code in (
        ([EXCHANGES[0], ["Some", ""], ["", "3"]], ProblemCode.NO_EXAMPLES),
        (EXCHANGES[:2], ProblemCode.ONE_GROUP_ONLY),
    ):
        assert [each.code for each in TASK.unlearnable(*made(rows), Limits())] == [code]
    assert TASK.unlearnable(*made(EXCHANGES), Limits()) == ()


def test_texts_can_be_cut():
    """Running text keeps its beginning; the row stays the same."""
    examples, _ = made(TEXTS)

    cut = TASK.apply(CutTexts(characters=3), examples)

    assert cut["text"].to_pylist() == ["um", "out"]
    assert cut.drop_columns("text").equals(examples.drop_columns("text"))


@pytest.mark.parametrize(
    ("rows", "step"),
    [
        (EXCHANGES, CutTexts(characters=3)),
        (CHATS, CutTexts(characters=3)),
        (TEXTS, MergeLabels(labels=["a"], into="b")),
    ],
)
def test_other_steps_are_unfit(rows: list[list[str]], step: Step):
    """A cut exchange would lose its answer, and there are no labels."""
    with pytest.raises(UnfitStepError):
        TASK.apply(step, made(rows)[0])


@pytest.mark.parametrize(
    ("name", "rows"), [("alpaca_en_demo.json", 999), ("spider_dev_sft.jsonl", 1_034)]
)
def test_real_instructions_are_used_whole(name: str, rows: int, tmp_path: Path):
    """Every row has an instruction and an output, and many have what it is about."""
    path = tmp_path / name
    path.symlink_to(real_file(name))

    outcome = prepared(path)

    assert (outcome.reading.task, outcome.reading.form) == (
        Task.TEXT_GENERATION,
        TextForm.COMPLETION,
    )
    assert {role.value for role in outcome.reading.columns} == {"prompt", "input", "completion"}
    assert (outcome.rows_total, outcome.rows_used, outcome.examples) == (rows, rows, rows)
    assert any("\n\n" in str(each["prompt"]) for each in examples_in(path))
