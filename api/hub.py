"""News for every open stream, from one listening connection of the process.

PostgreSQL says that a projector has moved; one query then reads what is new for all subscribers.
A subscriber that does not keep up is let go: it comes back with the last id it has seen.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.rows import TupleRow
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from api import metrics
from api.queries import trail
from api.queries.trail import EventRow, LogRow, ProgressRow
from infra import database, logging
from infra.tasks import ended
from schemas import tables

log = logging.get(__name__)

RETRY_SECONDS = 0.5
CAPACITY = 1024
"""Messages that may wait for one subscriber."""

Row = TypeVar("Row", EventRow, LogRow, ProgressRow)


class Topic(Enum):
    """What a stream tells besides a run's events."""

    PROGRESS = "progress"
    LOGS = "logs"


@dataclass(frozen=True, slots=True)
class News:
    """What has come since the last look, oldest first."""

    rows: list[EventRow | LogRow]
    progress: ProgressRow | None
    """Only the latest counts."""


class Position:
    """How far a projector is, and who waits for it to get somewhere."""

    def __init__(self) -> None:
        self.sequence = 0
        self._waiters: set[tuple[int, asyncio.Future[None]]] = set()

    def move(self, sequence: int) -> None:
        """Note that everything up to ``sequence`` can be read."""
        self.sequence = max(self.sequence, sequence)
        for target, future in self._waiters:
            if target <= self.sequence and not future.done():
                future.set_result(None)

    async def reached(self, sequence: int, timeout_seconds: float) -> bool:
        """Whether the position gets to ``sequence`` in time."""
        if self.sequence >= sequence:
            return True
        waiter = (sequence, asyncio.get_running_loop().create_future())
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout_seconds):
                await waiter[1]
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True


class Subscription:
    """One stream's mailbox."""

    def __init__(self, run_id: UUID, topic: Topic) -> None:
        self.run_id = run_id
        self.topic = topic
        self.over = False
        """Nothing more will come: too much was waiting, or the process is stopping."""
        self._rows: deque[EventRow | LogRow] = deque()
        self._progress: ProgressRow | None = None
        self._arrived = asyncio.Event()

    def offer(self, row: EventRow | LogRow | ProgressRow) -> None:
        """Put ``row`` in the box, or give the subscriber up when the box is full.

        Nothing comes after what did not fit, so that a stream never has a hole.
        """
        if self.over:
            return
        if isinstance(row, ProgressRow):
            self._progress = row
        elif len(self._rows) < CAPACITY:
            self._rows.append(row)
        else:
            self.over = True
            metrics.STREAMS_DROPPED.inc()
        self._arrived.set()

    def end(self) -> None:
        """Let the stream end."""
        self.over = True
        self._arrived.set()

    async def take(self, timeout_seconds: float) -> News:
        """All that is in the box, as soon as there is something; nothing after the timeout."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._arrived.wait()
        except TimeoutError:
            return News([], None)
        news = News(list(self._rows), self._progress)
        self._rows.clear()
        self._progress = None
        if not self.over:
            self._arrived.clear()
        return news


class Channel:
    """One projector's notifications, and the delivery of what they announce."""

    def __init__(
        self,
        projection: str,
        deliver: Callable[[int], Awaitable[None]],
        give_up: Callable[[], None],
    ) -> None:
        self.projection = projection
        self.position = Position()
        self._deliver = deliver
        self._give_up = give_up
        self._delivered = 0
        self._moved = asyncio.Event()

    def moved_to(self, sequence: int) -> None:
        """Note a notification, or a position read after a reconnection."""
        self.position.move(sequence)
        self._moved.set()

    async def pump(self) -> None:
        """Deliver for ever: one query at a time, however many notifications came meanwhile.

        A bug costs the streams that are open, not those to come: their clients return, and what
        could not be delivered is looked up.
        """
        while True:
            await self._moved.wait()
            self._moved.clear()
            target = self.position.sequence
            try:
                await self._deliver(self._delivered)
            except SQLAlchemyError as error:
                log.warning("news not read, trying again", error=str(error).splitlines()[0])
                await asyncio.sleep(RETRY_SECONDS)
                self._moved.set()
                continue
            except Exception:
                log.exception("news not delivered, ending the streams")
                self._give_up()
            self._delivered = target


