"""Whether a worker is there, by its heartbeats, which the broker forgets when they run out."""

from nats.aio.client import Client
from pydantic import ValidationError

from infra import logging
from infra.bus import last_message
from schemas import subjects
from schemas.telemetry import Heartbeat

log = logging.get(__name__)


async def last_heartbeat(client: Client, worker_id: str) -> Heartbeat | None:
    """The worker's last heartbeat, unless it has run out or cannot be read.

    Raises:
        UnavailableError: the broker did not answer.
    """
    data = await last_message(client, subjects.PRESENCE, subjects.presence(worker_id))
    try:
        return Heartbeat.model_validate_json(data) if data else None
    except ValidationError as error:
        log.error("unreadable heartbeat", worker_id=worker_id, error=str(error))
        return None


async def is_present(client: Client, worker_id: str) -> bool:
    """Whether the worker's last heartbeat has not run out, whatever it says.

    Raises:
        UnavailableError: the broker did not answer.
    """
    return bool(await last_message(client, subjects.PRESENCE, subjects.presence(worker_id)))


async def is_remembered(client: Client, worker_id: str) -> bool:
    """Whether the broker has a heartbeat of the worker, or its mark that the last one ran out.

    Raises:
        UnavailableError: the broker did not answer.
    """
    subject = subjects.presence(worker_id)
    return await last_message(client, subjects.PRESENCE, subject) is not None
