"""Faults of a worker: it dies, it freezes, its job kills it."""

import signal
from pathlib import Path

import pytest

from schemas.events.run import (
    CheckpointSaved,
    FailureCode,
    JobFailed,
    RunInterrupted,
    RunStarted,
)
from schemas.lifecycle import RunStatus
from tests.faults.standin import POISON
from tests.faults.system import system


async def test_a_worker_killed_in_mid_epoch_goes_on_from_its_checkpoint(
    tmp_path: Path, database_url: str
):
    """1. kill -9 of agent and child, then a new start: attempt 2 goes on, no epoch is lost."""
    async with system(tmp_path, database_url) as site:
        worker = await site.worker()
        run_id = await site.request()
        await site.told(run_id, CheckpointSaved, times=3)

        await worker.kill()
        await worker.start()

        await site.completed(run_id, attempts=2)


async def test_a_frozen_worker_is_replaced_and_refused_when_it_wakes(
    tmp_path: Path, database_url: str
):
    """2. SIGSTOP past the lease, then SIGCONT: a successor completes, the zombie tells nothing."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        zombie = await site.worker("gpu-1")
        run_id = await site.request()
        await site.told(run_id, CheckpointSaved, times=3)

        zombie.pause()
        await site.worker("gpu-2")
        await site.told(run_id, CheckpointSaved, attempt=2)
        zombie.resume()

        await site.completed(run_id, attempts=2)
        await site.until(lambda: "another attempt took over" in zombie.said())
        assert (await site.state(run_id)).worker_id == "gpu-2"


async def test_a_job_that_kills_its_process_fails_with_its_reason(
    tmp_path: Path, database_url: str
):
    """17. Attempts are bounded, and other jobs run between them."""
    async with system(tmp_path, database_url) as site:
        await site.worker()
        poison = await site.request(base_model=POISON, max_retries=1)
        good = await site.request()

        await site.ended(poison, good)
        state = await site.state(poison)
        assert (state.status, state.attempt) == (RunStatus.FAILED, 2)
        failed = [one.event for one in await site.history(poison)][-1]
        assert isinstance(failed, JobFailed)
        assert (failed.code, failed.params["status"]) == (FailureCode.CRASHED, -signal.SIGABRT)
        assert (await site.state(good)).status is RunStatus.COMPLETED


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_clock_that_is_wrong_decides_nothing(
    minutes: int, tmp_path: Path, database_url: str
):
    """18. Leases run on the broker's clock: two workers, ten minutes apart, and one is killed."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        wrong = await site.worker("gpu-1", clock_minutes=minutes)
        run_id = await site.request()
        await site.told(run_id, CheckpointSaved, times=3)
        await site.worker("gpu-2", clock_minutes=-minutes)

        await wrong.kill()

        await site.completed(run_id, attempts=2)
        started = [one for one in await site.history(run_id) if isinstance(one.event, RunStarted)]
        off = [(one.event.occurred_at - one.stored_at).total_seconds() / 60 for one in started]
        assert [round(one) for one in off] == [minutes, -minutes]


async def test_a_worker_that_is_asked_to_leave_uses_up_no_attempt(
    tmp_path: Path, database_url: str
):
    """29. SIGTERM: a checkpoint, the job given back, status 0; the next start goes on."""
    async with system(tmp_path, database_url) as site:
        worker = await site.worker()
        run_id = await site.request()
        await site.told(run_id, CheckpointSaved, times=3)

        assert await worker.terminate() == 0
        assert await site.count(run_id, RunInterrupted) == 1
        await worker.start()

        await site.completed(run_id, attempts=2)
        assert (await site.state(run_id)).failures == 1
