from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.split import IndivisibleError, Split, split_sets, targets

Row = tuple[int, str | None, str]


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Rows of a few labels, groups and texts, so that they often belong together."""
    labels = draw(st.integers(2, 4))
    row = st.tuples(
        st.integers(0, labels - 1),
        st.none() | st.integers(0, 12).map(str),
        st.integers(0, 30).map(lambda number: f"text {number}"),
    )
    return draw(st.lists(row, min_size=2, max_size=60))


def split(rows: list[Row], share: float = 0.8, seed: int = 42) -> Split:
    labels, groups, texts = zip(*rows, strict=True)
    sets = [(label,) for label in labels]
    return split_sets(sets, groups, texts, share=share, seed=seed)


@given(tables(), st.floats(0.5, 0.95), st.integers(0, 2**31 - 1))
@settings(max_examples=150, deadline=None)
def test_no_group_and_no_text_falls_on_both_sides(rows: list[Row], share: float, seed: int):
    """Rows that belong together stay together, every label is learned, no row is lost."""
    try:
        done = split(rows, share, seed)
    except IndivisibleError:
        return

    sides = [set(done.training.tolist()), set(done.held_out.tolist())]
    assert sides[0] | sides[1] == set(range(len(rows)))
    assert not sides[0] & sides[1]
    assert sides[1]
    for part in (1, 2):
        learned, examined = ({rows[row][part] for row in side} - {None} for side in sides)
        assert not learned & examined
    assert {rows[row][0] for row in sides[0]} == {label for label, _, _ in rows}


@given(st.lists(st.integers(0, 3), min_size=8, max_size=200), st.floats(0.5, 0.95))
@settings(deadline=None)
def test_rows_that_stand_alone_are_stratified_exactly(labels: list[int], share: float):
    """Without groups, the exam has just the rows of each label that it should have."""
    counts = Counter(labels)
    rows: list[Row] = [(label, None, str(row)) for row, label in enumerate(labels)]
    wanted = targets(counts, share)
    if not any(wanted.values()):
        return

    done = split(rows, share)

    held_out = Counter(labels[row] for row in done.held_out)
    assert held_out == Counter({label: number for label, number in wanted.items() if number})


def test_the_same_seed_splits_the_same_way():
    """A run can be repeated; another seed gives another exam."""
    rows: list[Row] = [(row % 3, str(row // 4), str(row)) for row in range(200)]

    first, again, other = split(rows), split(rows), split(rows, seed=43)

    assert np.array_equal(first.held_out, again.held_out)
    assert not np.array_equal(first.held_out, other.held_out)


def test_documents_of_many_sizes_come_near_the_wanted_share():
    """70 documents of 4 to 60 rows, 7 labels: every label within 5 points of its share."""
    rng = np.random.default_rng(5)
    rows: list[Row] = []
    for document in range(70):
        rows += [
            (document % 7, str(document), f"{document}/{row}") for row in range(rng.integers(4, 61))
        ]

    done = split(rows)

    counts = Counter(label for label, _, _ in rows)
    held_out = Counter(rows[row][0] for row in done.held_out)
    for label, count in counts.items():
        assert abs(held_out[label] / count - 0.2) < 0.05


def test_groups_larger_than_the_exam_still_give_one():
    """Two groups of 50: one is examined, though only 20 rows were wanted."""
    rows: list[Row] = [(row % 2, str(row // 50), str(row)) for row in range(100)]

    assert len(split(rows).held_out) == 50


def test_a_label_in_one_group_only_is_never_held_out():
    """What cannot be on both sides is learned."""
    rows: list[Row] = [(0, "whole", f"a{row}") for row in range(30)]
    rows += [(1, None, f"b{row}") for row in range(70)]

    done = split(rows)

    assert {rows[row][0] for row in done.held_out} == {1}


def test_rows_that_all_hang_together_are_refused():
    """One group cannot be on both sides, and the refusal says what to do."""
    rows: list[Row] = [(row % 2, "one", str(row)) for row in range(20)]

    with pytest.raises(IndivisibleError, match="at least two groups"):
        split(rows)


def test_every_label_of_many_keeps_its_share():
    """1,000 rows of one to three of 8 labels, the rarest in about 60: within 2 rows of a fifth."""
    rng = np.random.default_rng(3)
    weights = np.linspace(1, 8, 8) / 36
    sets = [
        rng.choice(8, size=rng.integers(1, 4), replace=False, p=weights).tolist()
        for _ in range(1000)
    ]

    done = split_sets(sets, [None] * 1000, list(map(str, range(1000))), share=0.8, seed=1)

    counts = Counter(label for labels in sets for label in labels)
    held_out = Counter(label for row in done.held_out for label in sets[row])
    assert all(abs(held_out[label] - count / 5) <= 2 for label, count in counts.items())


@given(st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=2, max_size=40))
@settings(deadline=None)
def test_every_label_of_many_is_learned_from(sets: list[set[int]]):
    """However few rows have it, and however the labels meet."""
    try:
        done = split_sets(
            sets, [None] * len(sets), list(map(str, range(len(sets)))), share=0.7, seed=9
        )
    except IndivisibleError:
        return

    learned = {label for row in done.training for label in sets[row]}
    assert learned == set[int]().union(*sets)
    assert len(done.held_out)
