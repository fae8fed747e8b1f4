"""The watchdog's shell: hears presence, asks the rules, writes by compare-and-set."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.outage import OUTAGES
from consumers.watchdog import rules
from consumers.watchdog.voice import lineage
from infra import logging
from infra.bus import ConflictError, EventLog
from infra.presence import is_present, is_remembered
from schemas import subjects, tables
from schemas.events.run import RunStalled, StallReason, run_events
from schemas.events.worker import (
    OrderEvent,
    WorkerBack,
    WorkerEvent,
    WorkerLost,
    WorkerRegistered,
    worker_events,
)
from schemas.lifecycle import RunStatus, fold

log = logging.get(__name__)

TICK_SECONDS = 1.0
MAY_FOLLOW = {WorkerLost: (WorkerRegistered, WorkerBack), WorkerBack: (WorkerLost,)}


class Sentry:
    """One watch over all workers."""

    def __init__(
        self,
        event_log: EventLog,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        arm: timedelta = rules.ARM,
    ) -> None:
        self._log = event_log
        self._engine = engine
        self._clock = clock
        self._watch = rules.Watch(arm)

    async def watch(self) -> None:
        """Judge every second, for ever."""
        roll_called = False
        while True:
            try:
                if not roll_called:
                    await self.call_the_roll()
                    roll_called = True
                await self.judge()
            except OUTAGES as error:
                log.warning("watchdog will try again", error=str(error).strip())
            await asyncio.sleep(TICK_SECONDS)

    async def call_the_roll(self) -> None:
        """Learn from the log who exists and who is lost, and suspect whoever else is silent.

        The mark of a silence that an earlier watchdog heard does not come again.
        """
        history = await self._log.history(subjects.worker("*"))
        events = [worker_events.validate_python(recorded.event) for recorded in history]
        told = (event for event in events if not isinstance(event, OrderEvent))
        last_words = {event.worker_id: event for event in told}
        for worker_id, event in last_words.items():
            if isinstance(event, WorkerLost):
                self._watch = rules.declared_lost(self._watch, worker_id)
            elif isinstance(event, WorkerBack) or (
                isinstance(event, WorkerRegistered) and await self._ever_came(worker_id)
            ):
                await self._suspect_if_silent(worker_id)

    async def _ever_came(self, worker_id: str) -> bool:
        """Whether a worker that was registered was ever there: one on its way is not lost."""
        if await is_remembered(self._log.client, worker_id):
            return True
        if await self._log.last_under(subjects.worked(worker_id)):
            return True
        tokens = tables.tokens.c
        shown = select(tokens.token_id).where(
            tokens.subject == worker_id,
            tokens.last_used_at.is_not(None),
            tokens.revoked_at.is_(None),
        )
        async with self._engine.connect() as connection:
            return bool(await connection.scalar(select(shown.exists())))

    async def _suspect_if_silent(self, worker_id: str) -> None:
        if not await is_present(self._log.client, worker_id):
            self._watch = rules.silence_marked(self._watch, worker_id, self._clock())

    async def heard(self, worker_id: str, *, alive: bool) -> None:
        """Take a heartbeat, or the broker's mark that the last one ran out."""
        if not alive:
            self._watch = rules.silence_marked(self._watch, worker_id, self._clock())
            return
        self._watch = rules.heartbeat_heard(self._watch, worker_id)
        if worker_id in self._watch.lost:
            try:
                await self._declare_back(worker_id)
            except OUTAGES as error:
                log.warning("the next heartbeat will tell", worker_id=worker_id, error=str(error))

    async def judge(self) -> None:
        """Declare lost whoever is overdue and still silent."""
        now = self._clock()
        connected = self._log.client.is_connected
        self._watch = rules.connection_seen(self._watch, connected=connected, now=now)
        for worker_id in rules.overdue(self._watch, now):
            await self._declare_lost(worker_id)

    async def _declare_lost(self, worker_id: str) -> None:
        if await is_present(self._log.client, worker_id):
            self._watch = rules.heartbeat_heard(self._watch, worker_id)
            return
        log.warning("worker lost", worker_id=worker_id)
        for run_id in await self._runs_of(worker_id):
            await self._stall(run_id, worker_id)
        await self._say(worker_id, WorkerLost)
        self._watch = rules.declared_lost(self._watch, worker_id)

    async def _declare_back(self, worker_id: str) -> None:
        log.info("worker back", worker_id=worker_id)
        await self._say(worker_id, WorkerBack)
        self._watch = rules.declared_back(self._watch, worker_id)

    async def _say(self, worker_id: str, kind: type[WorkerLost] | type[WorkerBack]) -> None:
        """Append unless the log says so already, or has said farewell to the worker."""
        history = await self._log.history(subjects.worker(worker_id))
        told = [each.event for each in history if not isinstance(each.event, OrderEvent)]
        if not told or not isinstance(told[-1], MAY_FOLLOW[kind]):
            return
        event = kind(worker_id=worker_id, **lineage(told[-1], self._clock()))
        await self._append(event, history[-1].sequence)

    async def _stall(self, run_id: UUID, worker_id: str) -> None:
        """Give the run back to the queue, if it is still this worker's."""
        history = await self._log.history(subjects.run(run_id))
        state = fold(run_events.validate_python(recorded.event) for recorded in history)
        if state is None or state.status is not RunStatus.RUNNING or state.worker_id != worker_id:
            return
        event = RunStalled(
            run_id=run_id,
            worker_id=worker_id,
            attempt=state.attempt,
            reason=StallReason.WORKER_LOST,
            **lineage(history[-1].event, self._clock()),
        )
        await self._append(event, history[-1].sequence)

    async def _append(self, event: RunStalled | WorkerEvent, expected: int) -> None:
        try:
            await self._log.append(event, expected=expected)
        except ConflictError:
            log.info("the accused spoke in time", event_type=event.type)

    async def _runs_of(self, worker_id: str) -> list[UUID]:
        runs = tables.runs.c
        query = select(runs.run_id).where(
            runs.worker_id == worker_id, runs.status == RunStatus.RUNNING.value
        )
        async with self._engine.connect() as connection:
            return list((await connection.scalars(query)).all())
