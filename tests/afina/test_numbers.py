import pytest

from afina.words.numbers import duration


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        *[(0.4, "0 s"), (42, "42 s"), (60, "1 min"), (200, "3 min"), (3_600, "1 h 00 min")],
        *[(3_899, "1 h 05 min"), (90_000, "25 h 00 min")],
    ],
)
def test_a_duration_is_as_exact_as_people_want_it(seconds: float, written: str):
    """In units that both languages write alike."""
    assert duration(seconds) == written
