import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.formats.openxml import texts as texts_module
from api.datasets.formats.openxml.texts import Texts

ARRAYS = st.lists(st.lists(st.text(max_size=5), max_size=4), min_size=1, max_size=6)


@given(ARRAYS, st.data())
def test_texts_are_taken_by_their_number(arrays: list[list[str]], data: st.DataObject):
    """In any order, from however many arrays; -1 is a blank."""
    flat = [text for array in arrays for text in array]
    texts = Texts([pa.array(array, pa.string()) for array in arrays])
    numbers = data.draw(st.lists(st.integers(-1, len(flat) - 1), max_size=20))

    taken = texts.take(np.array(numbers, np.int64)).to_pylist()

    assert taken == ["" if number < 0 else flat[number] for number in numbers]
    assert [texts[number] for number in range(len(texts))] == flat


@given(ARRAYS)
def test_the_size_is_told_before_anything_is_copied(arrays: list[list[str]]):
    """In bytes, each text as often as it is named."""
    flat = [text for array in arrays for text in array]
    texts = Texts([pa.array(array, pa.string()) for array in arrays])
    numbers = np.array([*range(len(flat)), *range(len(flat))], np.int64)

    assert texts.size_bytes(numbers) == 2 * sum(len(text.encode()) for text in flat)


def test_texts_in_disorder_are_taken_too():
    """When they come from another array at every step."""
    texts = Texts([pa.array(["a"]), pa.array(["b"])])
    numbers = np.array([0, 1] * texts_module._MOST_RUNS, np.int64)

    assert texts.take(numbers).to_pylist() == ["a", "b"] * texts_module._MOST_RUNS
