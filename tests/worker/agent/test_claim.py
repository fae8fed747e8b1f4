from uuid import uuid4

import pytest

from schemas.lifecycle import RunState, RunStatus
from schemas.telemetry import Heartbeat
from tests.worker.agent.stories import NOW, RUN
from worker.agent.claim import Cancel, Drop, GiveUp, Leave, Train, delay_seconds, judge, may_be_held


def heartbeat(run_id, attempt=1):
    return Heartbeat(
        worker_id="other",
        name="other",
        pool="default",
        sent_at=NOW,
        run_id=run_id,
        attempt=attempt,
        device="cpu",
        device_name="processor",
        device_memory_bytes=1,
        memory_used_bytes=None,
        utilisation=None,
        temperature_celsius=None,
        version="0.1.0",
    )


QUEUED = RunState(RunStatus.QUEUED, max_retries=3)
THEIRS = RunState(RunStatus.RUNNING, max_retries=3, attempt=1, worker_id="other")
MINE = RunState(RunStatus.RUNNING, max_retries=3, attempt=1, worker_id="me")


def test_a_queued_job_is_trained():
    """The first attempt is number 1."""
    assert judge(QUEUED, RUN, None) == Train(1)


@pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED])
def test_a_job_whose_run_has_ended_is_dropped(status):
    """A redelivery after the end changes nothing."""
    assert judge(RunState(status, max_retries=3), RUN, None) == Drop()


def test_a_job_that_another_worker_is_heard_working_on_is_left():
    """A heartbeat that names the run outweighs a lease that ran out."""
    assert judge(THEIRS, RUN, heartbeat(RUN)) == Leave()


@pytest.mark.parametrize(
    "holder", [None, heartbeat(None), heartbeat(uuid4()), heartbeat(RUN, attempt=7)]
)
def test_a_job_whose_worker_is_silent_or_busy_elsewhere_is_taken_over(holder):
    """What counts is whether somebody is at it now."""
    assert judge(THEIRS, RUN, holder) == Train(2)


def test_a_worker_takes_its_own_job_again_after_a_restart():
    """Its child died with it, whatever its last heartbeat said."""
    assert not may_be_held(MINE, "me")
    assert judge(MINE, RUN, None) == Train(2)


def test_a_cancelled_job_of_a_lost_worker_is_cancelled_not_trained():
    """The owner's wish survives the worker that should have heard it."""
    asked = RunState(
        RunStatus.RUNNING, max_retries=3, attempt=1, worker_id="other", cancel_requested=True
    )
    assert judge(asked, RUN, None) == Cancel(1)


def test_a_job_that_failed_too_often_is_given_up():
    """Four attempts with three retries, none of them interrupted."""
    tired = RunState(RunStatus.QUEUED, max_retries=3, attempt=4)
    assert judge(tired, RUN, None) == GiveUp(4)


def test_interruptions_use_up_no_attempt():
    """A worker that was told to stop has not failed."""
    patient = RunState(RunStatus.QUEUED, max_retries=3, attempt=4, interruptions=1)
    assert judge(patient, RUN, None) == Train(5)


def test_a_worker_that_was_called_lost_but_is_heard_keeps_its_job():
    """A live run always wins, even one that the watchdog has put back into the queue."""
    lost = RunState(RunStatus.QUEUED, max_retries=3, attempt=1, worker_id="other")
    assert may_be_held(lost, "me")
    assert judge(lost, RUN, heartbeat(RUN)) == Leave()
    assert judge(lost, RUN, None) == Train(2)


@pytest.mark.parametrize("state", [QUEUED, MINE, RunState(RunStatus.FAILED, 3, 1, "other")])
def test_of_some_runs_no_other_worker_need_be_asked(state):
    """Never begun, this worker's own, or ended."""
    assert not may_be_held(state, "me")


def test_a_job_that_fails_again_and_again_waits_ever_longer():
    """Between its attempts the others in the queue have their turn."""
    waits = [delay_seconds(failures, 10) for failures in range(8)]
    assert waits == [10, 10, 20, 40, 80, 160, 300, 300]
