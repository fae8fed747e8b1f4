"""What a worker has measured and not yet told: kept on its disk until the log has it.

SQLite in WAL mode with full synchronisation: what ``put`` has returned from survives kill -9 and a
power cut. Events leave in order, one at a time; telemetry leaves beside them, and its oldest
messages are dropped first in a very long outage.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

from schemas.base import Event
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent

TELEMETRY_KEPT = 50_000
"""Messages; at one a second, more than half a day."""

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS holding (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    run_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    reply TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS telemetry (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    data BLOB NOT NULL
);
"""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Holding:
    """The run that this worker holds."""

    run_id: UUID
    attempt: int
    last_sequence: int
    """Of the run's events that this worker has seen: what its next event must follow."""
    reply: str
    """Where the job message is acknowledged."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An event that waits."""

    number: int
    event: LoggedEvent


@dataclass(frozen=True, slots=True)
class Measured:
    """A telemetry message that waits."""

    number: int
    message_id: str
    subject: str
    data: bytes


class Outbox:
    """One worker's memory of what it still has to tell."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()
        self._stirred = asyncio.Condition()
        self.version = 0
        """Grows with every change; see ``changed``."""

    async def hold(self, holding: Holding) -> None:
        """Remember a claim; events of an earlier one are gone."""
        row = (str(holding.run_id), holding.attempt, holding.last_sequence, holding.reply)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM events")
            connection.execute("INSERT OR REPLACE INTO holding VALUES (1, ?, ?, ?, ?)", row)

        await self._do(write)

    async def release(self) -> None:
        """Forget the claim and whatever was not told of it."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM events")
            connection.execute("DELETE FROM holding")

        await self._do(write)
        await self._stir()

    async def holding(self) -> Holding | None:
        """The claim that this worker has, perhaps from before it was killed."""
        query = "SELECT run_id, attempt, last_sequence, reply FROM holding"
        row = await self._do(lambda connection: connection.execute(query).fetchone())
        return None if row is None else Holding(UUID(row[0]), row[1], row[2], row[3])

    async def put(self, event: Event) -> None:
        """Keep ``event`` until the log has it."""
        data = catalogue.encode(event)
        insert = "INSERT INTO events (data) VALUES (?)"
        await self._do(lambda connection: connection.execute(insert, [data]))
        await self._stir()

    async def next_event(self) -> Outgoing | None:
        """The oldest event that waits."""
        query = "SELECT number, data FROM events ORDER BY number LIMIT 1"
        row = await self._do(lambda connection: connection.execute(query).fetchone())
        return None if row is None else Outgoing(row[0], catalogue.decode(row[1]))

    async def told(self, outgoing: Outgoing, sequence: int) -> None:
        """The log has ``outgoing`` at ``sequence``."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM events WHERE number = ?", [outgoing.number])
            connection.execute("UPDATE holding SET last_sequence = ?", [sequence])

        await self._do(write)
        await self._stir()

    async def adopt(self, sequence: int) -> None:
        """Others wrote up to ``sequence``; the next event follows that."""
        await self._do(
            lambda connection: connection.execute(
                "UPDATE holding SET last_sequence = ?", [sequence]
            )
        )

    async def measure(self, subject: str, data: bytes) -> None:
        """Keep a telemetry message until the broker has it."""
        row = (str(uuid4()), subject, data)

        def write(connection: sqlite3.Connection) -> None:
            cursor = connection.execute(
                "INSERT INTO telemetry (message_id, subject, data) VALUES (?, ?, ?)", row
            )
            oldest = (cursor.lastrowid or 0) - TELEMETRY_KEPT
            connection.execute("DELETE FROM telemetry WHERE number <= ?", [oldest])

        await self._do(write)
        await self._stir()

    async def next_measured(self, limit: int) -> list[Measured]:
        """The oldest telemetry that waits."""
        query = "SELECT number, message_id, subject, data FROM telemetry ORDER BY number LIMIT ?"
        rows = await self._do(lambda connection: connection.execute(query, [limit]).fetchall())
        return [Measured(*row) for row in rows]

    async def measured_told(self, upto: int) -> None:
        """The broker has every telemetry message up to number ``upto``."""
        await self._do(
            lambda connection: connection.execute("DELETE FROM telemetry WHERE number <= ?", [upto])
        )
        await self._stir()

    async def changed(self, since: int) -> None:
        """Return when something was put in or taken out after version ``since``."""
        async with self._stirred:
            await self._stirred.wait_for(lambda: self.version > since)

    async def drained(self) -> None:
        """Return when no event waits any more."""
        while True:
            seen = self.version
            if await self.next_event() is None:
                return
            await self.changed(seen)

    async def _stir(self) -> None:
        async with self._stirred:
            self.version += 1
            self._stirred.notify_all()

    async def _do(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run ``work`` in one transaction, off the event loop: a synchronised write takes time."""

        def transaction() -> Result:
            with self._connection:
                return work(self._connection)

        async with self._lock:
            return await asyncio.to_thread(transaction)


@asynccontextmanager
async def opened(path: Path) -> AsyncGenerator[Outbox]:
    """The outbox in the file at ``path``, with whatever an earlier process left in it."""
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        connection.executescript(_SCHEMA)
        yield Outbox(connection)
    finally:
        connection.close()
