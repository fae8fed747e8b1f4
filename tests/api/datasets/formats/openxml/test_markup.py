import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.formats.openxml.markup import Markup
from api.datasets.formats.package import UnusualError

WORDS = st.lists(st.text("0123456789abc =\"'é", max_size=14), min_size=1, max_size=8)


def spans(words: list[str]) -> tuple[bytes, np.ndarray, np.ndarray]:
    """The words with tags between them, and where each begins and ends."""
    text, starts, ends = b"<a>", [], []
    for word in words:
        starts.append(len(text))
        text += word.encode()
        ends.append(len(text))
        text += b"</a><a>"
    return text, np.array(starts, np.int64), np.array(ends, np.int64)


@given(WORDS)
def test_texts_are_read_where_they_stand(words: list[str]):
    """All at once, and none of the tags between them."""
    text, starts, ends = spans(words)

    assert Markup(text).strings(starts, ends).to_pylist() == words


@given(WORDS)
def test_different_wordings_are_told_apart(words: list[str]):
    """Each once, and which of them stands where."""
    text, starts, ends = spans(words)

    told, which = Markup(text).wordings(starts, ends)

    assert [told[place].decode() for place in which] == words
    assert len({*told}) == len(told)


@given(WORDS)
def test_numbers_are_read_and_nothing_else_is_one(words: list[str]):
    """Of at most ten digits."""
    text, starts, ends = spans(words)
    expected = [
        int(word) if word.isascii() and word.isdigit() and len(word) <= 10 else -1 for word in words
    ]

    assert Markup(text).integers(starts, ends).tolist() == expected


def test_beyond_the_end_there_is_nothing():
    """A block may be cut anywhere."""
    markup = Markup(b"<c r")

    assert not markup.reads(np.array([0, 3]), b"<c r=").any()
    with pytest.raises(UnusualError):
        markup.closings(np.array([0]))


def test_long_attributes_are_unusual():
    """Those of cells are short."""
    with pytest.raises(UnusualError):
        Markup(b"x" * 100).wordings(np.array([0]), np.array([60]))


def test_bytes_that_are_no_text_are_unusual():
    """They would have to be guessed."""
    with pytest.raises(UnusualError):
        Markup(b"\xff\xfe").strings(np.array([0]), np.array([2]))
