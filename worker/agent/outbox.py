"""What a worker has measured and not yet told: kept on its disk until the log has it.

SQLite in WAL mode with full synchronisation: what ``put`` has returned from survives kill -9 and a
power cut. Events leave in order, one at a time; telemetry leaves beside them. The room on disk is
bounded, and only telemetry gives way. On a disk that is full an event waits, and with it whoever
puts it; telemetry does not wait and is counted as dropped.
"""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

from infra import clock, logging
from schemas.base import Event
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent
from worker.agent import room, storage
from worker.agent.room import Room

LIMIT_BYTES = 512 << 20
FULL_RETRY_SECONDS = 1.0
"""Before a full disk is tried again."""
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
"""How SQLite says that there is no room, or that a quota is used up."""

log = logging.get(__name__)

_TELEMETRY = (
    "SELECT number, message_id, subject, data FROM progress"
    " UNION ALL SELECT number, message_id, subject, data FROM logs"
)
_LAST_NUMBER = """SELECT max(
    (SELECT coalesce(max(number), 0) FROM progress), (SELECT coalesce(max(number), 0) FROM logs)
)"""

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
    log: str = ""
    """The log that these sequences are of (``EventLog.identity``); empty if that is not known."""


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much there is to tell."""

    events: int
    telemetry: int
    size_bytes: int
    """On disk."""
    oldest: datetime | None
    """When the oldest event happened."""
    dropped: dict[str, int]
    """Telemetry that had to go since the process began, by its kind."""


class NoRoomError(Exception):
    """The disk is full."""


class Outbox:
    """One worker's memory of what it still has to tell."""

    def __init__(self, connection: sqlite3.Connection, thread: Executor, space: Room) -> None:
        self._connection = connection
        self._thread = thread
        """The one that writes: one transaction after another, also when nobody waits any more."""
        self._room = space
        [self._last_number] = connection.execute(_LAST_NUMBER).fetchone()
        """Of telemetry; none comes twice while a batch may be under way, whatever was dropped."""
        self._missed: list[bytes] = []
        """Telemetry that a full disk did not take."""
        self.waits_for_room = False
        """Whether the disk was ever found full."""
        self._stirred = asyncio.Condition()
        self.version = 0
        """Grows with every change; see ``changed``."""

    async def hold(self, holding: Holding) -> None:
        """Remember a claim; events of an earlier one are gone."""
        row = (str(holding.run_id), holding.attempt, holding.last_sequence, holding.reply)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM events")
            connection.execute("INSERT OR REPLACE INTO holding VALUES (1, ?, ?, ?, ?)", row)
            connection.execute("INSERT OR REPLACE INTO log VALUES (1, ?)", [holding.log])

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
        query = (
            "SELECT run_id, attempt, last_sequence, reply, coalesce(identity, '')"
            " FROM holding LEFT JOIN log USING (only_one)"
        )
        row = await self._do(lambda connection: connection.execute(query).fetchone())
        return None if row is None else Holding(UUID(row[0]), *row[1:])

    async def put(self, event: Event) -> None:
        """Keep ``event`` until the log has it; while the disk is full, wait."""
        data = catalogue.encode(event)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO events (data) VALUES (?)", [data])
            self._room.make(connection)

        await self._do(write)
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

    async def adopt(self, sequence: int, outgoing: Outgoing, event: LoggedEvent) -> None:
        """Others wrote up to ``sequence``: ``event``, in ``outgoing``'s place, follows that."""

        def write(connection: sqlite3.Connection) -> None:
            if event is not outgoing.event:
                values = (catalogue.encode(event), outgoing.number)
                connection.execute("UPDATE events SET data = ? WHERE number = ?", values)
            connection.execute("UPDATE holding SET last_sequence = ?", [sequence])

        await self._do(write)

    async def measure(self, subject: str, data: bytes) -> None:
        """Keep a telemetry message until the broker has it; on a full disk, count it as dropped."""
        dropped = self._room.dropped.total()

        def write(connection: sqlite3.Connection) -> None:
            for missed in self._missed:
                self._room.miss(connection, missed)
            self._put_measured(connection, subject, data)
            self._room.make(connection)

        try:
            await self._try(write)
        except NoRoomError:
            self._missed.append(data)
        else:
            self._missed.clear()
            await self._stir()
        if self._room.dropped.total() != dropped:
            log.warning("no room: oldest telemetry dropped", **self._room.dropped)

    def _put_measured(self, connection: sqlite3.Connection, subject: str, data: bytes) -> None:
        table = "progress" if subject.endswith(".progress") else "logs"
        self._last_number += 1
        row = (self._last_number, str(uuid4()), subject, data)
        connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", row)  # noqa: S608 - our words

    async def next_measured(self, limit: int) -> list[Measured]:
        """The oldest telemetry that waits."""
        query = f"{_TELEMETRY} ORDER BY number LIMIT ?"
        rows = await self._do(lambda connection: connection.execute(query, [limit]).fetchall())
        return [Measured(*row) for row in rows]

    async def measured_told(self, upto: int) -> None:
        """The broker has telemetry up to number ``upto``; now it can hear what is missing."""

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM progress WHERE number <= ?", [upto])
            connection.execute("DELETE FROM logs WHERE number <= ?", [upto])
            for report in room.accounts(connection, clock.now()):
                data = report.model_dump_json().encode()
                self._put_measured(connection, room.address(report), data)

        await self._do(write)
        await self._stir()

    async def waiting(self) -> Waiting:
        """How much there is to tell now."""

        def count(connection: sqlite3.Connection) -> tuple[int, int, int]:
            [events] = connection.execute("SELECT count(*) FROM events").fetchone()
            [telemetry] = connection.execute(f"SELECT count(*) FROM ({_TELEMETRY})").fetchone()  # noqa: S608 - our words
            return events, telemetry, room.used_bytes(connection)

        events, telemetry, size_bytes = await self._do(count)
        oldest = await self.next_event()
        return Waiting(
            events=events,
            telemetry=telemetry,
            size_bytes=size_bytes,
            oldest=oldest and oldest.event.occurred_at,
            dropped=dict(self._room.dropped),
        )

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
        """Run ``work`` in one transaction, for which a full disk is waited for."""
        while True:
            try:
                return await self._try(work)
            except NoRoomError:
                self.waits_for_room = True
                log.warning("the disk is full, the outbox waits for room")
                await asyncio.sleep(FULL_RETRY_SECONDS)

    async def _try(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run ``work`` in one transaction, off the event loop: a synchronised write takes time.

        Raises:
            NoRoomError: the disk is full; nothing was changed.
        """

        def transaction() -> Result:
            with self._connection:
                return work(self._connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, transaction)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in FULL:
                raise NoRoomError from error
            raise


@asynccontextmanager
async def opened(path: Path, limit_bytes: int = LIMIT_BYTES) -> AsyncGenerator[Outbox]:
    """The outbox in the file at ``path``, with whatever an earlier process left in it.

    Raises:
        TakenError: another agent has it open; two would tell and forget each other's events.
    """
    connection = storage.opened(path)
    try:
        # Leaving waits for what is being written: SQLite crashes when it is closed meanwhile.
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox") as thread:
            yield Outbox(connection, thread, Room(limit_bytes))
    finally:
        connection.close()
