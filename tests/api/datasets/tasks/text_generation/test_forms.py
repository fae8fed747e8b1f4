import json

import pytest

from api.datasets.cells import Cell
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from api.datasets.tasks.text_generation import forms
from schemas.problems import ProblemCode
from schemas.tasks import TextForm
from tests.api.datasets.sheets import asking
from tests.api.datasets.tasks.tables import table_of

CHAT = json.dumps([{"role": "user", "content": "Oi"}, {"role": "assistant", "content": "Olá"}])


def sheet(*header: str, rows: int = 9) -> Table:
    """Short varied texts in every column, conversations where the name says so."""
    cells: list[list[Cell]] = [
        [CHAT if name in {"messages", "conversations"} else f"{name} {n}" for name in header]
        for n in range(rows)
    ]
    return table_of(header, *cells)


def asked_between(table: Table, reading: Reading | None = None) -> list[str]:
    with pytest.raises(UnusableFileError) as refusal:
        forms.find(table, reading or Reading())
    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.FORM_AMBIGUOUS
    told = problem.params["forms"]
    assert isinstance(told, list)
    return told


@pytest.mark.parametrize(
    ("header", "form"),
    [
        (["messages"], TextForm.CHAT),
        (["id", "conversations"], TextForm.CHAT),
        (["instruction", "input", "output"], TextForm.COMPLETION),
        (["input", "output"], TextForm.COMPLETION),
        (["Prompt", "Completion"], TextForm.COMPLETION),
        (["instruction", "context", "response", "category"], TextForm.COMPLETION),
        (["pergunta", "resposta"], TextForm.QA),
        (["question", "answer", "id"], TextForm.QA),
        (["texto"], TextForm.TEXT),
        (["qualquer"], TextForm.TEXT),
        (["code"], TextForm.CODE),
        (["id", "codigo_fonte"], TextForm.CODE),
    ],
)
def test_names_tell_the_form(header: list[str], form: TextForm):
    """Of exchanges first, then of texts."""
    assert forms.find(sheet(*header), Reading()) is form


def test_a_long_text_tells_the_form():
    """Whatever its column is called."""
    text = "O autor da ação nº {} alega, em síntese, dano moral e material"
    rows = ([n % 3, text.format(n)] for n in range(9))

    assert forms.find(table_of(["a", "b"], *rows), Reading()) is TextForm.TEXT


@pytest.mark.parametrize(
    ("header", "candidates"),
    [
        (["messages", "prompt", "completion"], ["completion", "chat"]),
        (["question", "answer", "instruction", "output"], ["qa", "completion"]),
        (["texto", "code"], ["text", "code"]),
        (["a", "b"], ["text", "code", "qa", "completion", "chat"]),
        (["contexto", "pergunta", "resposta"], ["text", "code", "qa", "completion", "chat"]),
    ],
)
def test_what_is_not_clear_is_asked(header: list[str], candidates: list[str]):
    """Between the forms that fit, or all where none does."""
    assert asked_between(sheet(*header)) == candidates


def test_the_form_that_is_asked_for_is_taken():
    """Whatever the names say."""
    reading = Reading(form=TextForm.CHAT)

    assert forms.find(sheet("pergunta", "resposta"), reading) is TextForm.CHAT


@pytest.mark.parametrize(
    ("reading", "form"),
    [
        (asking(messages="a"), TextForm.CHAT),
        (asking(prompt="a", completion="b"), TextForm.COMPLETION),
        (asking(question="a"), TextForm.QA),
        (asking(text="a"), TextForm.TEXT),
        (asking(text="Código-fonte"), TextForm.CODE),
    ],
)
def test_the_roles_that_are_asked_for_tell_the_form(reading: Reading, form: TextForm):
    """A person who names the columns has said what they are."""
    assert forms.find(sheet("texto", "code", "prompt", "completion"), reading) is form


def test_roles_of_two_forms_are_asked_about():
    """They cannot both be meant."""
    reading = asking(prompt="a", answer="b")

    assert asked_between(sheet("a", "b"), reading) == ["qa", "completion"]


@pytest.mark.parametrize(
    ("header", "fit"),
    [
        (["messages"], 1.0),
        (["instruction", "output"], 1.0),
        (["pergunta", "resposta"], 1.0),
        (["pedido", "resultado"], 0.0),
        (["texto", "ramo"], 0.0),
        (["code"], 0.0),
    ],
)
def test_only_outright_names_of_exchanges_speak_for_the_task(header: list[str], fit: float):
    """A text alone is more often a spreadsheet that lacks its categories."""
    assert forms.fits(sheet(*header)) == fit


def test_few_answers_sort_the_questions():
    """They are categories rather than texts."""
    rows = ([f"posso {n}?", ("sim", "não")[n % 2]] for n in range(20))

    assert forms.fits(table_of(["pergunta", "resposta"], *rows)) == 0


def test_a_conversation_is_a_list():
    """A column of plain messages is something else."""
    rows = ([f"Oi, tudo bem {n}?", "a"] for n in range(9))

    assert forms.fits(table_of(["conversa", "categoria"], *rows)) == 0
