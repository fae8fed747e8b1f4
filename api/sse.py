"""Server-sent events: what was missed, from the read model, then what happens, from the hub.

A stream subscribes before it looks back, and drops what it has sent already: no id is missed, none
comes twice. Ids grow, so a client that returns with its last one goes on from there.
"""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.frames import PING, retry
from api.hub import Hub, Subscription, Topic
from api.queries import trail
from api.queries.trail import EventRow, LogPlace, LogRow, ProgressRow
from infra import logging

log = logging.get(__name__)

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
MEDIA_TYPE = "text/event-stream"
RETRY_MILLISECONDS = 2000
PING_SECONDS = 15.0
LINGER_SECONDS = 2.0
"""How long a run that has just ended may stay silent before its log counts as complete."""
PAGE_MESSAGES = 500

Stream = AsyncGenerator[bytes, None]


@dataclass(frozen=True, slots=True)
class Streams:
    """What a stream is made of."""

    hub: Hub
    engine: AsyncEngine
    ping_seconds: float = PING_SECONDS
    linger_seconds: float = LINGER_SECONDS


async def events(streams: Streams, run_id: UUID, after: int) -> Stream:
    """The run's events above sequence ``after`` and its progress, until the run has ended."""
    with streams.hub.subscribed(run_id, Topic.PROGRESS) as subscription:
        yield retry(RETRY_MILLISECONDS)
        teller = EventTeller(streams, subscription, after)
        try:
            async for chunk in teller.tell():
                yield chunk
        except SQLAlchemyError as error:
            log.warning("stream broken off, its client will return", error=str(error))


async def logs(streams: Streams, run_id: UUID, after: LogPlace, *, complete: bool) -> Stream:
    """The run's log lines after ``after``; ``complete`` says that no more are to come."""
    with streams.hub.subscribed(run_id, Topic.LOGS) as subscription:
        yield retry(RETRY_MILLISECONDS)
        teller = LogTeller(streams, subscription, after)
        try:
            async for chunk in teller.tell(complete=complete):
                yield chunk
        except SQLAlchemyError as error:
            log.warning("stream broken off, its client will return", error=str(error))


class EventTeller:
    """Tells one client the events of a run."""

    def __init__(self, streams: Streams, subscription: Subscription, after: int) -> None:
        self._streams = streams
        self._subscription = subscription
        self._last = after
        self._fraction = 0.0

    async def tell(self) -> Stream:
        """All of it."""
        ended = False
        while page := await self._page():
            yield self._rows(page)
            ended = page[-1].ended
            if len(page) < PAGE_MESSAGES:
                break
        if ended:
            return
        if latest := await self._latest_progress():
            yield latest
        while not (ended or self._subscription.over):
            news = await self._subscription.take(self._streams.ping_seconds)
            rows = [row for row in news.rows if isinstance(row, EventRow)]
            ended = any(row.ended for row in rows)
            told = self._rows(rows) + self._progress(news.progress)
            yield told or PING

    async def _page(self) -> list[EventRow]:
        async with self._streams.engine.connect() as tx:
            run_ids = [self._subscription.run_id]
            return await trail.events(tx, run_ids, self._last, PAGE_MESSAGES)

    async def _latest_progress(self) -> bytes:
        async with self._streams.engine.connect() as tx:
            found = await trail.progress(tx, [self._subscription.run_id], 0)
        return self._progress(found[0] if found else None)

    def _rows(self, rows: Iterable[EventRow]) -> bytes:
        """The messages of ``rows`` that were not sent yet."""
        told: list[bytes] = []
        for row in rows:
            if row.sequence > self._last:
                told.append(row.frame)
                self._last = row.sequence
        return b"".join(told)

    def _progress(self, row: ProgressRow | None) -> bytes:
        """A message without an id: only the latest progress counts, and it never falls."""
        if row is None:
            return b""
        shown = row.at_least(self._fraction)
        self._fraction = shown.progress.fraction
        return shown.frame


class LogTeller:
    """Tells one client the log of a run."""

    def __init__(self, streams: Streams, subscription: Subscription, after: LogPlace) -> None:
        self._streams = streams
        self._subscription = subscription
        self._last = after

    async def tell(self, *, complete: bool) -> Stream:
        """All of it; of a run that ends meanwhile, until it has been silent for a while."""
        ended = await self._has_ended()
        while page := await self._page():
            yield self._rows(page)
            if len(page) < PAGE_MESSAGES:
                break
        while not (complete or self._subscription.over):
            patience = self._streams.linger_seconds if ended else self._streams.ping_seconds
            news = await self._subscription.take(patience)
            complete = ended and not news.rows
            ended = ended or any(isinstance(row, EventRow) and row.ended for row in news.rows)
            told = self._rows(row for row in news.rows if isinstance(row, LogRow))
            yield told or PING

    async def _has_ended(self) -> bool:
        """Asked after subscribing, so that the end is either seen here or in the mailbox."""
        async with self._streams.engine.connect() as tx:
            return await trail.has_ended(tx, self._subscription.run_id)

    async def _page(self) -> list[LogRow]:
        async with self._streams.engine.connect() as tx:
            run_ids = [self._subscription.run_id]
            return await trail.log_lines(tx, run_ids, self._last, PAGE_MESSAGES)

    def _rows(self, rows: Iterable[LogRow]) -> bytes:
        """The messages of ``rows`` that were not sent yet."""
        told: list[bytes] = []
        for row in rows:
            if row.place > self._last:
                told.append(row.frame)
                self._last = row.place
        return b"".join(told)
