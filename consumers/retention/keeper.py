"""Applies the policy once a night, in one process, and removes deleted bytes all day long."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.outage import OUTAGES
from consumers.retention import files
from consumers.retention.files import TROUBLE
from consumers.retention.rule import Moment, Rule
from infra import logging, policies
from infra.bus import ConflictError, EventLog
from schemas import tables, trace
from schemas.base import Actor, ActorKind
from schemas.events.setting import RETENTION, RetentionApplied
from schemas.retention import Found, Removed, Retention, RetentionKind

log = logging.get(__name__)

ROUND_SECONDS = 60.0
SWEEP_SECONDS = 600.0
"""Between two looks for bytes of datasets that were deleted lately."""
LATELY = timedelta(days=1)
KEEPER = Actor(kind=ActorKind.SYSTEM, id="retention")


class BusyError(Exception):
    """Another process is removing what is too old."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Everything that goes by itself, and when."""

    rules: Sequence[Rule]
    engine: AsyncEngine
    log: EventLog
    clock: Callable[[], datetime]
    hour: int
    """Of the local day, from which on the night's pass is due."""

    async def watch(self) -> None:
        """Apply the policy when it is due, for ever."""
        swept_at = datetime.min.replace(tzinfo=self.clock().tzinfo)
        while True:
            try:
                if await self._due():
                    await self.apply()
                elif (now := self.clock()) - swept_at >= timedelta(seconds=SWEEP_SECONDS):
                    await self.sweep()
                    swept_at = now
            except BusyError:
                pass
            except OUTAGES as error:
                log.warning("what is too old could not be removed", error=str(error).strip())
            await asyncio.sleep(ROUND_SECONDS)

    async def preview(self) -> list[Found]:
        """What would go now, of every kind."""
        moment = await self._moment()
        return [await rule.found(moment) for rule in self.rules]

    async def apply(self, actor: Actor = KEEPER) -> RetentionApplied:
        """Let everything go that is too old, and tell in the log who wanted it.

        Raises:
            BusyError: another process is at it.
        """
        async with self._alone():
            moment = await self._moment()
            gone: list[Removed] = []
            unread: list[RetentionKind] = []
            for rule in self.rules:
                try:
                    gone.append(await rule.remove(moment))
                except TROUBLE as error:
                    log.warning("not looked for", kind=rule.kind.value, error=str(error).strip())
                    unread.append(rule.kind)
            return await self._tell([one for one in gone if one.count or one.failed], unread, actor)

    async def sweep(self) -> None:
        """Remove what is left of datasets that were deleted lately.

        Raises:
            BusyError: another process is at it.
        """
        moment = await self._moment()
        if await files.deleted_since(self.engine, moment.now - LATELY):
            async with self._alone():
                for rule in self.rules:
                    if rule.kind is RetentionKind.DELETED_FILES:
                        await rule.remove(moment)

    async def _moment(self) -> Moment:
        async with self.engine.connect() as tx:
            policy = await policies.read(tx, RETENTION, Retention)
        return Moment(policy, self.clock())

    async def _due(self) -> bool:
        """Whether a night has begun since the last pass, or since anything happened at all."""
        audit = tables.audit
        passes = select(func.max(audit.c.stored_at)).where(
            audit.c.entity == "setting",
            audit.c.entity_id == RETENTION,
            audit.c.type == "setting.retention_applied.v1",
        )
        first = select(audit.c.stored_at).order_by(audit.c.sequence).limit(1)
        async with self.engine.connect() as tx:
            since = await tx.scalar(passes) or await tx.scalar(first)
        return since is not None and since < nightfall(self.clock(), self.hour)

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        ours = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))")
        async with self.engine.begin() as tx:
            if not await tx.scalar(ours, {"key": tables.RETENTION_LOCK}):
                raise BusyError
            yield

    async def _tell(
        self, removed: Sequence[Removed], unread: Sequence[RetentionKind], actor: Actor
    ) -> RetentionApplied:
        event = RetentionApplied(
            removed=list(removed),
            unread=list(unread),
            occurred_at=self.clock(),
            correlation_id=trace.begun(),
            causation_id=uuid4(),
            actor=actor,
        )
        expected = 0
        while True:
            try:
                await self.log.append(event, expected=expected)
            except ConflictError as conflict:
                expected = conflict.last_sequence
            else:
                return event


def nightfall(now: datetime, hour: int) -> datetime:
    """When the present night began: the last time that the local clock showed ``hour``."""
    local = now.astimezone()
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at <= local else at - timedelta(days=1)
