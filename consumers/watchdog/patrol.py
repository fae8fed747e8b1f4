"""The watch over runs: looks at all that have not ended, asks the rules, writes what they say.

The read model only names the runs. Where the rules would speak, the run is looked up in the log
and in its last report, the rules are asked again, and what they say is written by compare-and-set:
a read model that stands still accuses nobody, and whoever speaks in time wins.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.outage import OUTAGES
from consumers.watchdog import sights, silence
from consumers.watchdog.roll import Roll
from consumers.watchdog.silence import (
    Abandon,
    Close,
    Decision,
    Limits,
    Mark,
    Restart,
    Sight,
    Vigil,
    Warn,
)
from consumers.watchdog.voice import lineage
from infra import bus, logging
from infra.bus import ConflictError, EventLog, Recorded, UnavailableError
from infra.settings import Settings
from schemas import subjects
from schemas.events.run import AlertClosed, AlertRaised, FailureCode, RunAbandoned, RunStalled
from schemas.lifecycle import RunStatus
from schemas.telemetry import ProgressReported

log = logging.get(__name__)

LOOK_SECONDS = 5.0


def limits_of(settings: Settings) -> Limits:
    """The limits that an administrator has set."""
    warn, restart = settings.no_progress_seconds, settings.no_progress_restart_seconds
    return Limits(
        no_progress=_limit(warn),
        no_progress_restart=_limit(2 * warn if restart is None else restart),
        quiet=timedelta(seconds=settings.quiet_phase_seconds),
        stuck_epoch=_limit(settings.stuck_epoch_seconds),
        forecasts=settings.stuck_epoch_forecasts,
        unclaimed=_limit(settings.unclaimed_seconds),
    )


def _limit(seconds: float) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds else None


class Patrol:
    """One watch over all runs."""

    def __init__(
        self,
        event_log: EventLog,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        limits: Limits,
    ) -> None:
        self._log = event_log
        self._engine = engine
        self._clock = clock
        self._limits = limits
        self._roll = Roll(event_log)
        self._vigil = Vigil()

    async def watch(self) -> None:
        """Look at the runs every few seconds, for ever."""
        while True:
            try:
                await self.look()
            except OUTAGES as error:
                log.warning("the watch over runs begins anew", error=str(error).strip())
                self._vigil = Vigil()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Look at every run once.

        Raises:
            UnavailableError: the broker is away, so whoever seems silent may be speaking.
        """
        if not self._log.client.is_connected:
            raise UnavailableError("not connected")
        seen = await self._seen()
        await self._roll.call()
        pools = {each.pool for each in seen if each.state.status is RunStatus.QUEUED}
        served = {pool: await self._roll.is_served(pool) for pool in pools}
        now = self._clock()
        self._vigil = silence.look(self._vigil, seen, now)
        for run_id, heard in self._vigil.heard.items():
            there = served.get(heard.sight.pool, True)
            if silence.decide(heard, self._limits, now, served=there):
                await self._settle(run_id, served=there)

    async def _seen(self) -> list[Sight]:
        """Every run to look at, as the read model knows it, with its last report."""
        async with self._engine.connect() as tx:
            rows = (await tx.execute(sights.not_ended())).mappings().all()
        marks = await asyncio.gather(*(self._mark(row["run_id"], row["worker_id"]) for row in rows))
        return [sights.of_row(row, mark) for row, mark in zip(rows, marks, strict=True)]

    async def _mark(self, run_id: UUID, worker_id: str | None) -> Mark | None:
        """Where the worker's last report says that the run is."""
        if worker_id is None:
            return None
        subject = subjects.progress(run_id, worker_id)
        data = await bus.last_message(self._log.client, subjects.TELEMETRY, subject)
        try:
            told = ProgressReported.model_validate_json(data) if data else None
        except ValidationError as error:
            log.error("unreadable report", run_id=str(run_id), error=str(error))
            return None
        return told and Mark(told.attempt, told.phase, told.epoch, told.step, told.fraction)

    async def _settle(self, run_id: UUID, *, served: bool) -> None:
        """Ask the rules again about what the log says of the run, and write their answer."""
        history = await self._log.history(subjects.run(run_id))
        mark = await self._mark(run_id, sights.holder(history))
        sight = sights.of_history(history, mark)
        if sight is None:
            return
        now = self._clock()
        self._vigil = silence.remember(self._vigil, sight, now)
        heard = self._vigil.heard[run_id]
        decisions = silence.decide(heard, self._limits, now, served=served)
        try:
            await self._write(decisions, sight, history[-1])
        except ConflictError:
            log.info("the run spoke in time", run_id=str(run_id))

    async def _write(self, decisions: Sequence[Decision], sight: Sight, last: Recorded) -> None:
        cause, expected = last.event, last.sequence
        for decision in decisions:
            log.warning("watchdog speaks", run_id=str(sight.run_id), decision=decision)
            event = _event(decision, sight, lineage(cause, self._clock()))
            expected = await self._log.append(event, expected=expected)
            cause = event


def _event(
    decision: Decision, sight: Sight, fields: dict[str, Any]
) -> AlertRaised | AlertClosed | RunStalled | RunAbandoned:
    fields |= {"run_id": sight.run_id}
    match decision:
        case Warn():
            return AlertRaised(code=decision.code, params=decision.params, **fields)
        case Close():
            return AlertClosed(code=decision.code, **fields)
        case Restart():
            at = {"worker_id": sight.state.worker_id, "attempt": sight.state.attempt}
            return RunStalled(reason=decision.reason, **at, **fields)
        case Abandon():
            return RunAbandoned(code=FailureCode.STALLED, **fields)
    assert_never(decision)
