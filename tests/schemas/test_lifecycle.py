from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events.run import AttemptEvent, RunEvent
from schemas.lifecycle import RunState, RunStatus, evolve, fold
from tests.schemas.examples import (
    alert_raised,
    attempt_event,
    cancel_requested,
    checkpoint_saved,
    dataset_deleted,
    epoch_completed,
    job_failed,
    memory_reduced,
    run_abandoned,
    run_cancelled,
    run_completed,
    run_interrupted,
    run_requested,
    run_stalled,
    run_started,
    training_measured,
)


def after(*events: RunEvent) -> RunState:
    """The state of a run after its request and ``events``."""
    state = fold([run_requested(), *events])
    assert state is not None
    return state


def test_no_events_are_no_run():
    assert fold([]) is None


def test_a_requested_run_waits():
    assert after() == RunState(RunStatus.QUEUED, max_retries=3)


@pytest.mark.parametrize("first", [run_started(), cancel_requested(), run_completed()])
def test_a_run_begins_with_its_request(first: RunEvent):
    with pytest.raises(ValueError, match=type(first).__name__):
        evolve(None, first)


def test_a_run_that_goes_well_ends_completed():
    state = after(
        run_started(),
        epoch_completed(1),
        checkpoint_saved(1),
        memory_reduced(),
        training_measured(),
        epoch_completed(2),
        run_completed(),
    )

    assert state == RunState(
        RunStatus.COMPLETED, max_retries=3, attempt=1, worker_id="gpu-1", last_epoch=2
    )


def test_a_second_request_and_an_alert_change_nothing():
    running = after(run_started())

    assert evolve(running, run_requested(max_retries=9)) == running
    assert evolve(running, alert_raised()) == running


def test_a_failure_that_is_not_final_puts_the_run_back_in_the_queue():
    state = after(run_started(), job_failed(final=False))

    assert state.status is RunStatus.QUEUED
    assert state.failures == 1


def test_a_final_failure_ends_the_run():
    assert after(run_started(), job_failed(final=True)).status is RunStatus.FAILED


def test_an_abandoned_run_has_failed():
    assert after(run_abandoned()).status is RunStatus.FAILED
    assert after(run_started(), run_abandoned()).status is RunStatus.FAILED


def test_cancelling_a_queued_run_ends_it_at_once():
    """There is nobody to ask: the wish is the end."""
    state = after(cancel_requested())

    assert state.status is RunStatus.CANCELLED
    assert state.cancel_requested


def test_cancelling_a_running_run_waits_for_its_worker():
    asked = after(run_started(), cancel_requested())

    assert (asked.status, asked.cancel_requested) == (RunStatus.RUNNING, True)
    assert evolve(asked, run_cancelled()).status is RunStatus.CANCELLED


@pytest.mark.parametrize("ending", [run_stalled(), run_interrupted(), job_failed(final=False)])
def test_a_run_that_nobody_wants_does_not_go_back_to_the_queue(ending: RunEvent):
    """Whoever had it is gone, so the wish to cancel is fulfilled."""
    assert after(run_started(), cancel_requested(), ending).status is RunStatus.CANCELLED


def test_a_worker_may_finish_before_it_hears_the_wish_to_cancel():
    """What was learned is not thrown away."""
    state = after(run_started(), cancel_requested(), run_completed())

    assert state.status is RunStatus.COMPLETED


@pytest.mark.parametrize(
    "word", [epoch_completed(1), checkpoint_saved(1), memory_reduced(), training_measured()]
)
def test_a_stalled_worker_that_speaks_again_is_running_again(word: RunEvent):
    """A live run always wins over the watchdog."""
    stalled = after(run_started(), run_stalled())

    assert stalled.status is RunStatus.QUEUED
    assert evolve(stalled, word).status is RunStatus.RUNNING


def test_the_watchdog_can_only_stall_the_attempt_that_it_watched():
    second = after(run_started(), run_stalled(), run_started(attempt=2, worker_id="gpu-2"))

    assert evolve(second, run_stalled(attempt=1)) == second


def test_only_a_running_attempt_can_stall():
    interrupted = after(run_started(), run_interrupted())

    assert evolve(interrupted, run_stalled()) == interrupted


def test_a_fenced_worker_changes_nothing():
    """Once attempt 2 has started, whatever attempt 1 says comes too late."""
    second = after(run_started(), run_stalled(), run_started(attempt=2, worker_id="gpu-2"))

    for late in of_attempt(1):
        assert evolve(second, late) == second


def of_attempt(attempt: int) -> list[RunEvent]:
    """Everything that a worker can say of an attempt."""
    return [
        run_started(attempt=attempt),
        epoch_completed(7, attempt=attempt),
        checkpoint_saved(7, attempt=attempt),
        memory_reduced(attempt=attempt),
        training_measured(attempt=attempt),
        run_completed(attempt=attempt),
        job_failed(final=True, attempt=attempt),
        job_failed(final=False, attempt=attempt),
        run_cancelled(attempt=attempt),
        run_interrupted(attempt=attempt),
    ]


