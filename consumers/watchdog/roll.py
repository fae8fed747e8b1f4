"""Who takes jobs of which pool, by the log, and whether anybody of a pool is there."""

from infra.bus import EventLog
from infra.presence import is_present
from schemas import subjects
from schemas.events.worker import (
    WorkerEvent,
    WorkerPaused,
    WorkerRegistered,
    WorkerResumed,
    WorkerRevoked,
    worker_events,
)


class Roll:
    """The workers of all pools, kept up by reading what is new."""

    def __init__(self, event_log: EventLog) -> None:
        self._log = event_log
        self._pools: dict[str, str] = {}
        self._paused: set[str] = set()
        self._known = 0
        """The sequence up to which the workers' events are known."""

    async def call(self) -> None:
        """Learn who came and who was told to go since the last time.

        Raises:
            UnavailableError: the broker did not answer.
        """
        for recorded in await self._log.history(subjects.worker("*"), after=self._known):
            self._note(worker_events.validate_python(recorded.event))
            self._known = recorded.sequence

    def _note(self, event: WorkerEvent) -> None:
        match event:
            case WorkerRegistered():
                self._pools[event.worker_id] = event.pool
                self._paused.discard(event.worker_id)
            case WorkerRevoked():
                self._pools.pop(event.worker_id, None)
            case WorkerPaused():
                self._paused.add(event.worker_id)
            case WorkerResumed():
                self._paused.discard(event.worker_id)
            case _:
                pass  # whether it is there is asked of its heartbeat

    async def is_served(self, pool: str) -> bool:
        """Whether a worker of ``pool`` is heard that takes jobs; the first one is enough.

        Raises:
            UnavailableError: the broker did not answer.
        """
        for worker_id, joined in list(self._pools.items()):
            takes_jobs = joined == pool and worker_id not in self._paused
            if takes_jobs and await is_present(self._log.client, worker_id):
                return True
        return False
