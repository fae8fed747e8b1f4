from itertools import permutations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.arrow import Batch
from api.datasets.limits import Limits
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.tasks.task import UnfitStepError
from api.datasets.tasks.text_classification.rows import MULTI_LABEL_SCHEMA, SCHEMA
from api.datasets.tasks.text_classification.task import TextClassification, joined
from schemas.checks import CheckCode
from schemas.events.dataset import LabelCount
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.recipe import DropDuplicates, DropRows, Keep, SplitRows, Step
from schemas.tasks import Task
from tests.api.datasets.tasks.tables import table_of

TASK = TextClassification()
READING = ResolvedReading(task=Task.TEXT_CLASSIFICATION, columns={})


def single(*labels: str) -> Batch:
    """Examples of these labels, from row 2 on."""
    return _examples("label", labels)


def several(*labels: list[str]) -> Batch:
    """The same, with lists of labels."""
    return _examples("labels", labels)


def _examples(name: str, answers: tuple[str, ...] | tuple[list[str], ...]) -> Batch:
    count = len(answers)
    columns = {
        "text": [f"caso {number}" for number in range(count)],
        name: [*answers],
        "group": [None] * count,
        "row": range(2, 2 + count),
        "split": [None] * count,
    }
    return pa.table(columns, schema=SCHEMA if name == "label" else MULTI_LABEL_SCHEMA)


def problems(examples: Batch, classes: int = 600) -> list[ProblemCode]:
    return [each.code for each in TASK.unlearnable(examples, READING, Limits(classes=classes))]


def test_each_of_several_labels_is_counted():
    """A text counts once for each."""
    assert TASK.labels(several(["a", "b"], ["b"], ["b", "c"])) == (
        LabelCount(label="b", examples=3),
        LabelCount(label="a", examples=1),
        LabelCount(label="c", examples=1),
    )


@given(st.lists(st.sets(st.text("ab;\\ ", max_size=4), min_size=1), min_size=2, max_size=2))
def test_answers_are_equal_if_the_labels_are(pair: list[set[str]]):
    """Whatever semicolons and backslashes are in the labels."""
    one, other = joined(pa.array([sorted(each) for each in pair])).to_pylist()

    assert (one == other) == (pair[0] == pair[1])


def test_labels_are_shown_in_words():
    """With the group, where there is one."""
    [example] = several(["a", "b"]).to_pylist()

    assert TASK.shown(example) == {Role.TEXT: "caso 0", Role.LABEL: "a; b"}
    assert TASK.shown(example | {"group": "g"})[Role.GROUP] == "g"
    assert TASK.answers(several(["a", "b"])).to_pylist() == ["a; b"]
    assert TASK.answers(single("a")).to_pylist() == ["a"]


@pytest.mark.parametrize(
    ("examples", "code"),
    [
        (several(), ProblemCode.NO_EXAMPLES),
        (several(["a"], ["a"]), ProblemCode.ONE_CLASS_ONLY),
        (several(["a", "b"], ["a"], ["a"]), ProblemCode.CLASS_TOO_SMALL),
        (single("a", "b", "c"), ProblemCode.CLASS_TOO_SMALL),
        (single("a", "a"), ProblemCode.ONE_CLASS_ONLY),
    ],
)
def test_what_teaches_nothing_is_told(examples: Batch, code: ProblemCode):
    """The same of one label and of several."""
    assert problems(examples) == [code]


def test_too_many_of_several_labels_are_told():
    """They are counted one by one, not by combination."""
    labels = [[one, other] for one, other in permutations("abcd", 2)]

    assert problems(several(*labels), classes=4) == []
    assert problems(several(*labels), classes=3) == [ProblemCode.TOO_MANY_CLASSES]


def test_the_row_of_a_rare_label_is_told():
    """Where it stands among several."""
    [problem] = TASK.unlearnable(several(["a"], ["a"], ["a", "c"]), READING, Limits())

    assert (problem.row, problem.params["labels"]) == (4, ["c"])


@pytest.mark.parametrize("examples", [single("a", "a", "b", "b", "c"), single("a", "a", "b", "c")])
def test_a_rare_label_beside_others_hinders_nothing(examples: Batch):
    """It can be left out, or several of them be made one."""
    assert problems(examples) == []


@pytest.mark.parametrize(
    "step",
    [
        DropRows(rows=[2]),
        DropDuplicates(),
        SplitRows(train_split=0.8, seed=1),
        Keep(check=CheckCode.IMBALANCE),
    ],
)
def test_steps_about_other_things_are_unfit(step: Step):
    """They are not the task's to take."""
    with pytest.raises(UnfitStepError):
        TASK.apply(step, single("a", "b"))


@pytest.mark.parametrize(
    ("header", "fit"),
    [
        (["texto", "label"], 1.0),
        (["texto", "ramo"], 0.6),
        (["texto", "x"], 0.0),
        (["n", "label"], 0.0),
    ],
)
def test_labels_beside_texts_speak_for_the_task(header: list[str], fit: float):
    """Labels alone do not."""
    cells = {"texto": "um caso qualquer", "n": 1}
    rows = [[cells.get(name, "ab"[n % 2]) for name in header] for n in range(20)]

    assert TASK.fits(table_of(header, *rows)) == fit


def test_a_separator_is_part_of_the_reading():
    """As it was told."""
    sheet = table_of(["texto", "label"], ["um caso", "a|b"], ["dois casos", "b"])

    assert TASK.resolve(sheet, Reading(label_separator="|")).label_separator == "|"
    assert TASK.resolve(sheet, Reading()).label_separator is None