def test_an_interruption_uses_up_no_attempt():
    state = after(run_started(), run_interrupted(), run_started(attempt=2))

    assert (state.attempt, state.interruptions, state.failures) == (2, 1, 1)


def test_an_interruption_told_after_the_watchdog_gave_up_uses_up_no_attempt():
    """A worker that was cut off and stopped tells why as soon as it can."""
    state = after(run_started(), run_stalled(), run_interrupted())

    assert (state.status, state.failures) == (RunStatus.QUEUED, 0)


@pytest.mark.parametrize(("max_retries", "attempts"), [(0, 1), (1, 2), (3, 4)])
def test_a_run_is_exhausted_after_one_try_and_its_retries(max_retries: int, attempts: int):
    state = replace(RunState(RunStatus.QUEUED, max_retries), attempt=attempts - 1)

    assert not state.exhausted
    assert replace(state, attempt=attempts).exhausted
    assert not replace(state, attempt=attempts, interruptions=1).exhausted


def test_epochs_never_count_backwards():
    """An attempt that falls back repeats epochs; the run has seen them already."""
    state = after(run_started(), epoch_completed(5), run_stalled(), run_started(attempt=2))

    assert evolve(state, epoch_completed(1, attempt=2)).last_epoch == 5


def test_another_worker_begins_with_the_first_epoch():
    """It has no checkpoint of the one before; when that one returns, it begins anew as well."""
    state = after(run_started(), epoch_completed(5), run_stalled())

    other = evolve(state, run_started(attempt=2, worker_id="gpu-2"))
    assert other.last_epoch == 0
    assert evolve(other, run_started(attempt=3, worker_id="gpu-1")).last_epoch == 0


class Invented(AttemptEvent):
    """A worker's event that the lifecycle has not been taught."""


@pytest.mark.parametrize("stranger", [dataset_deleted(), attempt_event(Invented)])
def test_a_stranger_is_a_bug(stranger: Any):
    """The type checker sees it first; at run time it is loud."""
    with pytest.raises(AssertionError):
        evolve(after(run_started()), stranger)


attempts = st.integers(min_value=1, max_value=4)
epochs = st.integers(min_value=1, max_value=9)
workers = st.sampled_from(["gpu-1", "gpu-2"])
events = st.one_of(
    st.builds(run_requested, max_retries=st.integers(0, 3)),
    st.builds(run_started, attempt=attempts, worker_id=workers),
    st.builds(epoch_completed, epochs, attempt=attempts),
    st.builds(checkpoint_saved, epochs, attempt=attempts),
    st.builds(memory_reduced, attempt=attempts),
    st.builds(training_measured, attempt=attempts),
    st.builds(run_completed, attempt=attempts),
    st.builds(job_failed, final=st.booleans(), attempt=attempts),
    st.builds(run_cancelled, attempt=attempts),
    st.builds(run_interrupted, attempt=attempts),
    st.builds(run_stalled, attempt=attempts),
    st.builds(cancel_requested),
    st.builds(run_abandoned),
    st.builds(alert_raised),
)
stories = st.lists(events, max_size=30)


@settings(deadline=None)
@given(stories)
def test_any_story_makes_sense(story: list[RunEvent]):
    """Total over events: nothing raises after the request, and no figure goes astray."""
    state = after()
    for event in story:
        before, state = state, evolve(state, event)

        assert state.attempt >= before.attempt
        assert state.last_epoch >= before.last_epoch or state.worker_id != before.worker_id
        assert 0 <= state.failures <= state.attempt
        assert state.max_retries == before.max_retries
        assert state.status is not RunStatus.RUNNING or state.worker_id is not None


@settings(deadline=None)
@given(stories, events)
def test_an_end_is_final(story: list[RunEvent], late: RunEvent):
    for ending in (run_abandoned(), cancel_requested()):
        ended = after(*story, ending)
        if ended.status.ended:
            assert evolve(ended, late) is ended


@settings(deadline=None)
@given(stories, attempts)
def test_old_attempts_change_nothing(story: list[RunEvent], attempt: int):
    """Neither in the queue nor in the hands of another worker."""
    state = after(*story)
    if attempt < state.attempt:
        for late in [*of_attempt(attempt), run_stalled(attempt=attempt)]:
            assert evolve(state, late) == state


@settings(deadline=None)
@given(stories, events)
def test_hearing_an_event_twice_is_hearing_it_once(story: list[RunEvent], event: RunEvent):
    """Except for the count of interruptions, which the log keeps from being told twice."""
    once = evolve(after(*story), event)

    assert replace(evolve(once, event), interruptions=once.interruptions) == once


@settings(deadline=None)
@given(stories)
def test_a_run_whose_cancellation_was_asked_never_waits_again(story: list[RunEvent]):
    state = after(*story, cancel_requested())

    assert state.status is not RunStatus.QUEUED
