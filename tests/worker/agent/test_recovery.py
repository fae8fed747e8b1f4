import pytest

from schemas.lifecycle import RunState, RunStatus
from tests.worker.agent.stories import RUN
from worker.agent.ending import Ending
from worker.agent.outbox import Holding
from worker.agent.recovery import judge

HELD = Holding(RUN, attempt=2, last_sequence=9, reply="reply")


def state(status: RunStatus, attempt: int = 2, interruptions: int = 0) -> RunState:
    return RunState(status, max_retries=3, attempt=attempt, interruptions=interruptions)


@pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED])
def test_a_job_whose_run_has_ended_is_done(status: RunStatus):
    """The predecessor only had no time to say so to the queue."""
    assert judge(state(status), HELD) is Ending.DONE


@pytest.mark.parametrize("status", list(RunStatus))
def test_a_job_that_another_attempt_took_is_not_ours(status: RunStatus):
    """What was said of the old delivery would act on the new one."""
    assert judge(state(status, attempt=3), HELD) is Ending.NOT_OURS
    assert judge(None, HELD) is Ending.NOT_OURS


@pytest.mark.parametrize("status", [RunStatus.RUNNING, RunStatus.QUEUED])
def test_the_first_death_is_bad_luck_and_the_next_may_be_the_jobs_doing(status: RunStatus):
    """So that a job which kills its workers lets others go first."""
    assert judge(state(status, interruptions=1), HELD) is Ending.GIVE_BACK
    assert judge(state(status), HELD) is Ending.RETRY
