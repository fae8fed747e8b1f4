"""Who serves a pool, by the log and by heartbeats."""

from nats.aio.client import Client

from consumers.watchdog.roll import Roll
from infra.bus import EventLog
from schemas import subjects
from schemas.events.worker import WorkerEvent, WorkerPaused, WorkerResumed
from schemas.subjects import DEFAULT_POOL
from tests.schemas.examples import WORKER, heartbeat, worker_event, worker_registered


async def test_a_paused_worker_serves_nobody(client: Client, log: EventLog):
    """Runs that wait for it alone are told of as those that nobody is there for."""
    roll, last = Roll(log), 0
    said = heartbeat().model_dump_json().encode()
    await client.jetstream().publish(subjects.presence(WORKER), said)

    async def served_after(event: WorkerEvent) -> bool:
        nonlocal last
        last = await log.append(event, expected=last)
        await roll.call()
        return await roll.is_served(DEFAULT_POOL)

    assert await served_after(worker_registered())
    assert not await served_after(worker_event(WorkerPaused))
    assert await served_after(worker_event(WorkerResumed))
