"""What an attempt teaches about a worker's speed. No database needed."""

from typing import Any

import pytest

from schemas.events.run import RunEvent
from tests.consumers.projections.test_runs import attempt_row, run_row
from tests.schemas.examples import (
    forecast,
    report,
    run_completed,
    run_started,
    training_measured,
)


def measured(tokens_per_second: float, **changes: Any) -> RunEvent:
    return training_measured(forecast=forecast(tokens_per_second=tokens_per_second), **changes)


def test_an_attempt_that_was_not_measured_teaches_nothing():
    """As every one of older versions."""
    assert attempt_row(run_started(), run_completed())["took_ratio"] is None
    assert run_row(run_started(), run_completed())["took_ratio"] is None


def test_a_forecast_is_kept_with_the_run_and_its_attempt():
    """As the worker told it."""
    told = forecast().model_dump(mode="json")

    assert run_row(run_started(), training_measured())["forecast"] == told
    assert attempt_row(run_started(), training_measured())["forecast"] == told


def test_the_time_taken_is_compared_with_the_time_expected():
    """37.5 s for three epochs, where three were expected to take 30."""
    row = run_row(run_started(), training_measured(), run_completed())

    assert row["took_ratio"] == pytest.approx(1.25)


def test_epochs_that_were_spared_are_not_expected():
    """Stopped early after one of three: a third of the time was expected for it."""
    early = report(epochs_run=1, best_epoch=1, stopped_early=True, seconds=12)

    row = run_row(run_started(), training_measured(), run_completed(report=early))

    assert row["took_ratio"] == pytest.approx(1.2)


def test_an_attempt_is_compared_with_its_own_forecast():
    """The second one had no step left to time; the run itself still knows what was expected."""
    events = [
        run_started(),
        training_measured(),
        run_started(attempt=2, worker_id="gpu-2"),
        run_completed(attempt=2, worker_id="gpu-2"),
    ]

    assert attempt_row(*events, attempt=2)["took_ratio"] is None
    assert run_row(*events)["took_ratio"] == pytest.approx(1.25)
    assert attempt_row(*events[:2], run_completed())["took_ratio"] == pytest.approx(1.25)


def test_a_voice_from_a_past_attempt_teaches_nothing():
    """It has been replaced."""
    events = [run_started(), measured(100), run_started(attempt=2), measured(900, attempt=1)]

    assert attempt_row(*events)["forecast"]["tokens_per_second"] == 100
