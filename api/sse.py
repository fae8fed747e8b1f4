"""Server-sent events: what was missed, from the read model, then what happens, from the hub.

A stream subscribes before it looks back, and drops what it has sent already: no id is missed, none
comes twice. Ids only grow, so a client that returns with its last one goes on from there, in this
process or in another.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterable
from dataclasses import dataclass
from random import randrange
from typing import TypeVar
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from api.channel import RETRY_SECONDS, Channel
from api.frames import PING, frame, retry
from api.hub import Hub
from api.inquiry import Inquiry
from api.mailbox import Entry, Follower, Latest, Mailbox, News
from api.places import Place
from api.queries import positions, runs, trail
from api.queries.trail import EventRow, LogRow, ProgressRow
from api.sight import Holding
from api.topics import TOLD_BY_EVENTS, Topic, TopicKind
from infra import logging
from infra.tasks import completed

log = logging.get(__name__)

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Connection": "close"}
"""A connection ends with its stream, so that a client that does not read can be told by it."""
MEDIA_TYPE = "text/event-stream"
RETRY_MILLISECONDS = (2000, 4000)
"""When a client that lost its stream is to come back: spread, so that not all come at once."""
LINGER_SECONDS = 2.0
"""How long a run that has just ended may stay silent before its log counts as complete."""
LOOKING_BACK = 4
"""Streams that look back at once: more would take no less time, and all connections."""
PAGE_MESSAGES = 200
CHUNK_BYTES = 32 << 10
"""About what is written at once: a client that does not read holds up no more than that."""

Stream = AsyncGenerator[bytes, None]
Row = TypeVar("Row", EventRow, LogRow)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Streams:
    """What a stream is made of."""

    hub: Hub
    holdings: Inquiry[UUID, Holding]
    progress: Inquiry[UUID, ProgressRow]
    turns: asyncio.Semaphore
    """Of those who look back, each on a connection of its own."""
    ping_seconds: float
    linger_seconds: float = LINGER_SECONDS

    @classmethod
    def of(cls, hub: Hub, ping_seconds: float, linger_seconds: float = LINGER_SECONDS) -> "Streams":
        """All streams of a process."""
        return cls(
            hub,
            Inquiry(hub.engine, runs.holdings),
            Inquiry(hub.engine, trail.progress_by_run),
            asyncio.Semaphore(LOOKING_BACK),
            ping_seconds,
            linger_seconds,
        )

    async def ask(self, question: Callable[[AsyncConnection], Awaitable[Answer]]) -> Answer:
        """Ask the database when it is one's turn, to the end even if the client leaves meanwhile.

        The pool would never get back a connection whose question was broken off.
        """

        async def asked() -> Answer:
            try:
                async with self.hub.engine.connect() as tx:
                    return await question(tx)
            finally:
                self.turns.release()

        await self.turns.acquire()
        return await completed(asked())


async def events(streams: Streams, follower: Follower, run_id: UUID, after: int) -> Stream:
    """The run's events above sequence ``after`` and its progress, until the run has ended."""
    with streams.hub.subscribed([Topic(TopicKind.RUN, run_id)], follower) as mailbox:
        async for chunk in _told(RunTeller(streams, mailbox, Place(after))):
            yield chunk


async def logs(
    streams: Streams, follower: Follower, run_id: UUID, after: Place, *, complete: bool
) -> Stream:
    """The run's log lines after ``after``; ``complete`` says that no more are to come."""
    topics = [Topic(TopicKind.LOGS, run_id), Topic(TopicKind.RUN, run_id)]
    with streams.hub.subscribed(topics, follower) as mailbox:
        async for chunk in _told(LogTeller(streams, mailbox, after, run_id, complete=complete)):
            yield chunk


async def topics(
    streams: Streams, follower: Follower, followed: list[Topic], after: Place
) -> Stream:
    """Everything under the topics ``followed`` after ``after``, for as long as the client stays."""
    with streams.hub.subscribed(followed, follower) as mailbox:
        names = json.dumps({"topics": [*map(str, followed)]})
        opened = frame(names, "opened", str(after))
        async for chunk in _told(Teller(streams, mailbox, after), opened):
            yield chunk


