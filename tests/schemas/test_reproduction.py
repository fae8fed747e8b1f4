from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.hyperparameters import Precision
from schemas.lifecycle import RunStatus
from schemas.reproduction import Circumstance, Difference, Outcome, Side, compare
from tests.schemas.examples import (
    ENVIRONMENT,
    FULL_ENVIRONMENT,
    MODEL,
    epoch_metrics,
    forecast,
    report,
)


def side(**changes: Any) -> Side:
    """A run that ended well after two epochs."""
    fields: dict[str, Any] = {
        "status": RunStatus.COMPLETED,
        "environment": FULL_ENVIRONMENT,
        "forecast": forecast(),
        "model": MODEL,
        "report": report(),
        "epochs": (epoch_metrics(1), epoch_metrics(2)),
    }
    return Side(**(fields | changes))


OTHER_WEIGHTS = MODEL.model_copy(update={"weights_sha256": "f" * 64})


def test_the_same_weights_and_metrics_are_identical():
    """Where the model lies and how long it took does not matter."""
    elsewhere = MODEL.model_copy(update={"path": "/models/again"})
    slower = report(seconds=99), (epoch_metrics(1, seconds=9), epoch_metrics(2, seconds=9))

    found = compare(side(), side(model=elsewhere, report=slower[0], epochs=slower[1]))

    assert found.outcome is Outcome.IDENTICAL
    assert (found.weights_identical, found.metrics_identical) == (True, True)
    assert (found.circumstances, found.figures) == ([], [])


def test_other_weights_may_answer_just_as_well():
    """That is said apart."""
    found = compare(side(), side(model=OTHER_WEIGHTS))

    assert found.outcome is Outcome.SAME_METRICS
    assert (found.weights_identical, found.metrics_identical) == (False, True)


def test_figures_that_differ_are_named():
    """Of the final exam; what differs within the epochs alone counts too."""
    worse = compare(side(), side(model=OTHER_WEIGHTS, report=report(accuracy=0.8)))
    within = compare(side(), side(model=OTHER_WEIGHTS, epochs=(epoch_metrics(1),)))

    assert (worse.outcome, within.outcome) == (Outcome.DIFFERENT, Outcome.DIFFERENT)
    assert list(worse.figures) == [Difference("accuracy", 0.822, 0.8)]
    assert (within.metrics_identical, list(within.figures)) == (False, [])


@pytest.mark.parametrize("status", [RunStatus.QUEUED, RunStatus.RUNNING])
def test_nothing_is_said_of_a_result_before_both_have_ended(status: RunStatus):
    """Circumstances are known as soon as the copy has begun."""
    moved = FULL_ENVIRONMENT.model_copy(update={"torch": "2.14.0"})
    copy = side(status=status, model=None, report=None, environment=moved)

    found = compare(side(), copy)

    assert found.outcome is Outcome.WAITING
    assert (found.weights_identical, found.metrics_identical) == (None, None)
    assert list(found.circumstances) == [Difference("torch", "2.13.0", "2.14.0")]


@pytest.mark.parametrize("status", [RunStatus.FAILED, RunStatus.CANCELLED])
def test_without_a_model_there_is_no_result(status: RunStatus):
    """Whichever of the two has none."""
    ended = side(status=status, model=None, report=None)

    assert compare(ended, side()).outcome is Outcome.NO_RESULT
    assert compare(side(), ended).outcome is Outcome.NO_RESULT


def test_what_it_was_computed_with_is_compared_too():
    """Number format, threads, devices, determinism and the size of micro-batches."""
    changed = {"threads": 2, "processes": 4, "deterministic": False, "token_budget": 99}
    computed = forecast(precision=Precision.FP32, **changed)

    found = compare(side(), side(forecast=computed))

    assert {one.field: (one.before, one.after) for one in found.circumstances} == {
        "precision": ("bf16", "fp32"),
        "threads": (8, 2),
        "processes": (1, 4),
        "deterministic": (True, False),
        "token_budget": (8192, 99),
    }


def test_what_an_older_version_did_not_tell_is_not_compared():
    """A run from before these were recorded differs in nothing that is known."""
    found = compare(side(environment=ENVIRONMENT, forecast=None), side())

    assert found.circumstances == []


@given(st.sampled_from([name for name in Circumstance if name in ENVIRONMENT.model_fields_set]))
def test_every_circumstance_is_looked_at(name: Circumstance):
    """One that is otherwise is found, and no other."""
    changed = FULL_ENVIRONMENT.model_copy(update={name.value: "otherwise"})

    found = compare(side(), side(environment=changed))

    assert [one.field for one in found.circumstances] == [name.value]
