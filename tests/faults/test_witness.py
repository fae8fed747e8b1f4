"""The witness of a chaos tells attempts that ended for no cause from those that were ended."""

from uuid import UUID

import pytest

from benchmarks.chaos.witness import EFFECT_SECONDS, Witness
from schemas.base import Event
from tests.schemas.examples import (
    RUN,
    WORKER,
    epoch_completed,
    job_failed,
    run_completed,
    run_requested,
    run_started,
)

REPLACED = run_started(attempt=2, worker_id="gpu-2")
FAILED = job_failed(final=False)


def seen(*events: Event, causes: dict[str, float] | None = None, poisoned: bool = False) -> Witness:
    """A witness of the events, one a second, that knows of faults that were over then."""
    witness = Witness()
    witness.poisoned = {RUN} if poisoned else set[UUID]()
    for worker_id, over in (causes or {}).items():
        witness.explain(worker_id, over)
    for second, event in enumerate(events):
        witness.take(second + 1, event, float(second))
    return witness


@pytest.mark.parametrize("end", [REPLACED, FAILED])
def test_an_attempt_that_ends_without_a_cause_was_killed(end: Event):
    """Replaced or failed, with nothing on its worker, or only on another."""
    story = (run_requested(), run_started(), epoch_completed(), end)
    assert len(seen(*story).killed) == 1
    assert len(seen(*story, causes={"gpu-9": 2.0}).killed) == 1
    assert len(seen(*story, causes={WORKER: 2.0 - EFFECT_SECONDS}).killed) == 1


@pytest.mark.parametrize("end", [REPLACED, FAILED])
def test_an_attempt_whose_worker_was_hit_was_not_healthy(end: Event):
    """Nor one of a run that is meant to fail."""
    story = (run_requested(), run_started(), epoch_completed(), end)
    assert seen(*story, causes={WORKER: 2.0}).killed == []
    assert seen(*story, poisoned=True).killed == []


def test_a_run_that_completes_killed_nobody():
    """And what is asked for afterwards is another run's."""
    story = (run_requested(), run_started(), epoch_completed(), run_completed())
    assert seen(*story).killed == []
