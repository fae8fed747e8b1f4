"""The notifier's process: reads the audit trail, and hands over what is due, channel by channel.

What is promised: every notice that is wanted reaches every receiver at least once, or its row says
why not. A crash after the receiver's yes and before our own note of it repeats that one notice,
under the same ``Message-ID`` or ``webhook-id``.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from consumers import metrics
from consumers.notifier import outbox
from consumers.notifier.channel import Channel, Delivery, RefusedError, UndeliveredError
from consumers.notifier.outbox import Subscription
from consumers.outage import OUTAGES
from infra import logging
from infra.bus import EventLog

log = logging.get(__name__)

PAUSE_SECONDS = 1.0


class Notifier:
    """One reader of the trail, and one sender for each channel; several processes may run it."""

    def __init__(
        self,
        engine: AsyncEngine,
        told: Subscription,
        clock: Callable[[], datetime],
        most_tries: int,
    ) -> None:
        self._engine = engine
        self._told = told
        self._clock = clock
        self._most_tries = most_tries

    async def run(self, event_log: EventLog) -> None:
        """Read and send, for ever."""
        await _until_done(lambda: self.begin(event_log))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_again_and_again(self.read))
            for channel in self._told.ways:
                tasks.create_task(_again_and_again(partial(self.send, channel)))

    async def begin(self, event_log: EventLog) -> bool:
        """At the very first start, tell nothing of what is in the log already."""
        end = await event_log.last_sequence()
        async with self._engine.begin() as tx:
            await outbox.begin(tx, end)
        return True

    async def read(self) -> bool:
        """Put what is new into the outbox; whether there was anything."""
        async with self._engine.begin() as tx:
            return await outbox.collect(tx, self._told, self._clock()) > 0

    async def send(self, channel: Channel) -> bool:
        """Hand over what is due first; whether anything was.

        Its row is held meanwhile: if this process dies, another one finds it as it was.
        """
        async with self._engine.begin() as tx:
            found = await outbox.take(tx, channel.name, self._clock())
            if found is None:
                return False
            delivery, tries = found
            await outbox.mark(tx, delivery, **await self._try(channel, delivery, tries + 1))
            return True

    async def _try(self, channel: Channel, delivery: Delivery, tries: int) -> dict[str, Any]:
        """What becomes of the row."""
        told = log.bind(channel=channel.name, delivery=str(delivery.delivery_id), tries=tries)
        try:
            await channel.send(delivery)
        except (
            UndeliveredError,
            RefusedError,
            ValueError,
        ) as error:  # the last: a mistaken setting
            last = isinstance(error, RefusedError) or tries >= self._most_tries
            metrics.NOTICES.labels(channel.name, "given_up" if last else "delayed").inc()
            told.warning("notice given up" if last else "notice not delivered", error=str(error))
            now = self._clock()
            end = {"given_up_at": now} if last else {"due_at": now + outbox.pause(tries)}
            return {"tries": tries, "error": str(error), **end}
        metrics.NOTICES.labels(channel.name, "delivered").inc()
        told.info("notice delivered", kind=delivery.notice.kind)
        return {"tries": tries, "error": None, "sent_at": self._clock()}


async def _again_and_again(work: Callable[[], Awaitable[bool]]) -> None:
    """Do ``work`` for ever, at once while there is some, after a pause while there is none."""
    while True:
        await _until_done(work)


async def _until_done(work: Callable[[], Awaitable[bool]]) -> None:
    """Return once ``work`` found something to do; outages pass."""
    done = False
    while not done:
        try:
            done = await work()
        except OUTAGES as error:
            log.warning("notifier will try again", error=str(error).strip())
        if not done:
            await asyncio.sleep(PAUSE_SECONDS)
