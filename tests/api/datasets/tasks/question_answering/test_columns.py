import pytest

from api.datasets.cells import Cell
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from api.datasets.tasks.question_answering import columns
from schemas.problems import DataProblem, ProblemCode
from tests.api.datasets.sheets import asking
from tests.api.datasets.tasks.tables import table_of

PASSAGE = "O autor da ação alega que o contrato foi descumprido pela ré e pede indenização. " * 4


def sheet(*header: str, rows: int = 12) -> Table:
    """Columns of this order: context, question, answer, and numbers in all others."""
    cells: list[list[Cell]] = [
        [f"{PASSAGE} {n // 2}", f"Quem alega {n}?", f"o autor {n}", *[n // 3] * len(header)]
        for n in range(rows)
    ]
    return table_of(header, *(row[: len(header)] for row in cells))


def chosen(table: Table, reading: Reading | None = None) -> dict[str, str]:
    found = columns.choose(table, reading or Reading())
    return {role.value: choice.column.name for role, choice in found.items()}


def problems(table: Table, reading: Reading | None = None) -> list[DataProblem]:
    with pytest.raises(UnusableFileError) as refusal:
        columns.choose(table, reading or Reading())
    return refusal.value.problems


@pytest.mark.parametrize(
    "header",
    [
        ("context", "question", "answers"),
        ("Contexto", "Pergunta", "Resposta"),
        ("Parágrafo", "Quesito", "Gabarito"),
        ("texto", "Dúvida", "resposta"),
    ],
)
def test_names_tell_the_columns(header: tuple[str, str, str]):
    """In either language."""
    names = dict(zip(["context", "question", "answer"], header, strict=True))

    assert chosen(sheet(*header)) == names
    assert columns.fits(sheet(*header)) >= 0.6


def test_values_tell_where_names_do_not():
    """Contexts are long, questions ask, and what is left answers."""
    assert chosen(sheet("c1", "c2", "c3")) == {"context": "c1", "question": "c2", "answer": "c3"}
    assert columns.fits(sheet("c1", "c2", "c3")) == 0


def test_the_columns_of_question_sets_are_found():
    """As SQuAD has them, and FaQuAD, and what people add."""
    header = ("context", "question", "answers", "id", "is_impossible", "question_type", "title")

    assert chosen(sheet(*header)) == {
        "context": "context",
        "question": "question",
        "answer": "answers",
        "id": "id",
        "unanswerable": "is_impossible",
        "question_type": "question_type",
        "group": "title",
    }


def test_a_place_and_a_document_are_found():
    """As a person would name them."""
    found = chosen(sheet("contexto", "pergunta", "resposta", "inicio_da_resposta", "documento"))

    assert (found["answer_start"], found["group"]) == ("inicio_da_resposta", "documento")


def test_two_answers_are_asked_about_once():
    """Neither is taken silently."""
    [problem] = problems(sheet("context", "question", "answer", "answers"))

    assert problem.code is ProblemCode.COLUMNS_AMBIGUOUS
    assert problem.params == {"role": "answer", "candidates": ["answer", "answers"]}
    asked = asking(answer="answers")
    assert chosen(sheet("context", "question", "answer", "answers"), asked)["answer"] == "answers"


def test_two_identifiers_are_not_worth_a_question():
    """The first is as good as the other."""
    assert chosen(sheet("context", "question", "answer", "id", "uuid"))["id"] == "id"


def test_what_is_missing_is_told_with_its_role():
    """All at once, with the columns that there are."""
    missing = problems(table_of(["a", "b"], *([n, n % 3] for n in range(9))))

    assert {each.code for each in missing} == {ProblemCode.ROLE_COLUMN_NOT_FOUND}
    assert [each.params["role"] for each in missing] == ["context", "question", "answer"]
    assert missing[0].params["available"] == ["a", "b"]


@pytest.mark.parametrize(
    ("header", "fit"),
    [
        (("context", "question", "answers"), 1.0),
        (("texto", "pergunta", "resposta"), 0.6),
        (("pergunta", "resposta"), 0.0),
        (("texto", "ramo"), 0.0),
    ],
)
def test_three_names_speak_for_the_task(header: tuple[str, ...], fit: float):
    """A context, a question and an answer; the least sure of them counts."""
    assert columns.fits(sheet(*header)) == fit
