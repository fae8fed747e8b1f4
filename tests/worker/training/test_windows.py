import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.training import windows
from worker.training.windows import Window

ROOM = 12


def context(word: int, read: range, pieces: list[int]) -> float:
    """Pieces between a word and the nearer end of a window; where the sentence ends, none lack."""
    left = sum(pieces[read.start : word]) if read.start else np.inf
    right = sum(pieces[word + 1 : read.stop]) if read.stop < len(pieces) else np.inf
    return min(left, right)


def test_a_short_sentence_is_one_window():
    """All of it is read, all of it is judged."""
    assert windows.cut([3, 4, 5], ROOM) == [Window(range(3), range(3))]


def test_a_sentence_without_words_has_no_window():
    """There is nothing to read."""
    assert windows.cut([], ROOM) == []


def test_words_at_the_seam_are_judged_where_more_stands_around_them():
    """16 words of one piece in windows of 12, of which 3 are shared: the seam is amid them."""
    first, second = windows.cut([1] * 16, ROOM)

    assert (first.read, second.read) == (range(12), range(9, 16))
    assert (first.judged, second.judged) == (range(11), range(11, 16))


@given(st.lists(st.integers(1, ROOM), max_size=60))
@settings(deadline=None)
def test_every_word_is_judged_once_where_it_has_most_context(pieces: list[int]):
    """No window holds more than there is room for, and no other one shows a word better."""
    cut = windows.cut(pieces, ROOM)

    assert [word for window in cut for word in window.judged] == list(range(len(pieces)))
    for window in cut:
        assert sum(pieces[word] for word in window.read) <= ROOM
        assert window.judged.start >= window.read.start
        assert window.judged.stop <= window.read.stop
        for word in window.judged:
            here = context(word, window.read, pieces)
            others = [one.read for one in cut if word in one.read]
            assert here == max(context(word, read, pieces) for read in others)


@pytest.mark.parametrize("words", [400, 1000])
def test_windows_share_about_a_quarter(words: int):
    """What is read twice costs a third more, whatever the length."""
    cut = windows.cut([1] * words, 40)

    read = sum(len(window.read) for window in cut)
    assert 1.2 < read / words < 1.4
