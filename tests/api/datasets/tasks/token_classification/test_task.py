import json
from itertools import count

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.arrow import Batch
from api.datasets.limits import Limits
from api.datasets.reading import ChosenColumn, ResolvedReading
from api.datasets.tasks.task import UnfitStepError
from api.datasets.tasks.token_classification.rows import SCHEMA
from api.datasets.tasks.token_classification.task import TokenClassification
from schemas.events.dataset import LabelCount
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.recipe import DropRows, RelabelRows, Step
from schemas.tasks import Task

TASK = TokenClassification()
READING = ResolvedReading(
    task=Task.TOKEN_CLASSIFICATION, columns={Role.TAGS: ChosenColumn("etiquetas", "B", 1.0)}
)


def examples(*sentences: tuple[list[str], list[str]]) -> Batch:
    """Examples of tokens and tags, from row 2 on."""
    rows = [
        {"tokens": tokens, "tags": tags, "row": row, "rows": 1}
        for row, (tokens, tags) in zip(count(2), sentences, strict=False)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def tagged(*sentences: str) -> Batch:
    """Examples of these tags alone."""
    return examples(*(([f"w{n}" for n in range(len(s.split()))], s.split()) for s in sentences))


def codes(found: Batch, limit: int = 600) -> list[ProblemCode]:
    return [each.code for each in TASK.unlearnable(found, READING, Limits(classes=limit))]


def test_entities_are_counted_by_type():
    """Once each, however long."""
    assert TASK.labels(tagged("B-A I-A B-A O", "B-B O", "O")) == (
        LabelCount(label="A", examples=2),
        LabelCount(label="B", examples=1),
    )


def test_a_text_is_its_tokens():
    """With spaces between them."""
    assert TASK.texts(examples((["Ana", "foi", "."], ["O"] * 3))).to_pylist() == ["Ana foi ."]


@given(st.lists(st.lists(st.text('B-I"\\,é'), min_size=1)))
def test_answers_are_json(tags: list[list[str]]):
    """So that they can be compared and read again, whatever a type is called."""
    answers = TASK.answers(examples(*((each, each) for each in tags)))

    assert [json.loads(answer) for answer in answers.to_pylist()] == tags


def test_entities_are_shown_in_words():
    """With the group, where there is one."""
    [example] = examples(
        (["Ana", "Rosa", "foi", "a", "Roma"], ["B-P", "I-P", "O", "O", "B-L"])
    ).to_pylist()

    assert TASK.shown(example) == {
        Role.TOKENS: "Ana Rosa foi a Roma",
        Role.TAGS: "Ana Rosa (P); Roma (L)",
    }
    assert TASK.shown(example | {"group": "g"})[Role.GROUP] == "g"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (tagged(), [ProblemCode.NO_EXAMPLES]),
        (tagged("O O", "O"), [ProblemCode.NO_ENTITIES]),
        (tagged("B-A B-A", "O"), [ProblemCode.ENTITY_TYPE_TOO_SMALL]),
        (tagged("B-A", "O", "B-A"), []),
    ],
)
def test_what_teaches_nothing_is_told(found: Batch, expected: list[ProblemCode]):
    """One type is enough: the rest is no entity. Its sentences count, not its entities."""
    assert codes(found) == expected


def test_rare_types_are_told_together():
    """With the row of the first; beside a type that can be learned they hinder nothing."""
    rare = tagged("O", "B-C", "B-B I-B")

    [problem] = TASK.unlearnable(rare, READING, Limits())

    assert codes(tagged("B-A", "B-A B-C", "B-B I-B")) == []
    assert (problem.row, problem.column) == (3, "etiquetas")
    assert problem.params == {"labels": ["C", "B"], "types": 2, "minimum": 2}


def test_too_many_types_are_told():
    """Most likely the column is not one of types."""
    many = tagged("B-A B-B B-C", "B-A B-B B-C")

    assert codes(many, limit=2) == [ProblemCode.TOO_MANY_ENTITY_TYPES]
    assert codes(many, limit=3) == []


@pytest.mark.parametrize("step", [DropRows(rows=[2]), RelabelRows(rows=[2], label="A")])
def test_steps_about_other_things_are_unfit(step: Step):
    """A sentence has no one label."""
    with pytest.raises(UnfitStepError):
        TASK.apply(step, tagged("B-A"))
