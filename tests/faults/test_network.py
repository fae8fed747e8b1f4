"""Faults of the network between a worker and the broker."""

from dataclasses import replace
from pathlib import Path

import pytest

from api import permissions
from api.permissions import Permissions
from schemas import subjects
from schemas.events.run import CheckpointSaved, EpochCompleted, RunStalled, RunStarted
from schemas.events.worker import WorkerLost
from tests.faults.link import Way
from tests.faults.system import lasting, system

EPOCHS = 20
"""Enough that training goes on while the fault lasts."""


async def test_a_short_partition_changes_nothing(tmp_path: Path, database_url: str):
    """3. Shorter than the lease: no takeover; what was measured meanwhile is told afterwards."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        worker = await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)
        await site.worker("gpu-2")

        worker.broker.hold()
        await lasting(site.pace.ack_wait_seconds / 3)
        worker.broker.heal()

        await site.completed(run_id, attempts=1)
        assert await site.count(run_id, RunStalled) == 0


async def test_a_long_partition_hands_the_run_over(tmp_path: Path, database_url: str):
    """4. Longer than the lease: the successor completes, the old holder is refused then."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        cut_off = await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved, times=3)
        await site.worker("gpu-2")

        cut_off.broker.cut()
        await site.told(run_id, CheckpointSaved, attempt=2)
        cut_off.broker.heal()

        await site.completed(run_id, attempts=2)
        await site.until(lambda: "another attempt took over" in cut_off.said())
        assert (await site.state(run_id)).worker_id == "gpu-2"


async def test_acknowledgements_that_never_arrive_double_nothing(tmp_path: Path, database_url: str):
    """5. One direction lost: what the worker tells arrives, and it hears nothing."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        worker = await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)
        await site.worker("gpu-2")

        worker.broker.hold(Way.TO_CLIENT)
        await lasting(2 * site.pace.ack_wait_seconds)
        worker.broker.heal()

        await site.completed(run_id, attempts=1)
        assert await site.count(run_id, EpochCompleted) == EPOCHS


async def test_a_worker_whose_heartbeats_are_lost_keeps_its_run(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """5. Heartbeats lost, the rest arrives: called lost, it goes on; a live run always wins."""
    allowed = permissions.of_worker

    def without_presence(worker_id: str, pool: str) -> Permissions:
        least = allowed(worker_id, pool)
        kept = (one for one in least.publish if not one.startswith("presence."))
        return replace(least, publish=tuple(kept))

    monkeypatch.setattr(permissions, "of_worker", without_presence)
    async with system(tmp_path, database_url) as site:
        await site.worker(heard=False)
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)
        await site.worker("gpu-2", heard=False)
        await site.consumers()

        await site.told(run_id, RunStalled)

        await site.completed(run_id, attempts=1)
        history = await site.log.history(subjects.worker("gpu-1"))
        assert isinstance(history[-1].event, WorkerLost)


@pytest.mark.parametrize("kind", [RunStarted, EpochCompleted])
async def test_a_publish_done_but_said_to_have_failed_is_found_done(
    kind: type[RunStarted | EpochCompleted], tmp_path: Path, database_url: str
):
    """13. The log has the event, its writer hears nothing: sent again, it is known as its own."""
    async with system(tmp_path, database_url) as site:
        worker = await site.worker()
        token = kind.model_fields["type"].default.split(".")[1]
        worker.broker.swallow(f".{token}".encode(), b'"seq"')
        run_id = await site.request()

        await worker.broker.swallowed.wait()

        await site.completed(run_id, attempts=1)
        assert await site.count(run_id, kind) == (10 if kind is EpochCompleted else 1)
