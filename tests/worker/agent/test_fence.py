from tests.worker.agent.stories import abandoned, cancel, recorded, stalled, started
from worker.agent.fence import Adopt, Replaced, judge


def test_another_attempt_replaces_this_one():
    """Whoever started last holds the run, even the same worker."""
    assert judge(recorded(started(2, "other")), attempt=1) == Replaced()
    assert judge(recorded(started(2, "here")), attempt=1) == Replaced()


def test_an_abandoned_run_is_nobodys():
    """There is no use in telling more of it."""
    assert judge(recorded(abandoned()), attempt=1) == Replaced()


def test_a_cancellation_is_obeyed_and_adopted():
    """The next event follows the owner's wish."""
    assert judge(recorded(cancel()), attempt=1) == Adopt(cancel_requested=True)


def test_a_live_worker_outlives_the_watchdogs_accusation():
    """A run that was called stalled but is not goes on."""
    assert judge(recorded(stalled(1)), attempt=1) == Adopt(cancel_requested=False)


def test_a_takeover_outweighs_a_cancellation():
    """Only the present holder may answer the owner."""
    assert judge(recorded(cancel(), started(2, "other")), attempt=1) == Replaced()