class Hub:
    """Who follows which run, and what has happened there since."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._subscriptions: dict[UUID, set[Subscription]] = {}
        self._closed = False
        self.training = Channel("training", self._deliver_events, self._end_streams)
        self.telemetry = Channel("telemetry", self._deliver_telemetry, self._end_streams)
        self.channels = {
            tables.TRAINING_CHANNEL: self.training,
            tables.TELEMETRY_CHANNEL: self.telemetry,
        }

    @property
    def subscribers(self) -> int:
        """Streams that are open."""
        return sum(map(len, self._subscriptions.values()))

    @contextmanager
    def subscribed(self, run_id: UUID, topic: Topic) -> Generator[Subscription]:
        """A mailbox for what happens to the run from now on."""
        subscription = Subscription(run_id, topic)
        if self._closed:
            subscription.end()
        self._subscriptions.setdefault(run_id, set()).add(subscription)
        try:
            yield subscription
        finally:
            self._drop(subscription)

    def close(self) -> None:
        """End every stream, so that the process can stop."""
        self._closed = True
        self._end_streams()

    def _end_streams(self) -> None:
        for subscription in self._all():
            subscription.end()

    def _drop(self, subscription: Subscription) -> None:
        of_run = self._subscriptions.get(subscription.run_id, set())
        of_run.discard(subscription)
        if not of_run:
            self._subscriptions.pop(subscription.run_id, None)

    def _all(self) -> list[Subscription]:
        return [one for of_run in self._subscriptions.values() for one in of_run]

    def _followed(self, *topics: Topic) -> set[UUID]:
        return {one.run_id for one in self._all() if one.topic in topics}

    async def _deliver_events(self, after: int) -> None:
        run_ids = self._followed(*Topic)
        if not run_ids:
            return
        async with self.engine.connect() as tx:
            rows = await trail.events(tx, run_ids, after)
        self._hand_out(rows, Topic)

    async def _deliver_telemetry(self, after: int) -> None:
        followed, read = self._followed(Topic.PROGRESS), self._followed(Topic.LOGS)
        if not (followed or read):
            return
        async with self.engine.connect() as tx:
            reports = await trail.progress(tx, followed, after) if followed else []
            lines = await trail.log_lines(tx, read, trail.after_batch(after)) if read else []
        self._hand_out(reports, (Topic.PROGRESS,))
        self._hand_out(lines, (Topic.LOGS,))

    def _hand_out(self, rows: Iterable[Row], topics: Collection[Topic] | type[Topic]) -> None:
        for row in rows:
            for subscription in self._subscriptions.get(row.run_id, ()):
                if subscription.topic in topics:
                    subscription.offer(row)


@asynccontextmanager
async def listening(url: str, engine: AsyncEngine) -> AsyncGenerator[Hub]:
    """A hub that hears the projectors, however often the database goes away."""
    hub = Hub(engine)
    tasks = [
        asyncio.create_task(_listen(url, hub)),
        *(asyncio.create_task(channel.pump()) for channel in hub.channels.values()),
    ]
    try:
        yield hub
    finally:
        hub.close()
        await ended(tasks)


async def _listen(url: str, hub: Hub) -> None:
    while True:
        try:
            async with database.connection(url, tables.READ_SCHEMA) as connection:
                await _hear(connection, hub)
        except psycopg.Error as error:
            log.warning("not hearing the projectors, trying again", error=str(error).strip())
            await asyncio.sleep(RETRY_SECONDS)


async def _hear(connection: AsyncConnection[TupleRow], hub: Hub) -> None:
    """Listen first, then read the positions: nothing can move unheard in between."""
    for name in hub.channels:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(name)))
    for channel in hub.channels.values():
        cursor = await connection.execute(
            "SELECT sequence FROM positions WHERE projection = %s", [channel.projection]
        )
        if row := await cursor.fetchone():
            channel.moved_to(row[0])
    async for notification in connection.notifies():
        hub.channels[notification.channel].moved_to(int(notification.payload))