async def _told(teller: "Teller", opening: bytes = b"") -> Stream:
    yield retry(randrange(*RETRY_MILLISECONDS)) + opening  # noqa: S311 - no secret
    try:
        async for chunk in teller.tell():
            yield chunk
    except SQLAlchemyError as error:
        log.warning("stream broken off, its client will return", error=str(error))


class Teller:
    """Tells one client what it follows, each message once; an id is the place behind it."""

    def __init__(self, streams: Streams, mailbox: Mailbox, after: Place) -> None:
        self._streams = streams
        self._mailbox = mailbox
        self._place = after
        self._fractions: dict[UUID, float] = {}
        self._over = False
        """Whether nothing more is to be told."""

    @property
    def _patience_seconds(self) -> float:
        return self._streams.ping_seconds

    async def tell(self) -> Stream:
        """All of it."""
        async for chunk in self._missed():
            yield chunk
        if not self._over and (latest := await self._progress()):
            yield latest
        while not (self._over or self._mailbox.over):
            news = await self._mailbox.take(self._patience_seconds)
            silent = True
            for chunk in self._news(news):
                silent = False
                yield chunk
            if silent:
                yield PING

    async def _missed(self) -> Stream:
        """What the read model knows, up to where the mailbox goes on."""
        training, telemetry = self._streams.hub.training, self._streams.hub.telemetry
        if self._follows(*TOLD_BY_EVENTS) and self._is_behind(training, self._place.sequence):
            async for page in self._pages(training, self._events):
                for chunk in self._rows(page):
                    yield chunk
        if self._follows(TopicKind.LOGS) and self._is_behind(telemetry, self._place.last_batch):
            async for page in self._pages(telemetry, self._lines):
                for chunk in self._rows(page):
                    yield chunk

    def _is_behind(self, channel: Channel, seen: int) -> bool:
        """Whether anything may lie between ``seen`` and where the mailbox begins.

        Before the hub has heard how far the projector is, nobody knows.
        """
        return not channel.position.known or channel.position.sequence > seen

    async def _pages(
        self, channel: Channel, read: Callable[[AsyncConnection, int], Awaitable[list[Row]]]
    ) -> AsyncGenerator[list[Row]]:
        """All that is behind the place, until the read model is as far as the mailbox begins.

        It is behind only where an older read model has just taken the place of a newer one.
        """
        begins = channel.position.sequence
        while True:
            upto, page = await self._asked(channel, read)
            yield page
            if len(page) == PAGE_MESSAGES:
                continue
            if upto >= begins or self._mailbox.over:
                return
            await asyncio.sleep(RETRY_SECONDS)

    async def _asked(
        self, channel: Channel, read: Callable[[AsyncConnection, int], Awaitable[list[Row]]]
    ) -> tuple[int, list[Row]]:
        async def ask(tx: AsyncConnection) -> tuple[int, list[Row]]:
            upto = await positions.of(tx, channel.projection) or 0
            return upto, await read(tx, upto)

        return await self._streams.ask(ask)

    async def _events(self, tx: AsyncConnection, upto: int) -> list[EventRow]:
        keys = [key for key in self._mailbox.topics if key[0] in TOLD_BY_EVENTS]
        return await trail.events(tx, keys, (self._place.sequence, upto), PAGE_MESSAGES)

    async def _lines(self, tx: AsyncConnection, upto: int) -> list[LogRow]:
        span = (self._place.last_line, upto)
        return await trail.log_lines(tx, self._runs(TopicKind.LOGS), span, PAGE_MESSAGES)

    async def _progress(self) -> bytes:
        """How far the followed runs are just now."""
        run_ids = self._runs(TopicKind.RUN)
        if not run_ids:
            return b""
        found = await self._streams.progress.about(run_ids)
        return b"".join(map(self._latest, found.values()))

    def _follows(self, *kinds: TopicKind) -> bool:
        return any(kind in kinds for kind, _ in self._mailbox.topics)

    def _runs(self, kind: TopicKind) -> list[UUID]:
        topics = self._mailbox.topics.values()
        return [topic.run_id for topic in topics if topic.kind is kind and topic.run_id]

    def _news(self, news: News) -> Generator[bytes]:
        yield from self._entries(news.entries)
        if latest := b"".join(map(self._latest, news.latest.values())):
            yield latest

    def _rows(self, rows: Iterable[EventRow | LogRow]) -> Generator[bytes]:
        return self._entries(Entry(row, self._mailbox.topics_of(row)) for row in rows)

    def _entries(self, entries: Iterable[Entry]) -> Generator[bytes]:
        """The messages that were not sent yet, some at a time."""
        told: list[bytes] = []
        size_bytes = 0
        for entry in entries:
            message = self._new(entry)
            told.append(message)
            size_bytes += len(message)
            if size_bytes >= CHUNK_BYTES:
                yield b"".join(told)
                told, size_bytes = [], 0
        if size_bytes:
            yield b"".join(told)

    def _new(self, entry: Entry) -> bytes:
        """The message, if its place is behind all that were sent."""
        match entry.row:
            case EventRow(sequence=sequence) if sequence > self._place.sequence:
                self._place = self._place.after_event(sequence)
            case LogRow(place=line) if line > self._place.last_line:
                self._place = self._place.after_line(line)
            case _:
                return b""
        return self._message(entry)

    def _message(self, entry: Entry) -> bytes:
        return f"id: {self._place}\r\n".encode() + entry.row.frame_for(entry.topics)

    def _latest(self, latest: Latest) -> bytes:
        """A message without an id. Of progress only the latest counts, and it never falls."""
        if isinstance(latest, bytes):
            return latest
        shown = latest.at_least(self._fractions.get(latest.run_id, 0.0))
        self._fractions[latest.run_id] = shown.progress.fraction
        return self._shown(shown)

    def _shown(self, row: ProgressRow) -> bytes:
        return row.named_frame


