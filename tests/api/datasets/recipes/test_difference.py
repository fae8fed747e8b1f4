import hashlib
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets import examples as files
from api.datasets.arrow import Batch
from api.datasets.contents import EXAMPLES
from api.datasets.recipes import difference
from api.datasets.recipes.difference import Changes, Difference, compare
from api.datasets.tasks import catalogue
from schemas.events.dataset import LabelCount
from schemas.examples import TRAIN, VALIDATION
from schemas.reading import Role
from schemas.recipe import CutTexts, DropRows, MergeLabels, RelabelRows, SplitRows
from schemas.tasks import Task
from tests.api.datasets.recipes.versions import (
    base_of,
    examples,
    multi_label,
    revised,
    texts_to_write,
)
from tests.api.datasets.sheets import cases, write_csv

UNCHANGED = Changes(any=0, text=0, answer=0, group=0, split=0)
Row = tuple[str, str, str | None, str | None]
ROW = st.tuples(
    st.sampled_from(["um", "dois"]),
    st.sampled_from("ab"),
    st.sampled_from([None, "x", "y"]),
    st.sampled_from([None, TRAIN, VALIDATION]),
)
VERSIONS = st.dictionaries(st.integers(0, 20), ROW, min_size=1)


def between(before: Batch, after: Batch, folder: Path) -> Difference:
    paths = files.write(before, folder / "1"), files.write(after, folder / "2")
    return compare(*paths)


def test_a_version_does_not_differ_from_itself(tmp_path: Path):
    """Its hash says so too."""
    rows = examples([("um", "a"), ("dois", "b")])

    found = between(rows, rows, tmp_path)

    assert (found.dropped, found.added, found.changed) == (0, 0, UNCHANGED)
    assert found.before_sha256 == found.after_sha256
    assert found.before_sha256 == hashlib.sha256((tmp_path / "1").read_bytes()).hexdigest()
    assert (found.sample_dropped, found.sample_added, found.sample_changed) == ((), (), ())


def version(rows: dict[int, Row]) -> Batch:
    numbers = sorted(rows)
    texts, labels, groups, sides = zip(*(rows[number] for number in numbers), strict=True)
    return examples([*zip(texts, labels, strict=True)], groups, sides, numbers)


@given(VERSIONS, VERSIONS)
@settings(deadline=None, max_examples=60)
def test_every_example_is_compared(
    tmp_path_factory: pytest.TempPathFactory,
    old: dict[int, Row],
    new: dict[int, Row],
):
    """The rule in its plainest form: by the row, each kind of change for itself."""
    versions = map(version, (old, new))

    found = between(*versions, tmp_path_factory.mktemp("versions"))

    both = old.keys() & new.keys()
    changed = [sum(old[row][place] != new[row][place] for row in both) for place in range(4)]
    assert (found.examples_before, found.examples_after) == (len(old), len(new))
    assert (found.dropped, found.added) == (len(old.keys() - both), len(new.keys() - both))
    assert found.changed == Changes(
        any=sum(old[row] != new[row] for row in both),
        text=changed[0],
        answer=changed[1],
        group=changed[2],
        split=changed[3],
    )
    samples = [example.row for example in found.sample_dropped]
    assert {*samples} <= old.keys() - new.keys()
    assert len(samples) == min(5, found.dropped)
    assert all(
        pair.before.row == pair.after.row and pair.before != pair.after
        for pair in found.sample_changed
        if old[pair.before.row][:3] != new[pair.before.row][:3]
    )


def test_a_recipe_is_seen_in_the_difference(tmp_path: Path):
    """What it dropped and changed, with labels before and after and a few rows of each kind."""
    base, _ = base_of(write_csv(tmp_path / "cases.csv", cases(24, labels=("a", "b", "c"))))
    recipe = [
        DropRows(rows=[2, 3]),
        MergeLabels(labels=["b", "c"], into="d"),
        RelabelRows(rows=[5], label="d"),
        CutTexts(characters=50),
        SplitRows(train_split=0.75, seed=1),
    ]
    after = revised(base, recipe, tmp_path / "2")

    found = compare(base.examples, tmp_path / "2" / EXAMPLES)

    assert (found.dropped, found.added) == (2, 0)
    assert found.changed == Changes(any=22, text=14, answer=16, group=0, split=22)
    assert found.labels_before == tuple(LabelCount(label=label, examples=8) for label in "abc")
    assert found.labels_after == after.labels
    assert found.after_sha256 == after.examples_file.sha256
    assert [example.row for example in found.sample_dropped] == [2, 3]
    assert found.sample_dropped[0].cells[Role.LABEL] == "a"
    first = found.sample_changed[0]
    assert (first.before.row, first.before.cells[Role.LABEL]) == (4, "c")
    assert first.after.cells[Role.LABEL] == "d"


def test_a_step_back_is_seen_as_what_was_added(tmp_path: Path):
    """The difference has a direction."""
    rows = [("um", "a"), ("dois", "b"), ("três", "b")]

    found = between(examples(rows[:2]), examples(rows), tmp_path)

    assert (found.dropped, found.added) == (0, 1)
    assert [example.row for example in found.sample_added] == [4]


def test_several_labels_are_compared_as_one_answer(tmp_path: Path):
    """Their order says nothing."""
    old = multi_label([("um", ["a", "b"]), ("dois", ["b"])])
    new = multi_label([("um", ["b", "a"]), ("dois", ["a", "b"])])

    found = between(old, new, tmp_path)

    assert (found.changed.any, found.changed.answer) == (1, 1)
    assert found.labels_before[0] == LabelCount(label="b", examples=2)


def test_the_task_is_told_by_the_columns():
    """Examples say themselves what they are for."""
    tags = pa.table({"tokens": [["Ana"]], "tags": [["B-PER"]]})
    asked = pa.table({"context": ["a"], "question": ["b"]})
    expected: dict[Task, Batch] = {
        Task.TEXT_CLASSIFICATION: examples([("um", "a")]),
        Task.TOKEN_CLASSIFICATION: tags,
        Task.QUESTION_ANSWERING: asked,
        Task.TEXT_GENERATION: texts_to_write(["um"]),
    }

    for task, rows in expected.items():
        assert difference.task_of(rows) is catalogue.TASKS[task]
    several = difference.task_of(multi_label([("um", ["a"])]))
    assert several is catalogue.TASKS[Task.TEXT_CLASSIFICATION]
