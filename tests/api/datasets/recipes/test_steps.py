from collections import Counter, defaultdict

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.datasets.arrow import Batch
from api.datasets.recipes import steps
from api.datasets.tasks.text_classification.task import TextClassification
from schemas.checks import CheckCode
from schemas.examples import TRAIN, VALIDATION
from schemas.recipe import (
    DropDuplicates,
    DropLeaks,
    DropLongTexts,
    DropNearDuplicates,
    DropRows,
    DropShortTexts,
    Keep,
    SettleConflicts,
    SplitRows,
    Step,
    WeighClasses,
)
from schemas.split import IndivisibleError
from tests.api.datasets.recipes.versions import Row, examples, multi_label, rows_of

TASK = TextClassification()
ROWS = st.lists(st.tuples(st.sampled_from(["um", "dois", "três", "x" * 9]), st.sampled_from("abc")))
SIDES = st.sampled_from([TRAIN, VALIDATION])

DROPS: list[Step] = [
    DropRows(rows=[2, 3, 1_000]),
    DropDuplicates(),
    DropNearDuplicates(),
    SettleConflicts(keep="commonest"),
    SettleConflicts(keep="none"),
    DropShortTexts(characters=4),
    DropLongTexts(characters=4),
    DropLeaks(),
]


def applied(step: Step, found: Batch) -> Batch:
    return steps.apply(step, found, TASK)


@given(ROWS, st.data())
@settings(deadline=None)
def test_dropping_again_drops_nothing(rows: list[Row], data: st.DataObject):
    """Each step that drops is the same done twice, keeps the order and changes nothing else."""
    sides = data.draw(st.lists(SIDES, min_size=len(rows), max_size=len(rows)))
    step = data.draw(st.sampled_from(DROPS))
    before = examples(rows, sides=sides)

    after = applied(step, before)

    assert applied(step, after).equals(after)
    kept = {row["row"] for row in after.to_pylist()}
    assert [row for row in before.to_pylist() if row["row"] in kept] == after.to_pylist()


@given(ROWS)
@settings(deadline=None)
def test_of_duplicates_the_first_stays(rows: list[Row]):
    """Both text and label must be the same."""
    assert rows_of(applied(DropDuplicates(), examples(rows))) == [*dict.fromkeys(rows)]


def test_of_near_duplicates_the_first_stays():
    """Those with another label are not touched."""
    text = "O autor da ação alega, em síntese, que sofreu dano moral e pede indenização " * 5
    rows = [(text, "a"), (text + ".", "a"), (text + "!", "b"), ("Outro assunto qualquer", "a")]

    assert rows_of(applied(DropNearDuplicates(), examples(rows))) == [rows[0], *rows[2:]]


@given(ROWS)
@settings(deadline=None)
def test_conflicts_are_settled_by_count(rows: list[Row]):
    """The rule in its plainest form: a lone commonest label stays, else nothing of that text."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, label in rows:
        votes[text][label] += 1

    def stays(text: str, label: str) -> bool:
        ranking = votes[text].most_common(2)
        tied = len(ranking) > 1 and ranking[0][1] == ranking[1][1]
        return label == ranking[0][0] and not tied

    settled = applied(SettleConflicts(keep="commonest"), examples(rows))
    none = applied(SettleConflicts(keep="none"), examples(rows))

    assert rows_of(settled) == [row for row in rows if stays(*row)]
    assert rows_of(none) == [row for row in rows if len(votes[row[0]]) == 1]


def test_the_bounds_of_length_are_allowed():
    """A text of just so many characters is neither too short nor too long."""
    rows = [("ção", "a"), ("ação", "a"), ("reação", "a")]

    assert rows_of(applied(DropShortTexts(characters=4), examples(rows))) == rows[1:]
    assert rows_of(applied(DropLongTexts(characters=4), examples(rows))) == rows[:2]


def test_leaks_are_dropped_from_the_exam():
    """What is learned stays; so do texts that the exam alone repeats."""
    rows = [("um", "a"), ("um", "b"), ("dois", "a"), ("dois", "a"), ("três", "a")]
    sides = [TRAIN, VALIDATION, VALIDATION, VALIDATION, TRAIN]

    after = applied(DropLeaks(), examples(rows, sides=sides))

    assert after["row"].to_pylist() == [2, 4, 5, 6]


def test_without_a_split_nothing_leaks():
    """Training keeps equal texts together by itself."""
    before = examples([("um", "a"), ("um", "b")])

    assert applied(DropLeaks(), before).equals(before)


@pytest.mark.parametrize("step", [WeighClasses(), Keep(check=CheckCode.IMBALANCE)])
def test_some_steps_leave_the_rows_alone(step: Step):
    """They are for the training and for the report."""
    before = examples([("um", "a"), ("dois", "b")])

    assert applied(step, before) is before


@given(
    st.lists(st.tuples(st.integers(0, 20).map(str), st.sampled_from("ab")), min_size=4),
    st.floats(0.5, 0.95),
    st.integers(0, 2**31 - 1),
    st.data(),
)
@settings(deadline=None)
def test_a_split_keeps_texts_and_groups_together(
    rows: list[Row], share: float, seed: int, data: st.DataObject
):
    """Every label is learned; the same seed splits the same way; nothing else changes."""
    groups = data.draw(
        st.lists(st.none() | st.sampled_from("xyz"), min_size=len(rows), max_size=len(rows))
    )
    before, step = examples(rows, groups), SplitRows(train_split=share, seed=seed)
    try:
        after = applied(step, before)
    except IndivisibleError:
        assume(False)
        return

    assert applied(step, before).equals(applied(step, after))
    assert applied(step, after).equals(after)
    assert after.drop_columns("split").equals(before.drop_columns("split"))
    learned, exam = (
        [row for row in after.to_pylist() if row["split"] == side] for side in (TRAIN, VALIDATION)
    )
    assert len(learned) + len(exam) == len(rows)
    for column in ("text", "group"):
        assert not {row[column] for row in learned} & {row[column] for row in exam} - {None}
    assert {row["label"] for row in learned} == {label for _, label in rows}


def test_a_split_of_several_labels_learns_every_label():
    """Also where no two examples have the same labels."""
    sets = [["a", f"x{number}"] for number in range(20)] + [["b", f"x{n}"] for n in range(20)]
    before = multi_label([(str(number), labels) for number, labels in enumerate(sets)])

    after = applied(SplitRows(train_split=0.8, seed=1), before).to_pylist()

    learned = {label for row in after if row["split"] == TRAIN for label in row["labels"]}
    assert learned == {label for labels in sets for label in labels}
    assert 6 <= sum(row["split"] == VALIDATION for row in after) <= 10
