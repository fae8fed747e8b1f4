from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.nesting import flatten

LISTS = st.lists(st.lists(st.sampled_from("abcdé")))


def column(lists: list[list[str]]) -> Any:
    """The lists in two chunks, as a file may have them."""
    half = len(lists) // 2
    return pa.chunked_array([lists[:half], lists[half:]], pa.list_(pa.string()))


@given(LISTS)
def test_what_is_taken_apart_comes_together(lists: list[list[str]]):
    """Empty lists too."""
    assert flatten(column(lists)).nest().to_pylist() == lists


@given(LISTS)
def test_values_that_are_kept_stay_in_their_lists(lists: list[list[str]]):
    """A list may lose all."""
    flat = flatten(column(lists))

    kept = flat.keep(np.array([value != "a" for value in flat.values.to_pylist()], dtype=np.bool_))

    assert kept.nest().to_pylist() == [[each for each in one if each != "a"] for one in lists]


@given(LISTS)
def test_sets_are_sorted_and_hold_each_value_once(lists: list[list[str]]):
    """As Python sorts them."""
    assert flatten(column(lists)).sets().nest().to_pylist() == [sorted({*one}) for one in lists]


def test_a_slice_knows_only_its_own_lists():
    """What lies before it in memory is not counted."""
    whole = pa.array([["a"], ["b", "c"], [], ["d"]])

    flat = flatten(whole.slice(1, 2))

    assert (flat.lists, flat.parents.tolist(), flat.nest().to_pylist()) == (
        2,
        [0, 0],
        [["b", "c"], []],
    )
