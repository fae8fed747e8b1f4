"""A worker's first word to the log."""

from datetime import datetime
from uuid import uuid4

from infra import logging
from infra.bus import ConflictError, EventLog
from infra.settings import Settings
from schemas.events.worker import WorkerRegistered
from worker.agent.telling import worker_actor

log = logging.get(__name__)


async def register(settings: Settings, event_log: EventLog, now: datetime) -> None:
    """Say that this worker exists, unless the log knows it.

    Raises:
        UnavailableError: the log did not answer.
    """
    beginning = uuid4()
    event = WorkerRegistered(
        event_id=beginning,
        worker_id=settings.worker_id,
        name=settings.worker_name or settings.worker_id,
        pool=settings.pool,
        occurred_at=now,
        correlation_id=beginning,
        causation_id=beginning,
        actor=worker_actor(settings.worker_id),
    )
    try:
        await event_log.append(event, expected=0)
    except ConflictError:
        log.debug("already registered", worker_id=settings.worker_id)
