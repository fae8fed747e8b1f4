import json

import pytest

from api.datasets.cells import Cell
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from api.datasets.tasks.text_generation import columns
from schemas.problems import ProblemCode
from schemas.tasks import TextForm
from tests.api.datasets.sheets import asking
from tests.api.datasets.tasks.tables import table_of

CHAT = json.dumps([{"role": "user", "content": "Oi"}, {"role": "assistant", "content": "Olá"}])
LONG = "O autor da ação nº {} alega, em síntese, dano moral e material"


def sheet(*header: str, rows: int = 12) -> Table:
    """Conversations, sides, documents and long texts where the names say so; else short texts."""
    makers = {"messages": CHAT, "split": "treino", "documento": "d{}", "longo": LONG, "lungo": LONG}
    cells: list[list[Cell]] = [
        [
            makers.get(name, name + " {}").format(n // 2) if name != "messages" else CHAT
            for name in header
        ]
        for n in range(rows)
    ]
    return table_of(header, *cells)


def chosen(table: Table, form: TextForm, reading: Reading | None = None) -> dict[str, str]:
    found = columns.choose(table, reading or Reading(), form)
    return {role.value: choice.column.name for role, choice in found.items()}


@pytest.mark.parametrize(
    ("form", "header", "roles"),
    [
        (TextForm.TEXT, ["id", "texto"], {"text": "texto"}),
        (TextForm.TEXT, ["a", "longo"], {"text": "longo"}),
        (TextForm.TEXT, ["a"], {"text": "a"}),
        (TextForm.CODE, ["texto", "código"], {"text": "código"}),
        (TextForm.CODE, ["a", "longo"], {"text": "longo"}),
        (TextForm.QA, ["Pergunta", "Resposta"], {"question": "Pergunta", "answer": "Resposta"}),
        (
            TextForm.COMPLETION,
            ["instruction", "input", "output", "system"],
            {
                "prompt": "instruction",
                "completion": "output",
                "input": "input",
                "system": "system",
            },
        ),
        (TextForm.COMPLETION, ["input", "output"], {"prompt": "input", "completion": "output"}),
        (TextForm.CHAT, ["messages", "system"], {"messages": "messages", "system": "system"}),
        (TextForm.CHAT, ["a"], {"messages": "a"}),
        (
            TextForm.TEXT,
            ["texto", "documento", "split"],
            {"text": "texto", "group": "documento", "split": "split"},
        ),
    ],
)
def test_each_form_finds_its_columns(form: TextForm, header: list[str], roles: dict[str, str]):
    """By their names, or as the only ones that could be meant."""
    assert chosen(sheet(*header), form) == roles


def test_two_long_texts_are_asked_about_once():
    """Neither is taken silently; naming one settles it."""
    table = sheet("longo", "lungo")

    with pytest.raises(UnusableFileError) as refusal:
        columns.choose(table, Reading(), TextForm.TEXT)

    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.COLUMNS_AMBIGUOUS
    assert problem.params == {"role": "text", "candidates": ["longo", "lungo"]}
    assert chosen(table, TextForm.TEXT, asking(text="lungo")) == {"text": "lungo"}


@pytest.mark.parametrize(
    ("form", "roles"),
    [
        (TextForm.QA, ["question", "answer"]),
        (TextForm.COMPLETION, ["completion", "prompt"]),
        (TextForm.CHAT, ["messages"]),
    ],
)
def test_what_is_missing_is_told_with_its_role(form: TextForm, roles: list[str]):
    """All at once, with the columns that there are."""
    with pytest.raises(UnusableFileError) as refusal:
        columns.choose(sheet("a", "b"), Reading(), form)

    problems = refusal.value.problems
    assert {each.code for each in problems} == {ProblemCode.ROLE_COLUMN_NOT_FOUND}
    assert [each.params["role"] for each in problems] == roles
