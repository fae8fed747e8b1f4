"""Stored bytes that nobody needs: of what was deleted, and those that nothing names.

Who stores bytes holds a lock on their hash until the event that names them is in the log. So under
that lock, once the tables have come as far as the log, what they do not name is named by nobody.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from obstore.exceptions import BaseError
from sqlalchemy import and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.notifier import news
from consumers.outage import OUTAGES
from consumers.retention.rule import Moment, Thing, removed, summed
from infra import logging, named
from infra.blobs import BlobStore, Stored, named_as, sha256_in
from infra.bus import EventLog
from schemas import tables
from schemas.classification import ClassificationStatus
from schemas.retention import Found, Removed, RetentionKind

log = logging.get(__name__)

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 10.0
"""For the tables to come as far as the log."""
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
TROUBLE = (OSError, BaseError, *OUTAGES)
"""Of the store, or of what tells what is needed; the next pass tries again."""


@dataclass(frozen=True, slots=True)
class Cellar:
    """The store, and what tells which of its files are needed."""

    blobs: BlobStore
    engine: AsyncEngine
    log: EventLog

    async def unneeded(self, *, deleted: bool) -> list[Stored]:
        """Files that nobody needs: those of deleted datasets, or else those of none at all."""
        async with self.engine.connect() as tx:
            given_up, needed = await named.given_up(tx), await named.needed(tx)
        return [
            stored
            async for stored in self.blobs.all()
            if named_as(stored.key) not in needed and (named_as(stored.key) in given_up) == deleted
        ]

    async def remove(self, stored: Stored) -> bool:
        """Remove a file; False if it is needed by now, or was put again.

        Raises:
            TimeoutError: the tables do not come as far as the log.
        """
        sha256 = sha256_in(stored.key)
        async with self.engine.begin() as tx:
            await tx.execute(LOCK, {"key": tables.bytes_lock(sha256)})
            await self._caught_up()
            needed = named_as(stored.key) in await named.needed(tx, [sha256])
            if needed or await self.blobs.find(stored.key) != stored:
                return False
            await self.blobs.delete(stored.key)
            return True

    async def _caught_up(self) -> None:
        end = await self.log.last_sequence()
        async with asyncio.timeout(PATIENCE_SECONDS), self.engine.connect() as tx:
            while (await tx.scalar(news.end()) or 0) < end:
                await tx.rollback()
                await asyncio.sleep(LOOK_SECONDS)


@dataclass(frozen=True, slots=True)
class FilesRule:
    """Files that nobody needs, of deleted datasets or of none."""

    kind: RetentionKind
    cellar: Cellar

    async def found(self, moment: Moment) -> Found:
        """Looked for in the whole store."""
        return summed(self.kind, [_thing(stored) for stored in await self._due(moment)])

    async def remove(self, moment: Moment) -> Removed:
        """One after the other; what fails does not keep the others."""
        gone: list[Thing] = []
        failed = 0
        for stored in await self._due(moment):
            try:
                if await self.cellar.remove(stored):
                    gone.append(_thing(stored))
            except TROUBLE as error:
                log.warning("a file could not be removed", key=stored.key, error=str(error))
                failed += 1
        return removed(self.kind, gone, failed)

    async def _due(self, moment: Moment) -> Sequence[Stored]:
        if self.kind is RetentionKind.DELETED_FILES:
            return await self.cellar.unneeded(deleted=True)
        before = moment.before(moment.policy.orphaned_files_days)
        orphans = await self.cellar.unneeded(deleted=False)
        return [stored for stored in orphans if stored.stored_at < before]


def _thing(stored: Stored) -> Thing:
    return Thing(stored.stored_at, stored.key, stored.size_bytes)


async def deleted_since(engine: AsyncEngine, moment: datetime) -> bool:
    """Whether any dataset or classification was deleted after ``moment``."""
    jobs = tables.classifications.c
    cancelled = jobs.status == ClassificationStatus.CANCELLED
    late = (
        tables.datasets.c.deleted_at > moment,
        jobs.deleted_at > moment,
        and_(cancelled, jobs.finished_at > moment),
    )
    async with engine.connect() as tx:
        return any([await tx.scalar(select(func.count()).where(one)) for one in late])
