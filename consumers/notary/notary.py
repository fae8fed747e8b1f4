"""The notary's process: reads the log once, in its order, and seals it as it goes.

Where it has come to is the newest seal and nothing else; after a crash it reads again from there.
It waits for nobody and nobody waits for it: what is not sealed yet is sealed a little later.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

import psycopg
from nats.js.api import StreamState
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers import election
from consumers.feed import Feed, FeedLostError, follow
from consumers.notary import seals
from consumers.notary.chain import GENESIS, GapError, Link
from consumers.notary.seals import Seal
from consumers.notifier import outbox
from consumers.notifier.outbox import Subscription
from consumers.outage import OUTAGES
from infra import database, logging
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects, tables
from schemas.notices import Notice, NoticeKind

log = logging.get(__name__)

BATCH_MESSAGES = 2000
SEAL_MESSAGES = 10_000
"""At most between two seals, so that a change is found to be in one of so many messages."""
RETRY_SECONDS = 1.0
STANDBY_SECONDS = 1.0
DAYS = UUID("6b0f4d7a-93d0-5a52-9f3f-0a3f5d0c2b17")
"""The namespace of what is told once a day."""


class LogChangedError(Exception):
    """The log is not the one that was sealed, so it cannot be sealed any further."""


class Notary:
    """One reader of the log; several processes may run it, one of them seals."""

    def __init__(
        self,
        event_log: EventLog,
        engine: AsyncEngine,
        settings: Settings,
        clock: Callable[[], datetime],
        told: Subscription,
    ) -> None:
        self._log = event_log
        self._engine = engine
        self._url = settings.database_url
        self._pause_seconds = settings.seal_seconds
        self._clock = clock
        self._told = told
        self._trouble = ""
        """As last said."""

    async def run(self) -> None:
        """Seal for ever; stand by while another process does."""
        while True:
            try:
                async with database.connection(self._url, tables.NOTARY_SCHEMA) as connection:
                    await election.won(connection, tables.NOTARY_LOCK, STANDBY_SECONDS)
                    await self._seal_on()
            except (*OUTAGES, psycopg.OperationalError, FeedLostError) as error:
                log.warning("sealing begins again", error=str(error).strip())
            except (LogChangedError, GapError) as error:
                self._say(str(error))
            await asyncio.sleep(RETRY_SECONDS)

    async def _seal_on(self) -> None:
        link, identity = await self._start(), await self._log.identity()
        async with follow(self._log.client, subjects.TRAINING, after=link.sequence) as feed:
            while True:
                link = await self._read(feed, link)
                await self._put(Seal(link, self._clock(), identity))
                await asyncio.sleep(self._pause_seconds)

    async def seal_now(self) -> Link | None:
        """The chain at the end of the log as it is now, sealed; None while the log is empty.

        Another notary may be at work: both come to the same.

        Raises:
            LogChangedError: see there.
            GapError: so it is.
        """
        link, identity = await self._start(), await self._log.identity()
        end = await self._log.last_sequence()
        async with follow(self._log.client, subjects.TRAINING, after=link.sequence) as feed:
            while link.sequence < end:
                link = await self._read(feed, link)
        if not link.sequence:
            return None
        await self._put(Seal(link, self._clock(), identity))
        return link

    async def forget(self) -> Link | None:
        """Give up all seals; the newest one, if there was any."""
        async with self._engine.begin() as tx:
            newest = await seals.newest(tx)
            await seals.forget(tx)
        return None if newest is None else newest.link

    async def _start(self) -> Link:
        """Where the chain goes on.

        Raises:
            LogChangedError: see there.
        """
        state = (await self._log.jetstream.stream_info(subjects.TRAINING)).state
        async with self._engine.connect() as tx:
            newest = await seals.newest(tx)
        if newest is None:
            return Link(max(state.first_seq, 1) - 1, GENESIS)
        refuse_other(newest, state)
        self._trouble = ""
        return newest.link

    async def _read(self, feed: Feed, link: Link) -> Link:
        """The chain after all that is there, and at least one message more."""
        first = link.sequence
        link = link.after(await feed.batch(BATCH_MESSAGES))
        while feed.waiting and link.sequence - first < SEAL_MESSAGES:
            link = link.after(await feed.batch(BATCH_MESSAGES))
        return link

    async def _put(self, seal: Seal) -> None:
        """Keep the seal; the first one of a day is told to whoever wants to know."""
        day = uuid5(DAYS, seal.sealed_at.date().isoformat())
        notice = Notice(
            kind=NoticeKind.LOG_SEALED,
            cause_id=day,
            sequence=seal.link.sequence,
            happened_at=seal.sealed_at,
            params={"sequence": seal.link.sequence, "digest": seal.link.digest.hex()},
        )
        async with self._engine.begin() as tx:
            await seals.put(tx, seal)
            await outbox.put(tx, [notice], self._told, seal.sealed_at)

    def _say(self, trouble: str) -> None:
        """Once, not every second."""
        if trouble != self._trouble:
            log.error("the log is not sealed any more: run afina audit verify", error=trouble)
        self._trouble = trouble


def refuse_other(newest: Seal, state: StreamState) -> None:
    """Let only a log be sealed that still has what was sealed last, and what comes after it.

    Raises:
        LogChangedError: see there.
    """
    sealed = newest.link.sequence
    if state.last_seq < sealed:
        raise LogChangedError(f"the log ends at {state.last_seq}, and was sealed up to {sealed}")
    if state.first_seq > sealed + 1:
        raise LogChangedError(f"the log begins at {state.first_seq}, sealed was {sealed}")
