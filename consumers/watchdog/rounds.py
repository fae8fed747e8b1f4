"""The watch over the installation: measures, asks the rules, keeps its alerts beside the log.

They are no events: a full log could not take them, and a projector that is behind could not show
them. What people are to be told of them goes into the outbox with them.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from nats.js.api import StreamInfo
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from consumers.backups import Backups
from consumers.notifier import news, outbox
from consumers.notifier.outbox import Subscription
from consumers.outage import OUTAGES
from consumers.watchdog import ailments
from consumers.watchdog.ailments import Figures, Milestone
from infra import logging
from infra.bus import EventLog
from schemas import subjects, tables
from schemas.notices import Figure, Notice, NoticeKind

log = logging.get(__name__)

ROUND_SECONDS = 15.0

alerts = tables.installation_alerts


class Rounds:
    """One watch over broker, projector, dead letters and backups."""

    def __init__(
        self,
        event_log: EventLog,
        engine: AsyncEngine,
        clock: Callable[[], datetime],
        told: Subscription,
        store_limit_bytes: int,
        backups: Backups | None = None,
    ) -> None:
        self._log = event_log
        self._engine = engine
        self._clock = clock
        self._told = told
        self._store_limit_bytes = store_limit_bytes
        self._backups = backups
        self._milestone: Milestone | None = None

    async def watch(self) -> None:
        """Go round every few seconds, for ever."""
        while True:
            try:
                await self.go()
            except OUTAGES as error:
                log.warning("the installation could not be examined", error=str(error).strip())
                self._milestone = None
            await asyncio.sleep(ROUND_SECONDS)

    async def go(self) -> None:
        """Measure once, and raise or close what that calls for."""
        async with self._engine.begin() as tx:
            figures, now = await self._figures(tx), self._clock()
            self._milestone = ailments.pursued(self._milestone, figures, now)
            due = ailments.ailing(figures, self._milestone, now)
            query = select(alerts).where(alerts.c.closed_at.is_(None)).with_for_update()
            opened = {row.code: row for row in (await tx.execute(query)).all()}
            for code in due.keys() - opened.keys():
                await self._raise(tx, code, due[code], now)
            for code in opened.keys() - due.keys():
                await self._close(tx, opened[code].alert_id, code, now)

    async def _figures(self, tx: AsyncConnection) -> Figures:
        # Before the log is looked at: it may be sealed further meanwhile.
        sealed = await tx.scalar(select(func.max(tables.seals.c.sequence)))
        streams = [
            await self._log.jetstream.stream_info(name)
            for name in (subjects.TRAINING, subjects.TELEMETRY, subjects.PRESENCE)
        ]
        used, limit = self._fullest(streams)
        letters = await tx.scalar(select(func.count()).select_from(tables.dead_letters))
        return Figures(
            dead_letters=letters or 0,
            end=streams[0].state.last_seq,
            position=await tx.scalar(news.end()) or 0,
            sealed=sealed or 0,
            used_bytes=used,
            limit_bytes=limit,
            backups=self._backups.standing() if self._backups else None,
        )

    def _fullest(self, streams: list[StreamInfo]) -> tuple[int, int]:
        """Bytes and limit of the store, or of the log's stream if that is nearer to its own."""
        whole = sum(info.state.bytes for info in streams)
        training = streams[0]
        limits = [
            (whole, self._store_limit_bytes),
            (training.state.bytes, max(training.config.max_bytes or 0, 0)),
        ]
        known = [pair for pair in limits if pair[1]]
        return max(known, key=lambda pair: pair[0] / pair[1], default=(whole, 0))

    async def _raise(
        self, tx: AsyncConnection, code: str, params: dict[str, Figure], now: datetime
    ) -> None:
        row = {"alert_id": uuid4(), "code": code, "params": params, "raised_at": now}
        raised = insert(alerts).values(row)
        raised = raised.on_conflict_do_nothing(
            index_elements=["code"], index_where=alerts.c.closed_at.is_(None)
        )
        alert_id = await tx.scalar(raised.returning(alerts.c.alert_id))
        if alert_id is not None:  # else another process was faster
            log.warning("the installation needs attention", code=code, **params)
            await self._tell(tx, NoticeKind.ALERT_RAISED, alert_id, now, code=code, params=params)

    async def _close(self, tx: AsyncConnection, alert_id: UUID, code: str, now: datetime) -> None:
        log.info("the installation is well again", code=code)
        own = alerts.c.alert_id == alert_id
        await tx.execute(update(alerts).where(own).values(closed_at=now))
        cause_id = uuid5(alert_id, "closed")
        await self._tell(tx, NoticeKind.ALERT_CLOSED, cause_id, now, code=code)

    async def _tell(
        self, tx: AsyncConnection, kind: NoticeKind, cause_id: UUID, now: datetime, **of_code: Any
    ) -> None:
        notice = Notice(kind=kind, cause_id=cause_id, sequence=None, happened_at=now, **of_code)
        await outbox.put(tx, [notice], self._told, now)
