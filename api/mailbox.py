"""What waits for one stream: bounded, without holes, and only the latest of what has no place."""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from api import metrics
from api.queries.trail import EventRow, LogRow, ProgressRow
from api.sight import Sight
from api.topics import Key, Topic

Latest = ProgressRow | bytes
"""Something of which only the latest counts: a run's progress, or a board as a message."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may wait."""

    messages: int = 1024
    size_bytes: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Follower:
    """On whose behalf a stream is open."""

    sight: Sight
    token_id: UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """An event or a log line, and those of a stream's topics that tell it."""

    row: EventRow | LogRow
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What has come since the last look, oldest first."""

    entries: list[Entry]
    latest: dict[Topic, Latest]


class Mailbox:
    """One stream's."""

    def __init__(self, topics: Iterable[Topic], follower: Follower, bounds: Bounds) -> None:
        self.follower = follower
        self.topics: Mapping[Key, Topic] = {
            topic.key(follower.sight.asker): topic for topic in topics
        }
        self.over = False
        """Nothing more will come: too much was waiting, or the stream is to end."""
        self._bounds = bounds
        self._entries: deque[Entry] = deque()
        self._size_bytes = 0
        self._latest: dict[Topic, Latest] = {}
        self._shown: dict[Topic, bytes] = {}
        self._arrived = asyncio.Event()

    def offer(self, row: EventRow | LogRow) -> None:
        """Put ``row`` in the box, or give the stream up when the box is full.

        Nothing comes after what did not fit, so that a stream never has a hole.
        """
        if self.over:
            return
        entry = Entry(row, self.topics_of(row))
        self._size_bytes += row.size_bytes
        full = len(self._entries) >= self._bounds.messages
        if full or (self._entries and self._size_bytes > self._bounds.size_bytes):
            self.over = True
            metrics.STREAMS_DROPPED.inc()
        else:
            self._entries.append(entry)
        self._arrived.set()

    def topics_of(self, row: EventRow | LogRow) -> tuple[Topic, ...]:
        """Those of the stream's topics that tell ``row``."""
        return tuple(self.topics[key] for key in row.keys if key in self.topics)

    def replace(self, topic: Topic, latest: Latest) -> None:
        """Put ``latest`` in the place of what was to be told of ``topic``."""
        if self.over:
            return
        if isinstance(latest, bytes):
            if self._shown.get(topic) == latest:
                return
            self._shown[topic] = latest
        self._latest[topic] = latest
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
            return News([], {})
        news = News(list(self._entries), self._latest)
        self._entries.clear()
        self._size_bytes = 0
        self._latest = {}
        if not self.over:
            self._arrived.clear()
        return news
