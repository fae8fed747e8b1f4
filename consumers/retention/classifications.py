"""Classified sheets that are too old: told in the log first, then removed with their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.retention.files import TROUBLE
from consumers.retention.rule import Moment, Thing, removed, summed
from infra import logging
from infra.blobs import BlobStore, classification_folder
from infra.bus import ConflictError, EventLog
from schemas import tables, trace
from schemas.base import Actor, ActorKind
from schemas.classification import OPEN
from schemas.events.classification import ClassificationDeleted
from schemas.retention import Found, Removed, RetentionKind

log = logging.get(__name__)

jobs = tables.classifications
KEEPER = Actor(kind=ActorKind.SYSTEM, id="retention")


@dataclass(frozen=True, slots=True)
class ClassificationsRule:
    """Sheets whose answers nobody has fetched for so long, or has long since."""

    engine: AsyncEngine
    log: EventLog
    blobs: BlobStore
    kind: RetentionKind = RetentionKind.CLASSIFICATIONS

    async def found(self, moment: Moment) -> Found:
        """By the names of their files."""
        return summed(self.kind, [_thing(row) for row in await self._due(moment)])

    async def remove(self, moment: Moment) -> Removed:
        """One after the other; what fails does not keep the others."""
        gone: list[Thing] = []
        failed = 0
        for row in await self._due(moment):
            try:
                await self._remove(row, moment)
                gone.append(_thing(row))
            except (*TROUBLE, ConflictError) as error:
                log.warning("a classified sheet could not be removed", error=str(error))
                failed += 1
        return removed(self.kind, gone, failed)

    async def _remove(self, row: Row[*tuple[object, ...]], moment: Moment) -> None:
        event = ClassificationDeleted(
            classification_id=row.classification_id,
            run_id=row.run_id,
            owner_id=row.owner_id,
            occurred_at=moment.now,
            correlation_id=trace.begun(),
            causation_id=uuid4(),
            actor=KEEPER,
        )
        await self.log.append(event, expected=row.last_sequence)
        folder = classification_folder(row.classification_id)
        for key in [stored.key async for stored in self.blobs.all(folder)]:
            await self.blobs.delete(key)

    async def _due(self, moment: Moment) -> Sequence[Row[*tuple[object, ...]]]:
        before = moment.before(moment.policy.classifications_days)
        ended = jobs.c.status.not_in(OPEN)
        query = select(jobs).where(ended, jobs.c.deleted_at.is_(None), jobs.c.finished_at < before)
        async with self.engine.connect() as tx:
            return (await tx.execute(query)).all()


def _thing(row: Row[*tuple[object, ...]]) -> Thing:
    return Thing(row.finished_at, row.filename, row.size_bytes)
