"""News for every open stream, from one listening connection of the process.

PostgreSQL says that a projector has moved; one query then reads what is new for all streams.
A stream that does not keep up is let go: its client comes back with the last id it has seen.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.rows import TupleRow
from sqlalchemy.ext.asyncio import AsyncEngine

from api.channel import RETRY_SECONDS, Channel
from api.mailbox import Bounds, Follower, Mailbox
from api.places import after_batch
from api.queries import trail
from api.queries.trail import EventRow, LogRow
from api.topics import TOLD_BY_EVENTS, Key, Topic, TopicKind
from infra import database, logging
from infra.tasks import ended
from schemas import tables

log = logging.get(__name__)

PAGE_ROWS = 500
"""That are read at once, however much is new."""


class Hub:
    """Who follows what, and what has happened there since."""

    def __init__(self, engine: AsyncEngine, bounds: Bounds) -> None:
        self.engine = engine
        self._bounds = bounds
        self._mailboxes: dict[Key, set[Mailbox]] = {}
        self._open: set[Mailbox] = set()
        self._closed = False
        self.stirred = asyncio.Event()
        """Something happened, or somebody came: what is shown to all may have changed."""
        self.training = Channel("training", engine, self._deliver_events, self._end_streams)
        self.telemetry = Channel("telemetry", engine, self._deliver_telemetry, self._end_streams)
        self.channels = {
            tables.TRAINING_CHANNEL: self.training,
            tables.TELEMETRY_CHANNEL: self.telemetry,
        }

    @property
    def subscribers(self) -> int:
        """Streams that are open."""
        return len(self._open)

    def streams_of(self, owner_id: str) -> int:
        """How many of them are one person's."""
        return sum(mailbox.follower.sight.asker == owner_id for mailbox in self._open)

    @property
    def mailboxes(self) -> list[Mailbox]:
        """Those of the streams that are open."""
        return list(self._open)

    @contextmanager
    def subscribed(self, topics: Iterable[Topic], follower: Follower) -> Generator[Mailbox]:
        """A mailbox for what happens under ``topics`` from now on."""
        mailbox = Mailbox(topics, follower, self._bounds)
        if self._closed:
            mailbox.end()
        self._open.add(mailbox)
        for key in mailbox.topics:
            self._mailboxes.setdefault(key, set()).add(mailbox)
        self.stirred.set()
        try:
            yield mailbox
        finally:
            self._drop(mailbox)

    def close(self) -> None:
        """End every stream, so that the process can stop."""
        self._closed = True
        self._end_streams()

    def following(self, kind: TopicKind) -> list[Mailbox]:
        """The streams with a topic of the kind that is the same for everybody."""
        return list(self._mailboxes.get((kind, ""), ()))

    def following_own(self, kind: TopicKind) -> list[Mailbox]:
        """The streams with a topic of the kind that is about their owner's things."""
        followed = (own for (of, _), own in self._mailboxes.items() if of is kind)
        return [mailbox for own in followed for mailbox in own]

    def _end_streams(self) -> None:
        for mailbox in self._open:
            mailbox.end()

    def _drop(self, mailbox: Mailbox) -> None:
        self._open.discard(mailbox)
        for key in mailbox.topics:
            of_key = self._mailboxes[key]
            of_key.discard(mailbox)
            if not of_key:
                del self._mailboxes[key]

    async def _deliver_events(self, after: int, upto: int) -> None:
        self.stirred.set()
        keys = [key for key in self._mailboxes if key[0] in TOLD_BY_EVENTS]
        if not keys:
            return
        async with self.engine.connect() as tx:
            while rows := await trail.events(tx, keys, (after, upto), PAGE_ROWS):
                self._hand_out(rows)
                if len(rows) < PAGE_ROWS:
                    return
                after = rows[-1].sequence

    async def _deliver_telemetry(self, after: int, upto: int) -> None:
        followed, read = self._runs(TopicKind.RUN), self._runs(TopicKind.LOGS)
        async with self.engine.connect() as tx:
            for report in await trail.progress(tx, followed, after) if followed else ():
                for mailbox in self._mailboxes.get(report.key, ()):
                    mailbox.replace(mailbox.topics[report.key], report)
            place = after_batch(after)
            while read and (rows := await trail.log_lines(tx, read, (place, upto), PAGE_ROWS)):
                self._hand_out(rows)
                if len(rows) < PAGE_ROWS:
                    return
                place = rows[-1].place

    def _runs(self, kind: TopicKind) -> list[UUID]:
        return [about for of, about in self._mailboxes if of is kind and isinstance(about, UUID)]

    def _hand_out(self, rows: Iterable[EventRow] | Iterable[LogRow]) -> None:
        for row in rows:
            for mailbox in set().union(*(self._mailboxes.get(key, ()) for key in row.keys)):
                mailbox.offer(row)


@asynccontextmanager
async def listening(url: str, engine: AsyncEngine, bounds: Bounds) -> AsyncGenerator[Hub]:
    """A hub that hears the projectors, however often the database goes away."""
    hub = Hub(engine, bounds)
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
    for name in (*hub.channels, tables.ANSWERS_CHANNEL):
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(name)))
    for channel in hub.channels.values():
        channel.moved()
    async for notification in connection.notifies():
        if notification.channel in hub.channels:
            hub.channels[notification.channel].moved()
        else:
            hub.stirred.set()
