"""Ids that occur twice are found among however many, whatever lies between."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumers.diagnosis import identities
from consumers.diagnosis.identities import Identities


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few ids make several."""
    monkeypatch.setattr(identities, "RUN_LENGTH", 4)


@given(st.lists(st.integers(0, 9), max_size=40))
def test_exactly_the_repeated_are_named(numbers: list[int]):
    """Each repetition as a pair of neighbours."""
    seen = Identities()
    for sequence, number in enumerate(numbers):
        seen.add(UUID(int=number << 64), sequence)
    pairs = list(seen.repeated())
    assert len(pairs) == len(numbers) - len(set(numbers))
    assert all(first < second and numbers[first] == numbers[second] for first, second in pairs)
