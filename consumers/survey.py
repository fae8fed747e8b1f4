"""A look at the broker and the database, for figures that no process has by itself."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from nats.aio.client import Client
from nats.errors import ConnectionClosedError
from nats.errors import Error as NatsError
from nats.js.errors import APIError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from consumers import metrics
from infra import logging
from infra.exposition import Insight
from schemas import subjects, tables
from schemas.lifecycle import RunStatus

log = logging.get(__name__)

STREAM_OF = {"training": subjects.TRAINING, "telemetry": subjects.TELEMETRY}
STREAMS = (*STREAM_OF.values(), subjects.PRESENCE)
SURVEY_SECONDS = 2.0
"""For each of the two to answer."""
LAG_SECONDS = 0.5
"""For the broker to say how old a message is."""


class Survey:
    """Looks when it is asked to; what does not answer is shown as down, not as it was."""

    def __init__(self, client: Client, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._engine = engine
        self._clock = clock

    @property
    def insight(self) -> Insight:
        """What the process knows of itself: all that is surveyed."""
        return Insight(self.missing, self.look)

    async def look(self) -> None:
        """Bring all gauges up to date."""
        ends, positions = await self._broker(), await self._database()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAG_SECONDS):
                await self._lags(ends or {}, positions or {})

    async def missing(self) -> list[str]:
        """What the consumers cannot work without."""
        answers = {"log": await self._broker(), "database": await self._database()}
        return [part for part, answer in answers.items() if answer is None]

    async def _broker(self) -> dict[str, int] | None:
        """The last sequence of each stream; None when the broker does not answer."""
        ends: dict[str, int] = {}
        try:
            if not self._client.is_connected:
                raise ConnectionClosedError
            async with asyncio.timeout(SURVEY_SECONDS):
                for stream in STREAMS:
                    ends[stream] = await self._stream(stream)
                await self._queues()
        except (NatsError, TimeoutError) as error:
            log.debug("the broker was not surveyed", error=str(error))
            metrics.BROKER_UP.set(0)
            return None
        metrics.BROKER_UP.set(1)
        return ends

    async def _stream(self, name: str) -> int:
        state = (await self._client.jetstream().stream_info(name)).state
        metrics.STREAM_MESSAGES.labels(name).set(state.messages)
        metrics.STREAM_BYTES.labels(name).set(state.bytes)
        metrics.STREAM_END.labels(name).set(state.last_seq)
        return state.last_seq

    async def _queues(self) -> None:
        prefix = subjects.jobs_consumer("")
        for info in await self._client.jetstream().consumers_info(subjects.TRAINING):
            if info.name.startswith(prefix):
                pool = info.name.removeprefix(prefix)
                metrics.JOBS_WAITING.labels(pool).set(info.num_pending or 0)
                metrics.JOBS_HELD.labels(pool).set(info.num_ack_pending or 0)

    async def _database(self) -> dict[str, int] | None:
        """Each projection's position; None when the database does not answer."""
        try:
            async with asyncio.timeout(SURVEY_SECONDS), self._engine.connect() as tx:
                positions = await self._positions(tx)
                await self._counts(tx)
        except (SQLAlchemyError, TimeoutError) as error:
            log.debug("the database was not surveyed", error=str(error))
            metrics.DATABASE_UP.set(0)
            return None
        metrics.DATABASE_UP.set(1)
        return positions

    async def _positions(self, tx: AsyncConnection) -> dict[str, int]:
        rows = (await tx.execute(select(tables.positions))).all()
        for row in rows:
            metrics.POSITION.labels(row.projection).set(row.sequence)
        return {row.projection: row.sequence for row in rows}

    async def _counts(self, tx: AsyncConnection) -> None:
        letters, workers, runs = tables.dead_letters.c, tables.workers.c, tables.runs.c
        await _fill(tx, metrics.DEAD_LETTERS, [letters.projection, letters.kind])
        await _fill(tx, metrics.WORKERS, [workers.pool, workers.status])
        waiting = runs.status.in_([RunStatus.QUEUED.value, RunStatus.RUNNING.value])
        await _fill(tx, metrics.RUNS, [runs.status], waiting)
        told = tables.outbox.c
        untold = told.sent_at.is_(None) & told.given_up_at.is_(None)
        await _fill(tx, metrics.NOTICES_PENDING, [told.channel], untold)
        queued = runs.status == RunStatus.QUEUED.value
        oldest = await tx.scalar(select(func.min(runs.created_at)).where(queued))
        age = (self._clock() - oldest).total_seconds() if oldest else 0.0
        metrics.OLDEST_WAIT.set(max(0.0, age))

    async def _lags(self, ends: dict[str, int], positions: dict[str, int]) -> None:
        for projection, position in positions.items():
            stream = STREAM_OF.get(projection)
            if stream in ends:
                await self._lag(projection, stream, position, ends[stream])

    async def _lag(self, projection: str, stream: str, position: int, end: int) -> None:
        """By the clocks of the broker and of this computer."""
        metrics.LAG_MESSAGES.labels(projection).set(max(0, end - position))
        age = 0.0
        if position < end and (since := await self._stored_at(stream, position + 1)):
            age = max(0.0, (self._clock() - since).total_seconds())
        metrics.LAG_SECONDS.labels(projection).set(age)

    async def _stored_at(self, stream: str, sequence: int) -> datetime | None:
        """When the first message from ``sequence`` on was stored; None if it is not to be had."""
        try:
            message = await self._client.jetstream().get_msg(
                stream, seq=sequence, direct=True, next=True, subject=">"
            )
        except (APIError, NatsError, TimeoutError):
            return None
        return message.time


async def _fill(tx: AsyncConnection, gauge: Any, columns: Sequence[Any], *which: Any) -> None:
    """Count rows by ``columns``, the gauge's labels; what no row has is shown no more."""
    query = select(*columns, func.count()).where(*which).group_by(*columns)
    rows = (await tx.execute(query)).all()
    gauge.clear()
    for *labels, count in rows:
        gauge.labels(*labels).set(count)
