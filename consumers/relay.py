"""Hands what happened to people from the database to the log: in order, each exactly once.

The API writes an event of a person in the transaction that makes it true. One relay reads these
rows, appends each to the log by compare-and-set under the event's own id, and deletes it then.
Whoever dies in between leaves a row that is appended again, which the log takes for the same.
"""

import asyncio

import psycopg
from pydantic import ValidationError

from consumers import election
from consumers.outage import OUTAGES
from consumers.projections.rows import Connection
from infra import database, logging
from infra.bus import ConflictError, EventLog
from schemas import tables
from schemas.events.user import UserEvent, user_events

log = logging.get(__name__)

BATCH_EVENTS = 100
STANDBY_SECONDS = 1.0
RETRY_SECONDS = 1.0
LOOK_SECONDS = 5.0
"""Between two looks when nobody notifies."""
MOST_REMEMBERED = 10_000


class Relay:
    """Appends events of people; it remembers where each person's last one is."""

    def __init__(self, event_log: EventLog) -> None:
        self._log = event_log
        self._last: dict[str, int] = {}

    async def hand_over(self, connection: Connection) -> int:
        """Append what waits, oldest first, and delete it; how many there were.

        Raises:
            UnavailableError: the log did not confirm; what it has is found again.
            ValidationError: a newer version wrote an event that this one does not know.
        """
        cursor = await connection.execute(
            "SELECT position, event FROM outbox ORDER BY position LIMIT %s", [BATCH_EVENTS]
        )
        waiting = await cursor.fetchall()
        for position, event in waiting:
            await self._append(user_events.validate_python(event))
            await connection.execute("DELETE FROM outbox WHERE position = %s", [position])
        return len(waiting)

    async def _append(self, event: UserEvent) -> None:
        """Nobody else writes about people, so there is nothing to decide anew."""
        if len(self._last) > MOST_REMEMBERED:
            self._last.clear()
        expected = self._last.get(event.user_id, 0)
        while True:
            try:
                self._last[event.user_id] = await self._log.append(event, expected=expected)
            except ConflictError as conflict:
                expected = conflict.last_sequence
            else:
                return


async def run(event_log: EventLog, url: str) -> None:
    """Hand over for ever; stand by while another process does."""
    while True:
        try:
            async with database.connection(url, tables.ACCESS_SCHEMA) as connection:
                await election.won(connection, tables.RELAY_LOCK, STANDBY_SECONDS)
                await connection.execute(f"LISTEN {tables.OUTBOX_CHANNEL}".encode())
                await _keep_handing_over(Relay(event_log), connection)
        except (*OUTAGES, psycopg.OperationalError) as error:
            log.warning("relay of people reopens", error=str(error).strip())
        except ValidationError as error:
            log.error("a newer version's event of a person waits: update", error=str(error))
        await asyncio.sleep(RETRY_SECONDS)


async def _keep_handing_over(relay: Relay, connection: Connection) -> None:
    while True:
        while await relay.hand_over(connection):
            pass
        async for _ in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
            pass
