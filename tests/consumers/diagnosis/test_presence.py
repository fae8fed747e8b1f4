"""An attempt is trained by one worker at a time, as far as their heartbeats tell."""

from uuid import uuid4

from consumers.diagnosis import presence
from consumers.diagnosis.violation import Rule
from tests.schemas.examples import heartbeat

RUN = uuid4()


def test_two_holders_of_one_attempt_are_named():
    """Both, with the attempt."""
    heard = [heartbeat(worker_id=name, run_id=RUN, attempt=2) for name in ("gpu-1", "gpu-2")]
    [violation] = presence.judge(heard)
    assert violation.rule is Rule.HELD_ONCE
    assert violation.figures == {"attempt": 2, "first": "gpu-1", "second": "gpu-2"}


def test_a_replaced_worker_and_idle_ones_are_in_order():
    """One that has not yet heard of its successor names its own, older attempt."""
    heard = [
        heartbeat(worker_id="gpu-1", run_id=RUN, attempt=1),
        heartbeat(worker_id="gpu-2", run_id=RUN, attempt=2),
        heartbeat(worker_id="gpu-3"),
        heartbeat(worker_id="gpu-4"),
    ]
    assert list(presence.judge(heard)) == []
