"""A stream's messages from a position on, in order, as fast as they come, unacknowledged."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

PULL_MESSAGES = 1000
"""Asked for at a time; the next pull goes out when half of them have come."""
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


@dataclass(frozen=True, slots=True)
class Delivered:
    """A stored message."""

    sequence: int
    subject: str
    stored_at: datetime
    """By the broker's clock."""
    data: bytes


class Feed:
    """An ephemeral pull consumer with a pull always open."""

    def __init__(self, client: Client, stream: str, consumer: str, inbox: str) -> None:
        self._client = client
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = inbox
        self._arrived: asyncio.Queue[Msg] = asyncio.Queue()
        self._owed = 0
        """Messages that the open pulls may still bring."""
        self._reconnects = client.stats["reconnects"]

    async def on_message(self, message: Msg) -> None:
        """Take a message or a status from the broker."""
        self._arrived.put_nowait(message)

    async def batch(self, limit: int) -> list[Delivered]:
        """At least one message and at most ``limit``: all that is here already, without waiting.

        Raises:
            FeedLostError: see there.
        """
        found: list[Delivered] = []
        while not found or (len(found) < limit and not self._arrived.empty()):
            await self._keep_pulling()
            message = await self._one()
            if message.reply:
                self._owed -= 1
                found.append(_delivered(message))
            else:
                self._heed(message)
        return found

    async def _keep_pulling(self) -> None:
        if self._owed > PULL_MESSAGES // 2:
            return
        request = {
            "batch": PULL_MESSAGES,
            "expires": PULL_SECONDS * NANOSECONDS,
            "idle_heartbeat": int(HEARTBEAT_SECONDS * NANOSECONDS),
        }
        try:
            await self._client.publish(self._next, json.dumps(request).encode(), reply=self._inbox)
        except NatsError as error:
            raise FeedLostError(str(error)) from error
        self._owed += PULL_MESSAGES

    async def _one(self) -> Msg:
        if not self._arrived.empty():
            return self._arrived.get_nowait()
        for _ in range(SILENT_CHECKS):
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_SECONDS):
                    return await self._arrived.get()
            if self._client.stats["reconnects"] != self._reconnects:
                raise FeedLostError("the connection is a new one, without the old one's pulls")
        raise FeedLostError("the broker is silent")

    def _heed(self, status: Msg) -> None:
        """A status without a reply subject: a heartbeat, an expired pull, or bad news."""
        headers = status.headers or {}
        match headers.get("Status"):
            case "100":
                return
            case "408" | "404":
                self._owed -= int(headers.get("Nats-Pending-Messages", self._owed))
            case code:
                raise FeedLostError(f"{code} {headers.get('Description', '')}")


def _delivered(message: Msg) -> Delivered:
    metadata = message.metadata
    return Delivered(
        sequence=metadata.sequence.stream,
        subject=message.subject,
        stored_at=metadata.timestamp,
        data=message.data,
    )


@asynccontextmanager
async def follow(client: Client, stream: str, *, after: int) -> AsyncGenerator[Feed]:
    """The messages of ``stream`` whose sequence is above ``after``, then those to come.

    Raises:
        FeedLostError: the broker could not be asked.
    """
    jetstream = client.jetstream()
    config = ConsumerConfig(
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=after + 1,
        ack_policy=AckPolicy.NONE,
        mem_storage=True,
        inactive_threshold=INACTIVE_SECONDS,
    )
    try:
        info = await jetstream.add_consumer(stream, config)
        inbox = client.new_inbox()
        feed = Feed(client, stream, info.name, inbox)
        subscription = await client.subscribe(inbox, cb=feed.on_message)
    except (NatsError, TimeoutError) as error:
        raise FeedLostError(str(error)) from error
    try:
        yield feed
    finally:
        if not client.is_closed:
            await subscription.unsubscribe()
