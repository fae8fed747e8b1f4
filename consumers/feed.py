"""A stream's messages from a position on, in order, as fast as they come, unacknowledged."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import NamedTuple

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from infra import frames

PULL_MESSAGES = 4000
"""Asked for at a time; the next pull goes out when half of them have come."""
PULL_BYTES = 16 << 20
"""Of messages that one pull may bring: what waits here is bounded by twice as much."""
PULL_SECONDS = 60
HEARTBEAT_SECONDS = 5.0
"""The broker is silent for this long at most while a pull is open."""
CHECK_SECONDS = 1.0
SILENT_CHECKS = 15
"""Without a word before the feed is given up: three heartbeats."""
INACTIVE_SECONDS = 30.0
"""After which the broker forgets a consumer that nobody pulls from."""
NANOSECONDS = 1_000_000_000


class FeedLostError(Exception):
    """The broker forgot the consumer or fell silent; open the feed again."""


class Delivered(NamedTuple):
    """A stored message."""

    sequence: int
    subject: str
    stored_at: datetime
    """By the broker's clock."""
    data: bytes
    headers: bytes = b""
    """As they came, ``NATS/1.0`` first; empty if there are none."""


class Feed:
    """An ephemeral pull consumer with a pull always open."""

    def __init__(self, client: Client, stream: str, consumer: str, inbox: str) -> None:
        self.stored = 0
        """Messages that were there to be read when the feed was opened."""
        self._client = client
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = inbox
        self._arrived: deque[Delivered] = deque()
        self._lost = ""
        """Why nothing more can come."""
        self._heard = asyncio.Event()
        self._owed = 0
        """Messages that the open pulls may still bring."""
        self._reconnects = client.stats["reconnects"]

    @property
    def waiting(self) -> bool:
        """Whether a batch would come at once."""
        return bool(self._arrived)

    def take(self, subject: bytes, reply: bytes, headers: bytes, data: bytes) -> None:
        """Note a message, or a status, which has no reply subject."""
        if reply:
            self._owed -= 1
            self._arrived.append(_delivered(subject, reply, headers, data))
        else:
            self._heed(headers)
        self._heard.set()

    async def batch(self, limit: int) -> list[Delivered]:
        """At least one message and at most ``limit``: all that is here already, without waiting.

        Raises:
            FeedLostError: see there.
        """
        await self._keep_pulling()
        while not self._arrived:
            if self._lost:
                raise FeedLostError(self._lost)
            await self._word()
            await self._keep_pulling()
        return [self._arrived.popleft() for _ in range(min(limit, len(self._arrived)))]

    async def _keep_pulling(self) -> None:
        """Never owed and waiting together more than two pulls: whoever does not take, stops."""
        if self._owed + len(self._arrived) > PULL_MESSAGES // 2:
            return
        request = {
            "batch": PULL_MESSAGES,
            "max_bytes": PULL_BYTES,
            "expires": PULL_SECONDS * NANOSECONDS,
            "idle_heartbeat": int(HEARTBEAT_SECONDS * NANOSECONDS),
        }
        try:
            await self._client.publish(self._next, json.dumps(request).encode(), reply=self._inbox)
        except NatsError as error:
            raise FeedLostError(str(error)) from error
        self._owed += PULL_MESSAGES

    async def _word(self) -> None:
        """Return once the broker has said anything."""
        self._heard.clear()
        for _ in range(SILENT_CHECKS):
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._heard.wait()
                    return
            if self._client.stats["reconnects"] != self._reconnects:
                raise FeedLostError("the connection is a new one, without the old one's pulls")
        raise FeedLostError("the broker is silent")

    def _heed(self, headers: bytes) -> None:
        """A heartbeat, a pull that is over, or bad news."""
        status, *fields = headers.decode().splitlines()
        _, code, *words = status.split(maxsplit=2)
        description = "".join(words)
        if code == "100":
            return
        if code in {"408", "404"} or description in _ENDS:
            named = dict(field.split(": ", 1) for field in fields if field)
            self._owed -= int(named.get("Nats-Pending-Messages", self._owed))
        else:
            self._lost = f"{code} {description}"


_ENDS = {"Batch Completed", "Message Size Exceeds MaxBytes"}
"""How a pull ends that has brought as many messages, or as many bytes, as it may."""
_TOKENS_WITHOUT_DOMAIN = 9


def _delivered(subject: bytes, reply: bytes, headers: bytes, data: bytes) -> Delivered:
    """The reply subject says which message it is; names of a domain and an account may precede."""
    tokens = reply.split(b".")
    sequence = 5 if len(tokens) == _TOKENS_WITHOUT_DOMAIN else 7
    nanoseconds = int(tokens[sequence + 2])
    stored_at = datetime.fromtimestamp(nanoseconds / NANOSECONDS, UTC)
    return Delivered(int(tokens[sequence]), subject.decode(), stored_at, data, headers)


@asynccontextmanager
async def follow(
    client: Client, stream: str, *, after: int, only: Sequence[str] = ()
) -> AsyncGenerator[Feed]:
    """The messages of ``stream`` whose sequence is above ``after``, then those to come.

    ``only`` those under the subject filters that are given, if any are.

    Raises:
        FeedLostError: the broker could not be asked.
    """
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=after + 1,
        filter_subjects=list(only) or None,
        ack_policy=AckPolicy.NONE,
        mem_storage=True,
        inactive_threshold=INACTIVE_SECONDS,
    )
    try:
        info = await client.jetstream().add_consumer(stream, config)
    except (NatsError, TimeoutError) as error:
        raise FeedLostError(str(error)) from error
    inbox = client.new_inbox()
    feed = Feed(client, stream, info.name, inbox)
    feed.stored = info.num_pending or 0
    async with frames.lane(client, inbox, feed.take):
        yield feed
