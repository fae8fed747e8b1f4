"""The watch over trainings that take longer than any may: looks, and ends them.

Time is the broker's alone, from each start of an attempt to its end, all attempts together; waiting
in the queue does not count. What the worker has kept by then stays on its disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.outage import OUTAGES
from consumers.watchdog.voice import lineage
from infra import logging, policies
from infra.bus import ConflictError, EventLog, Recorded
from schemas import lifecycle, subjects, tables
from schemas.events.run import FailureCode, RunAbandoned, RunEvent, run_events
from schemas.lifecycle import RunState, RunStatus
from schemas.limits import LIMITS, Limits

log = logging.get(__name__)

LOOK_SECONDS = 30.0


def trained(history: Sequence[Recorded], now: datetime) -> timedelta:
    """For how long a run has been trained at ``now``, both by the broker's clock."""
    total, since = timedelta(0), now
    state: RunState | None = None
    for recorded in history:
        if state is not None and state.status is RunStatus.RUNNING:
            total += recorded.stored_at - since
        event: RunEvent = run_events.validate_python(recorded.event)
        state, since = lifecycle.evolve(state, event), recorded.stored_at
    running = state is not None and state.status is RunStatus.RUNNING
    return total + (now - since if running else timedelta(0))


class Overtime:
    """One watch over all runs that are trained."""

    def __init__(
        self,
        event_log: EventLog,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        defaults: Limits,
    ) -> None:
        self._log = event_log
        self._engine = engine
        self._clock = clock
        self._defaults = defaults

    async def watch(self) -> None:
        """Look every now and then, for ever."""
        while True:
            try:
                await self.look()
            except OUTAGES as error:
                log.warning("nobody looks for overtime", error=str(error).strip())
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """End every run that has been trained for too long."""
        running = tables.runs.c.status == RunStatus.RUNNING.value
        async with self._engine.connect() as tx:
            run_ids = (await tx.scalars(select(tables.runs.c.run_id).where(running))).all()
            chosen = (await policies.values(tx, [LIMITS])).get(LIMITS, {})
        limits = Limits.model_validate(self._defaults.model_dump() | chosen)
        for run_id in run_ids:
            history = await self._log.complete_history(subjects.run(run_id))
            now = await self._log.now()
            if history and trained(history, now) >= timedelta(hours=limits.job_hours):
                await self._end(history[-1])

    async def _end(self, last: Recorded) -> None:
        event: RunEvent = run_events.validate_python(last.event)
        abandoned = RunAbandoned(
            run_id=event.run_id, code=FailureCode.TIME_LIMIT, **lineage(event, self._clock())
        )
        try:
            await self._log.append(abandoned, expected=last.sequence)
        except ConflictError:
            log.info("the run spoke in time", run_id=str(event.run_id))
