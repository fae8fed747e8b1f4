"""Who has begun which attempt: whose reports of a run count.

The read model knows it up to where the log is projected, and the log tells the rest, so nobody has
to wait for the other projector, in the model in use or in one that is built beside it.
"""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from psycopg import sql

from consumers.projections.rows import Connection
from infra.bus import EventLog
from schemas import subjects
from schemas.events.run import RunStarted

HELD_ATTEMPTS = 10_000
"""Before they are looked up anew."""

Attempt = tuple[UUID, int]

_POSITION = sql.SQL("SELECT sequence FROM positions WHERE projection = 'training'")
_ATTEMPTS = sql.SQL("SELECT run_id, attempt, worker_id FROM attempts WHERE run_id = ANY(%s)")


class Holders(Protocol):
    """Looks up whose attempts are."""

    async def of(self, connection: Connection, attempts: Collection[Attempt]) -> dict[Attempt, str]:
        """The workers that have begun those of ``attempts`` that anybody has."""
        ...

    def forget(self) -> None:
        """Hold nothing of the tables."""
        ...


class LoggedHolders:
    """As read model and log have it."""

    def __init__(self, event_log: EventLog) -> None:
        self._log = event_log
        self._held: dict[Attempt, str] = {}

    async def of(self, connection: Connection, attempts: Collection[Attempt]) -> dict[Attempt, str]:
        """The workers that have begun those of ``attempts`` that anybody has.

        Raises:
            UnavailableError: the broker did not answer.
        """
        if len(self._held) > HELD_ATTEMPTS:
            self.forget()
        if missing := [each for each in attempts if each not in self._held]:
            found = await self._looked_up(connection, {run_id for run_id, _ in missing})
            self._held |= {each: found[each] for each in missing if each in found}
        return {each: self._held[each] for each in attempts if each in self._held}

    def forget(self) -> None:
        """Hold nothing of the tables."""
        self._held = {}

    async def _looked_up(
        self, connection: Connection, run_ids: Collection[UUID]
    ) -> dict[Attempt, str]:
        """The attempts of the runs; the position is read first, so that no beginning is missed."""
        [position] = await (await connection.execute(_POSITION)).fetchone() or (0,)
        rows = await connection.execute(_ATTEMPTS, [list(run_ids)])
        found = {(row[0], row[1]): row[2] for row in await rows.fetchall()}
        for recorded in await self._log.history(subjects.beginnings(), after=position):
            begun = recorded.event
            if isinstance(begun, RunStarted) and begun.run_id in run_ids:
                found.setdefault((begun.run_id, begun.attempt), begun.worker_id)
        return found
