"""Looks at what others write about a run while the worker that holds it has nothing to tell.

The sender hears the log's answer to every event; but between two events lie minutes or hours, in
which a worker that was cut off or asleep must find out that it was replaced.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

from nats.aio.client import Client

from infra import logging
from infra.bus import EventLog, UnavailableError
from schemas import subjects
from worker.agent import fence, sender
from worker.agent.fence import Verdict
from worker.agent.outbox import Outbox

log = logging.get(__name__)


@asynccontextmanager
async def kept(
    client: Client, outbox: Outbox, obey: Callable[[Verdict], None], every_seconds: float
) -> AsyncGenerator[None]:
    """Judge the held run when people or the watchdog speak of it, and every few seconds anyhow."""
    holding = await outbox.holding()
    assert holding is not None  # noqa: S101 - only a run that is held is looked after
    spoken = asyncio.Event()

    async def on_control(_: object) -> None:
        spoken.set()

    subscription = await client.subscribe(subjects.run_control(holding.run_id), cb=on_control)
    event_log = EventLog(client)
    looking = asyncio.create_task(_look_often(event_log, outbox, obey, spoken, every_seconds))
    try:
        yield
    finally:
        looking.cancel()
        if client.is_connected:
            await subscription.unsubscribe()


async def _look_often(
    event_log: EventLog,
    outbox: Outbox,
    obey: Callable[[Verdict], None],
    spoken: asyncio.Event,
    every_seconds: float,
) -> None:
    while True:
        spoken.clear()
        try:
            await _look(event_log, outbox, obey)
        except UnavailableError as error:
            log.debug("the log is away", error=str(error))
        with suppress(TimeoutError):
            async with asyncio.timeout(every_seconds):
                await spoken.wait()


async def _look(event_log: EventLog, outbox: Outbox, obey: Callable[[Verdict], None]) -> None:
    """Read the run's history only when others have added to what this worker has seen of it."""
    holding = await outbox.holding()
    if holding is None:
        return
    if await sender.is_set_back(event_log, holding):
        obey(fence.Replaced())
        return
    run = subjects.run(holding.run_id)
    newer = await event_log.history(run, after=holding.last_sequence)
    if fence.concerns(newer, holding.attempt):
        obey(await sender.look(event_log, holding))
