from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.arrow import Batch
from api.datasets.tasks.text_classification.task import TextClassification
from schemas.recipe import CutTexts, LeaveOutLabels, MergeLabels, RelabelRows
from tests.api.datasets.tasks.text_classification.test_task import several, single

TASK = TextClassification()
ANY = st.sampled_from("abcde")
CHOSEN = st.lists(ANY, min_size=1, unique=True)
SINGLE = st.lists(ANY).map(lambda labels: single(*labels))
SETS = st.lists(st.sets(ANY, min_size=1).map(sorted))


def counted(examples: Batch) -> Counter[str]:
    return Counter({each.label: each.examples for each in TASK.labels(examples)})


def of(counts: Counter[str], labels: Iterable[str]) -> int:
    return sum(counts[label] for label in labels)


@given(SINGLE, CHOSEN, ANY)
def test_merged_labels_have_all_their_rows(examples: Batch, labels: list[str], into: str):
    """None is lost, the others stay, and a second time changes nothing."""
    step = MergeLabels(labels=labels, into=into)
    before = counted(examples)

    merged = TASK.apply(step, examples)

    assert counted(merged)[into] == of(before, {*labels, into})
    assert counted(merged).total() == before.total() == merged.num_rows
    assert merged.schema.equals(examples.schema)
    assert TASK.apply(step, merged).equals(merged)


@given(SETS, CHOSEN, ANY)
def test_of_several_labels_the_merged_stand_once(
    sets: list[list[str]], labels: list[str], into: str
):
    """A text that had two of them has one."""
    merged = TASK.apply(MergeLabels(labels=labels, into=into), several(*sets))

    assert merged["labels"].to_pylist() == [
        sorted({into if label in labels else label for label in one}) for one in sets
    ]
    assert merged.schema.equals(several(*sets).schema)


@given(SINGLE, CHOSEN)
def test_rows_of_labels_that_are_left_out_are_dropped(examples: Batch, labels: list[str]):
    """And no others."""
    before = counted(examples)

    left = TASK.apply(LeaveOutLabels(labels=labels), examples)

    assert left.num_rows == examples.num_rows - of(before, labels)
    assert counted(left) == Counter({k: n for k, n in before.items() if k not in labels})


@given(SETS, CHOSEN)
def test_of_several_labels_only_those_left_out_go(sets: list[list[str]], labels: list[str]):
    """A text that has no other is dropped, the rest keep their rows."""
    left = TASK.apply(LeaveOutLabels(labels=labels), several(*sets))

    expected = {
        row: others
        for row, one in enumerate(sets, start=2)
        if (others := [label for label in one if label not in labels])
    }
    assert dict(zip(left["row"].to_pylist(), left["labels"].to_pylist(), strict=True)) == expected


@pytest.mark.parametrize(
    ("examples", "name", "expected"),
    [
        (single("a", "b", "c"), "label", ["x", "b", "x"]),
        (several(["a"], ["a", "b"], ["c"]), "labels", [["x"], ["a", "b"], ["x"]]),
    ],
)
def test_rows_get_another_label(examples: Batch, name: str, expected: list[object]):
    """It is their only one."""
    relabelled = TASK.apply(RelabelRows(rows=[2, 4, 99], label="x"), examples)

    assert relabelled[name].to_pylist() == expected
    assert relabelled.schema.equals(examples.schema)


def test_texts_are_cut():
    """White space at the cut goes; letters count, not bytes."""
    examples = single("a", "b").set_column(0, single().schema.field("text"), [["çãõ é", "b"]])

    cut = TASK.apply(CutTexts(characters=4), examples)

    assert cut["text"].to_pylist() == ["çãõ", "b"]
    assert TASK.apply(CutTexts(characters=4), cut).equals(cut)
