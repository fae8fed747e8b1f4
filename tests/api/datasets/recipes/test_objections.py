import pytest

from api.datasets.recipes.objections import objections
from api.datasets.tasks.text_classification.task import TextClassification
from api.datasets.tasks.text_generation.task import TextGeneration
from schemas.problems import DataProblem, ProblemCode
from schemas.recipe import (
    CutTexts,
    DropRows,
    LeaveOutLabels,
    MergeLabels,
    RelabelRows,
    Step,
    WeighClasses,
)
from tests.api.datasets.recipes.versions import examples, texts_to_write

ROWS = examples([("um", "a"), ("dois", "b"), ("três", "b")])


def about(recipe: list[Step]) -> list[DataProblem]:
    return [*objections(recipe, ROWS, TextClassification())]


def test_everything_that_is_wrong_is_told_at_once():
    """Each with the number of its step, and the rows and labels by name."""
    recipe = [
        DropRows(rows=[2, 5, 1]),
        MergeLabels(labels=["a", "z", "y", "z"], into="a"),
        RelabelRows(rows=[9], label="a"),
        LeaveOutLabels(labels=["x"]),
    ]

    assert about(recipe) == [
        DataProblem(code=ProblemCode.RECIPE_ROW_UNKNOWN, params={"number": 1, "rows": ["1", "5"]}),
        DataProblem(
            code=ProblemCode.RECIPE_LABEL_UNKNOWN, params={"number": 2, "labels": ["z", "y"]}
        ),
        DataProblem(code=ProblemCode.RECIPE_ROW_UNKNOWN, params={"number": 3, "rows": ["9"]}),
        DataProblem(code=ProblemCode.RECIPE_LABEL_UNKNOWN, params={"number": 4, "labels": ["x"]}),
    ]


def test_labels_that_the_recipe_makes_are_known_from_there_on():
    """By a merger, or by giving them to a row; not before."""
    merge, leave_out = MergeLabels(labels=["a"], into="c"), LeaveOutLabels(labels=["c"])

    assert about([merge, leave_out]) == []
    assert about([RelabelRows(rows=[2], label="c"), leave_out]) == []
    assert [wrong.params["number"] for wrong in about([leave_out, merge])] == [1]


def test_a_row_that_an_earlier_step_dropped_is_still_known():
    """So the same step may stand in a recipe twice."""
    assert about([DropRows(rows=[2]), DropRows(rows=[2])]) == []


def test_nothing_is_known_of_an_empty_set():
    """And nothing fails."""
    nothing = examples([])

    [wrong] = objections([DropRows(rows=[2])], nothing, TextClassification())

    assert wrong.code is ProblemCode.RECIPE_ROW_UNKNOWN


@pytest.mark.parametrize(
    "step",
    [
        MergeLabels(labels=["a"], into="b"),
        LeaveOutLabels(labels=["a"]),
        RelabelRows(rows=[99], label="a"),
        WeighClasses(),
    ],
)
def test_a_step_that_the_task_has_no_use_for_is_told(step: Step):
    """Only that: whether its labels exist is no question then."""
    found = objections([CutTexts(characters=5), step], texts_to_write(["um"]), TextGeneration())

    assert found == (
        DataProblem(code=ProblemCode.STEP_UNFIT, params={"number": 2, "step": step.op}),
    )
