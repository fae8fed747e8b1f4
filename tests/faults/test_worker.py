"""Faults of a worker: it dies, it freezes, its job kills it."""

from pathlib import Path

from schemas.events.run import CheckpointSaved
from schemas.lifecycle import RunStatus
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

        await site.ended(run_id)
        state = await site.state(run_id)
        assert (state.status, state.attempt) == (RunStatus.COMPLETED, 2)


async def test_a_frozen_worker_is_replaced_and_refused_when_it_wakes(
    tmp_path: Path, database_url: str
):
    """2. SIGSTOP past the lease, then SIGCONT: a successor completes, the zombie tells nothing."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        zombie = await site.worker("gpu-1")
        run_id = await site.request(epochs=30)
        await site.told(run_id, CheckpointSaved, times=3)

        zombie.pause()
        await site.worker("gpu-2")
        await site.told(run_id, CheckpointSaved, attempt=2)
        zombie.resume()

        await site.ended(run_id)
        await site.until(lambda: "another attempt took over" in zombie.said())
        state = await site.state(run_id)
        assert (state.status, state.attempt) == (RunStatus.COMPLETED, 2)
        assert state.worker_id == "gpu-2"
