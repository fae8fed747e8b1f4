import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets import lists

WORDS = st.lists(st.text(st.characters(blacklist_categories=["Cs"])))


@given(WORDS)
def test_a_list_that_is_written_is_read(words: list[str]):
    """Whatever the words hold."""
    assert lists.read(lists.write(words)) == words


@given(WORDS)
def test_a_list_as_python_prints_it_is_read(words: list[str]):
    """Quotation marks, backslashes and line ends within the words are Python's own."""
    assert lists.read(repr(words)) == words


@given(st.text())
def test_no_cell_breaks_the_reading(cell: str):
    """Whatever is in brackets."""
    assert lists.read(f"[{cell}]") is None or isinstance(lists.read(f"[{cell}]"), list)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("[]", []),
        (' ["a", "b"] ', ["a", "b"]),
        ("['a' 'b'\n 'c']", ["a", "b", "c"]),
        ('[1, 2.5, "x"]', ["1", "2.5", "x"]),
    ],
)
def test_what_programs_write_is_understood(cell: str, words: list[str]):
    """Spaces around it, NumPy's lack of commas, numbers among the words."""
    assert lists.read(cell) == words


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "a b",
        "a, b",
        '["a"',
        "[a, b]",
        "['a' ... 'b']",
        '[["a"]]',
        '{"a": 1}',
        "[true]",
        "[null]",
        '["\\ud800"]',
        "['\\ud800']",
    ],
)
def test_what_is_no_list_of_words_is_none(cell: str):
    """Cut short, a list within a list, a value that is no word, half a character."""
    assert lists.read(cell) is None


def test_a_deep_list_is_no_list_of_words():
    """It breaks no parser."""
    assert lists.read("[" * 100_000 + "]" * 100_000) is None
    assert lists.read(json.dumps("x")) is None
