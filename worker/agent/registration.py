"""Whether this worker may work at all: the log must know it, and must not have revoked it.

Nobody admits itself: an administrator registers a worker before it starts for the first time.
"""

from infra.bus import EventLog
from schemas import subjects
from schemas.events.worker import WorkerRegistered, WorkerRevoked


class NotAdmittedError(Exception):
    """The worker was never registered, or was revoked; ``worker_id`` is what it calls itself."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(worker_id)
        self.worker_id = worker_id


async def check(event_log: EventLog, worker_id: str) -> None:
    """Return if the worker may work.

    Raises:
        NotAdmittedError: it may not.
        UnavailableError: the log did not answer.
    """
    history = await event_log.complete_history(subjects.worker(worker_id))
    words = (WorkerRegistered, WorkerRevoked)
    said = [each.event for each in history if isinstance(each.event, words)]
    if not said or isinstance(said[-1], WorkerRevoked):
        raise NotAdmittedError(worker_id)
