"""Whether this worker is to take jobs: an administrator may have paused it, and the log says so."""

import asyncio

from infra.bus import EventLog
from schemas import subjects


async def is_on(event_log: EventLog, worker_id: str) -> bool:
    """Whether the last that was said is that it takes nothing new.

    Raises:
        UnavailableError: the log did not answer.
    """
    names = ("paused", "resumed", "registered")
    about = [subjects.worker_event(worker_id, name) for name in names]
    paused, *others = await asyncio.gather(*map(event_log.last_under, about))
    return paused > max(others)
