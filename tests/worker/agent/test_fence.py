import pytest

from schemas.events.run import JobFailed, RunCancelled, RunCompleted, StallReason
from tests.schemas.examples import job_failed, run_completed
from tests.worker.agent.stories import (
    abandoned,
    cancel,
    epoch,
    recorded,
    requested,
    stalled,
    started,
)
from worker.agent.fence import Adopt, Over, Replaced, Stalled, concerns, heeding, judge

GIVEN_UP = [reason for reason in StallReason if reason is not StallReason.WORKER_LOST]


def story(*since):
    """The run's history: asked for, taken by this worker as attempt 1, and what came since."""
    return recorded(requested(), started(1), *since)


def test_another_attempt_replaces_this_one():
    """Whoever started last holds the run, even the same worker."""
    assert judge(story(started(2, "other")), attempt=1) == Replaced()
    assert judge(story(started(2, "here")), attempt=1) == Replaced()


def test_a_run_that_the_log_does_not_know_is_nobodys():
    """A log that was made anew holds no trace of the attempt."""
    assert judge([], attempt=1) == Replaced()


def test_an_abandoned_run_is_over():
    """There is no use in telling more of it, nor in anybody's taking the job again."""
    assert judge(story(abandoned()), attempt=1) == Over()


def test_a_cancellation_is_obeyed_and_adopted():
    """The next event follows the owner's wish."""
    asked = cancel()
    assert judge(story(epoch(1), asked), attempt=1) == Adopt(asked, last_epoch=1)


def test_a_live_worker_outlives_the_watchdogs_accusation():
    """A run whose worker was called lost but is not goes on."""
    assert judge(story(stalled(1)), attempt=1) == Adopt()


@pytest.mark.parametrize("reason", GIVEN_UP)
def test_a_worker_obeys_a_watchdog_that_saw_it_stand_still(reason):
    """It lives, but its attempt brings nothing more."""
    assert judge(story(stalled(1, reason=reason)), attempt=1) == Stalled()


@pytest.mark.parametrize("reason", GIVEN_UP)
def test_an_older_attempts_stall_is_no_business_of_this_one(reason):
    """The next attempt starts with a clean sheet."""
    history = story(stalled(1, reason=reason), started(2))
    assert judge(history, attempt=2) == Adopt()


@pytest.mark.parametrize("reason", list(StallReason))
def test_a_cancelled_run_ends_when_its_worker_is_given_up(reason):
    """Whichever came first; a worker that comes back finds nothing to do."""
    assert judge(story(cancel(), stalled(1, reason=reason)), attempt=1) == Over()


def test_a_takeover_outweighs_a_cancellation():
    """Only the present holder may answer the owner."""
    assert judge(story(cancel(), started(2, "other")), attempt=1) == Replaced()


def test_own_events_are_no_news():
    """Only what others wrote is worth a look at the whole history."""
    assert not concerns(recorded(epoch(1), epoch(2)), attempt=1)
    assert concerns(recorded(epoch(1), stalled(1)), attempt=1)
    assert concerns(recorded(started(2)), attempt=1)


@pytest.mark.parametrize("end", [run_completed(), job_failed(final=True), job_failed(final=False)])
def test_after_a_cancellation_no_other_end_is_told(end: RunCompleted | JobFailed):
    """The log had the owner's wish first."""
    told = heeding(end, Adopt(cancel(), last_epoch=2))
    assert isinstance(told, RunCancelled)
    assert (told.run_id, told.attempt, told.epochs_completed) == (end.run_id, end.attempt, 2)
    assert told.model is None


def test_a_model_that_was_finished_meanwhile_is_kept_if_that_was_asked():
    """It is there already."""
    done = run_completed()
    told = heeding(done, Adopt(cancel(keep_model=True), last_epoch=2))
    assert isinstance(told, RunCancelled)
    assert told.model == done.model


def test_without_a_cancellation_and_before_the_end_events_stay_what_they_are():
    """Only an end gives way."""
    done, one = run_completed(), epoch(1)
    assert heeding(done, Adopt()) is done
    assert heeding(one, Adopt(cancel())) is one
