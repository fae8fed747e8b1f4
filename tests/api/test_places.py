"""Ids of streams: read as they were written, and nonsense loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.places import BEFORE_LINES, Place, after_batch, later, parse

sequences = st.integers(0, 10**17)
lines = st.one_of(
    st.none(), sequences.map(after_batch), st.tuples(sequences, st.integers(0, 10**6))
)
places = st.builds(Place, sequences, lines)


@given(places)
def test_a_place_is_read_as_it_was_written(place: Place):
    """By any process, at any time."""
    assert parse(str(place)) == place


@pytest.mark.parametrize("stated", ["", "abc", "-3", "1.5.7", "1.2-", "1-2", "9" * 40, "²"])
def test_nonsense_is_the_beginning(stated: str):
    """A client that has lost its place sees everything rather than an error."""
    assert parse(stated) == Place(0)


@given(places, places)
def test_the_later_of_two_places_is_behind_both(one: Place, other: Place):
    """An address keeps the place with which a stream was first opened."""
    both = later(one, other)
    assert both.sequence == max(one.sequence, other.sequence)
    assert both.last_line == max(one.last_line, other.last_line)
    assert both == later(other, one)


@given(places, sequences)
def test_an_event_moves_no_line_and_a_line_no_event(place: Place, sequence: int):
    """Each stream of the broker counts for itself."""
    assert place.after_event(sequence).last_line == place.last_line
    assert place.after_line((sequence, 0)).sequence == place.sequence
    assert Place(sequence).last_line == BEFORE_LINES
