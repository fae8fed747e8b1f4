"""The whole log read again: the chain against every seal, the audit trail against every message.

Nothing is repaired and nothing is believed, not even the seals: whoever rules database and broker
can make them anew to fit another log. Only a seal that was kept elsewhere shows that.
"""

import time
from collections.abc import Callable, Sequence

from nats.js.api import StreamState
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.feed import Delivered, follow
from consumers.notary import seals
from consumers.notary.chain import GENESIS, Link
from consumers.notary.finding import Finding, Kind, Verdict
from consumers.notary.seals import Seal
from consumers.notary.trail import Trail
from consumers.notary.witnesses import Witnesses
from consumers.notifier import news
from consumers.projections.rows import Connection
from infra import bus, database
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects, tables

BATCH_MESSAGES = 2000

Report = Callable[[str, int, int], None]
"""Called with a stream, the messages that were read and those that there are."""


async def verify(settings: Settings, report: Report, expected: Link | None = None) -> Verdict:
    """Read the log as far as it goes now, and tell all that is wrong; nothing is changed.

    ``expected`` is a seal that was kept elsewhere.

    Raises:
        FeedLostError: the broker went away.
        UnavailableError: so it did before.
    """
    began = time.monotonic()
    engine = database.engine(settings.database_url, tables.READ_SCHEMA)
    try:
        async with (
            bus.connected(settings.nats_url, "verify") as client,
            database.connection(settings.database_url, tables.READ_SCHEMA) as connection,
        ):
            verdict = await _Verification(EventLog(client), engine, connection, report).run(
                expected
            )
    finally:
        await engine.dispose()
    verdict.seconds = time.monotonic() - began
    return verdict


class _Verification:
    def __init__(
        self, event_log: EventLog, engine: AsyncEngine, connection: Connection, report: Report
    ) -> None:
        self._log = event_log
        self._engine = engine
        self._connection = connection
        self._report = report
        self._verdict = Verdict()
        self._trail = Trail()

    async def run(self, expected: Link | None) -> Verdict:
        async with self._engine.connect() as tx:
            projected = await tx.scalar(news.end()) or 0
            newest = await seals.newest(tx)
        state = (await self._log.jetstream.stream_info(subjects.TRAINING)).state
        self._judge_extent(state, newest)
        start = Link(max(state.first_seq, 1) - 1, GENESIS)
        witnesses = Witnesses(self._verdict, start, expected)
        if state.messages:
            await self._read(state, projected, witnesses)
        witnesses.conclude()
        await self._judge_added()
        return self._verdict

    def _judge_extent(self, state: StreamState, newest: Seal | None) -> None:
        """What the log's first and last sequence tell."""
        if state.first_seq > 1:
            self._verdict.add(Finding(Kind.BEGINNING_LOST, state.first_seq))
        if newest is None:
            if state.last_seq:
                self._verdict.add(Finding(Kind.NO_SEAL, state.last_seq))
            return
        self._verdict.unsealed = max(0, state.last_seq - newest.link.sequence)
        if state.last_seq < newest.link.sequence:
            self._verdict.add(Finding(Kind.CUT, newest.link.sequence, after=state.last_seq))

    async def _read(self, state: StreamState, projected: int, witnesses: Witnesses) -> None:
        """Every message up to the end of the log as it was at the beginning."""
        at = first = max(state.first_seq, 1) - 1
        async with follow(self._log.client, subjects.TRAINING, after=at) as feed:
            while at < state.last_seq:
                batch = await feed.batch(BATCH_MESSAGES)
                async with self._engine.connect() as tx:
                    sealed = await seals.between(tx, at, batch[-1].sequence)
                witnesses.follow(batch, [seal.link for seal in sealed])
                await self._judge_rows(batch, at, projected)
                self._verdict.events += len(batch)
                at = batch[-1].sequence
                self._report(subjects.TRAINING, at - first, state.last_seq - first)

    async def _judge_rows(self, batch: Sequence[Delivered], after: int, projected: int) -> None:
        """Of the audit trail, as far as the log was projected when the verification began."""
        part = [message for message in batch if message.sequence <= projected]
        if not part:
            return
        for finding in await self._trail.differences(self._connection, part, after):
            self._verdict.add(finding)
        self._verdict.rows += len(part)

    async def _judge_added(self) -> None:
        """Rows of events that the log does not reach, even now."""
        query = "SELECT sequence FROM audit WHERE sequence > %s ORDER BY sequence"
        last = await self._log.last_sequence()
        cursor = await self._connection.execute(query, [last])
        for row in await cursor.fetchall():
            self._verdict.add(Finding(Kind.ROW_ADDED, row[0]))
