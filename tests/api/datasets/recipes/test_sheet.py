import json

import pyarrow as pa
import pytest

from api.datasets.recipes import sheet
from api.datasets.tasks.question_answering.rows import ANSWER
from schemas.examples import TRAIN, VALIDATION
from schemas.reading import LABEL_LISTS, FileReading, Role
from schemas.tasks import Task, TextForm
from tests.api.datasets.recipes.versions import examples, multi_label

CLASSES = FileReading(
    task=Task.TEXT_CLASSIFICATION, columns={Role.TEXT: "ementa", Role.LABEL: "ramo"}
)


def cells(column: object, separator: str | None = None) -> list[str]:
    return sheet.texts(column, separator).to_pylist()


def test_columns_have_the_names_of_the_sheet():
    """Text first; what the sheet did not have is not there."""
    found = sheet.columns(examples([("um", "a")]), CLASSES)

    assert {name: values.to_pylist() for name, values in found.items()} == {
        "ementa": ["um"],
        "ramo": ["a"],
    }


def test_a_split_that_a_recipe_made_has_a_column():
    """So that it is not lost."""
    found = sheet.columns(
        examples([("um", "a"), ("dois", "a")], sides=[TRAIN, VALIDATION]), CLASSES
    )

    assert found["split"].to_pylist() == [TRAIN, VALIDATION]


def test_a_group_is_blank_where_a_row_stands_for_itself():
    """Under the name that the sheet has for it."""
    columns = {**CLASSES.columns, Role.GROUP: "processo"}
    reading = CLASSES.model_copy(update={"columns": columns})

    found = sheet.columns(examples([("um", "a"), ("dois", "a")], groups=["x", None]), reading)

    assert cells(found["processo"]) == ["x", ""]


@pytest.mark.parametrize(
    ("separator", "expected"),
    [
        (";", ["a;b", "c"]),
        (" / ", ["a / b", "c"]),
        (LABEL_LISTS, ['["a","b"]', '["c"]']),
        ("b", ['["a","b"]', '["c"]']),
    ],
)
def test_several_labels_stand_in_one_cell(separator: str, expected: list[str]):
    """Between the sheet's own separators, unless a label contains one: then as a list."""
    found = sheet.columns(multi_label([("um", ["a", "b"]), ("dois", ["c"])]), CLASSES)

    assert cells(found["ramo"], separator) == expected


def test_answers_are_told_as_question_sets_are_exchanged():
    """Each with its start; none is an empty list, also in the sheet's column of such questions."""
    answers = [[{"text": "dois", "start": 3}], []]
    table = pa.table(
        {
            "id": ["1", "2"],
            "context": ["um dois"] * 2,
            "question": ["Quantos?", "Por quê?"],
            "answers": pa.array(answers, pa.list_(ANSWER)),
            "type": pa.array([None, "causa"], pa.string()),
            "group": ["x", "x"],
            "split": pa.nulls(2, pa.string()),
        }
    )
    columns = {Role.CONTEXT: "contexto", Role.QUESTION: "pergunta", Role.ANSWER: "resposta"}
    extra = {Role.UNANSWERABLE: "impossível", Role.QUESTION_TYPE: "tipo"}
    reading = FileReading(task=Task.QUESTION_ANSWERING, columns=columns | extra)

    found = {name: cells(values) for name, values in sheet.columns(table, reading).items()}

    assert [*found] == ["contexto", "pergunta", "resposta", "tipo", "impossível"]
    assert [*map(json.loads, found["resposta"])] == [[{"text": "dois", "answer_start": 3}], []]
    assert found["tipo"] == ["", "causa"]
    assert found["impossível"] == ["FALSE", "TRUE"]


def test_questions_that_a_model_answers_have_their_own_names():
    """The same columns of examples come from others of the sheet."""
    table = pa.table({"prompt": ["Quem?"], "completion": ["Ele."]})
    reading = FileReading(task=Task.TEXT_GENERATION, columns={}, form=TextForm.QA)
    asking = reading.model_copy(update={"form": TextForm.COMPLETION})

    assert [*sheet.columns(table, reading)] == ["question", "answer"]
    assert [*sheet.columns(table, asking)] == ["prompt", "completion"]


def test_lists_are_told_as_json():
    """With their accents."""
    tokens = pa.chunked_array([[["Olá", ","], []]], pa.list_(pa.string()))

    assert cells(tokens) == ['["Olá",","]', "[]"]
