"""Registers workers where no administrator has to be asked: those of this very installation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemas.base import Actor, ActorKind
from schemas.subjects import DEFAULT_POOL

if TYPE_CHECKING:
    from infra.bus import EventLog

INSTALLATION = Actor(kind=ActorKind.SYSTEM, id="afina")


async def enrolled(
    nats_url: str, worker_ids: Sequence[str], name: str, pool: str = DEFAULT_POOL
) -> list[str]:
    """Those of ``worker_ids`` that may work, registered now where they were not.

    Raises:
        UnavailableError: the log did not answer.
    """
    from infra.bus import EventLog, connected

    async with connected(nats_url, "enrolment") as client:
        event_log = EventLog(client)
        return [each for each in worker_ids if await _enrol(event_log, each, name, pool)]


async def _enrol(event_log: "EventLog", worker_id: str, name: str, pool: str) -> bool:
    """Whether the worker may work: whoever was revoked stays so."""
    from api.commands import workers
    from api.commands.workers import RegisterWorker
    from api.decider import Decider
    from api.problems import RefusedError
    from infra import clock
    from schemas import subjects

    wish = RegisterWorker(worker_id=worker_id, name=name, pool=pool, actor=INSTALLATION)
    try:
        await Decider(event_log, workers.evolve).carry_out(
            subjects.worker(worker_id), lambda worker: workers.register(wish, worker, clock.now())
        )
    except RefusedError:
        return False
    return True
