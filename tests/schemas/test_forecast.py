from hypothesis import given
from hypothesis import strategies as st

from schemas import forecast as forecasts
from tests.schemas.examples import forecast, report


@given(st.integers(1, 100), st.integers(1, 100), st.floats(0.1, 1e6))
def test_the_same_epochs_are_compared(planned: int, run: int, seconds: float):
    """A run that took the time foretold for its epochs has the ratio 1, however many it was."""
    seen = forecast(epochs=planned, expected_seconds=seconds * planned)
    taken = report(epochs_run=run, seconds=seconds * run)

    ratio = forecasts.ratio(seen, taken)

    assert ratio is not None
    assert abs(ratio - 1) < 1e-9
    assert abs(forecasts.expected(seen, planned) / seen.expected_seconds - 1) < 1e-9


def test_where_no_time_was_expected_there_is_nothing_to_compare():
    """A run of no measurable length."""
    assert forecasts.ratio(forecast(expected_seconds=0.0), report()) is None