class RunTeller(Teller):
    """Tells the events of one run, and ends with it."""

    def _message(self, entry: Entry) -> bytes:
        self._over = self._over or (isinstance(entry.row, EventRow) and entry.row.ended)
        return entry.row.frame

    def _shown(self, row: ProgressRow) -> bytes:
        return row.frame


class LogTeller(Teller):
    """Tells the log of one run, and ends when the run has and its log has been silent."""

    def __init__(
        self, streams: Streams, mailbox: Mailbox, after: Place, run_id: UUID, *, complete: bool
    ) -> None:
        super().__init__(streams, mailbox, after)
        self._run_id = run_id
        self._complete = complete
        self._ended = False

    @property
    def _patience_seconds(self) -> float:
        return self._streams.linger_seconds if self._ended else self._streams.ping_seconds

    def _follows(self, *kinds: TopicKind) -> bool:
        return TopicKind.LOGS in kinds

    def _is_behind(self, channel: Channel, seen: int) -> bool:
        return True  # of a run that has ended, nothing comes but what is looked up

    async def _missed(self) -> Stream:
        """Whether the run has ended is asked after subscribing: the end is in there or to come."""
        self._ended = await self._streams.ask(lambda tx: trail.has_ended(tx, self._run_id))
        async for chunk in super()._missed():
            yield chunk
        self._over = self._complete

    async def _progress(self) -> bytes:
        return b""

    def _news(self, news: News) -> Generator[bytes]:
        lines = [entry for entry in news.entries if isinstance(entry.row, LogRow)]
        self._over = self._ended and not (lines or news.latest)
        ends = (isinstance(entry.row, EventRow) and entry.row.ended for entry in news.entries)
        self._ended = any(ends) or self._ended
        return self._entries(lines)

    def _message(self, entry: Entry) -> bytes:
        return entry.row.frame
