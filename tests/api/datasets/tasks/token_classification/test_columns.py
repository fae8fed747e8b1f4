import pytest

from api.datasets.cells import Cell
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from api.datasets.tasks.token_classification import columns
from api.datasets.tasks.token_classification.columns import Layout
from api.datasets.tasks.token_classification.task import TokenClassification
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from tests.api.datasets.sheets import asking
from tests.api.datasets.tasks.tables import table_of

TASK = TokenClassification()
LISTS = table_of(["id", "tokens", "ner_tags"], [1, '["Ana"]', '["B-P"]'], [2, '["a"]', '["O"]'])
KAGGLE = table_of(
    ["Sentence #", "Word", "POS", "Tag"], ["1", "Ana", "NN", "B-P"], ["", "foi", "VB", "O"]
)
BLANKS = table_of(["palavra", "etiqueta"], ["Ana", "B-P"], ["", ""], ["foi", "O"])
ENTITIES = table_of(
    ["processo", "texto", "entidade", "tipo", "inicio"],
    ["p1", "Ana foi a Roma.", "Ana", "PESSOA", 0],
    ["p1", "Ana foi a Roma.", "Roma", "LOCAL", 10],
    ["p2", "Bia foi a Roma.", "Roma", "LOCAL", 10],
    ["p2", "Bia foi a Roma.", "Bia", "PESSOA", 0],
)


def found(sheet: Table, reading: Reading | None = None) -> dict[Role, str]:
    resolved = TASK.resolve(sheet, reading or Reading())
    return {role: column.name for role, column in resolved.columns.items()}


def problems(sheet: Table, reading: Reading | None = None) -> list[DataProblem]:
    with pytest.raises(UnusableFileError) as refusal:
        TASK.resolve(sheet, reading or Reading())
    return refusal.value.problems


@pytest.mark.parametrize(
    ("sheet", "layout", "roles"),
    [
        (LISTS, Layout.SENTENCES, {Role.TOKENS: "tokens", Role.TAGS: "ner_tags"}),
        (
            KAGGLE,
            Layout.TOKENS,
            {Role.TOKENS: "Word", Role.TAGS: "Tag", Role.SENTENCE: "Sentence #"},
        ),
        (BLANKS, Layout.TOKENS, {Role.TOKENS: "palavra", Role.TAGS: "etiqueta"}),
        (
            ENTITIES,
            Layout.ENTITIES,
            {
                Role.TEXT: "texto",
                Role.ENTITY: "entidade",
                Role.ENTITY_TYPE: "tipo",
                Role.ENTITY_START: "inicio",
                Role.GROUP: "processo",
            },
        ),
    ],
)
def test_each_layout_is_found_by_its_names(sheet: Table, layout: Layout, roles: dict[Role, str]):
    """With nothing said, and it is surely this task."""
    assert found(sheet) == roles
    assert columns.layout(sheet, TASK.resolve(sheet, Reading())) is layout
    assert TASK.fits(sheet) == 1


def test_lists_are_found_by_what_they_hold():
    """Where the names say nothing."""
    sheet = table_of(["a", "b"], ['["B-P","O"]', '["Ana","foi"]'], ['["O"]', '["a"]'])

    assert found(sheet) == {Role.TOKENS: "b", Role.TAGS: "a"}


def test_columns_that_are_named_tell_the_layout():
    """Whatever the other columns are called."""
    sheet = table_of(
        ["tokens", "tags", "c", "d", "e"],
        ["a b", "O O", "Ana foi a Roma ontem", "Ana", "P"],
    )

    assert found(sheet, asking(text="c", entity="d", entity_type="e")) == {
        Role.TEXT: "c",
        Role.ENTITY: "d",
        Role.ENTITY_TYPE: "e",
    }
    assert found(sheet, asking(tokens="tokens"))[Role.TAGS] == "tags"


@pytest.mark.parametrize(
    ("reading", "roles"),
    [(Reading(), ["tokens", "tags"]), (asking(entity="x"), ["text", "entity_type"])],
)
def test_what_is_missing_is_told_by_its_role(reading: Reading, roles: list[str]):
    """All at once."""
    told = problems(table_of(["x", "y"], [1, 2], [3, 4]), reading)

    assert {problem.code for problem in told} == {ProblemCode.ROLE_COLUMN_NOT_FOUND}
    assert [problem.params["role"] for problem in told] == roles


def test_two_texts_are_asked_about():
    """One question."""
    rows: list[list[Cell]] = [["Ana foi a Roma ontem", "Bia foi a Roma ontem", "Roma", "LOCAL"]] * 4

    [problem] = problems(table_of(["a", "b", "entidade", "tipo"], *rows))

    assert problem.code is ProblemCode.COLUMNS_AMBIGUOUS
    assert problem.params == {"role": "text", "candidates": ["a", "b"]}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["tokens", "x"], ["Ana foi", "B-P O"]),
        (["texto", "tags"], ["Ana foi", "direito"]),
        (["tokens", "labels"], ["Ana foi", "deferido"]),
        (["texto", "entidade", "tipo"], ["O pedido foi deferido", "INSS", "recurso"]),
        (["texto", "entidade"], ["O INSS recorreu", "INSS"]),
        (["texto", "label"], ["um caso", "a"]),
    ],
)
def test_other_sheets_are_not_taken_for_entities(header: list[str], row: list[str]):
    """A name alone, or an entity that is not in the text beside it, is not enough."""
    assert TASK.fits(table_of(header, *[row] * 5)) == 0


def test_tags_tell_where_their_name_leaves_a_doubt():
    """A column called labels may hold them."""
    assert TASK.fits(table_of(["tokens", "labels"], *[["Ana foi", "B-P O"]] * 5)) == 1
