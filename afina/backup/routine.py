"""Backups without being asked: one every so many hours, and old ones let go."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from obstore.exceptions import BaseError
from psycopg import Error as DatabaseError

from afina.backing import Backing
from afina.backup import capture, check, manifest, rotation, shelf
from afina.backup.check import DamagedError
from afina.backup.manifest import NewerFormatError
from afina.backup.shelf import ShelfBusyError
from afina.backup.stage import Stage
from consumers.backups import Standing
from consumers.outage import OUTAGES
from consumers.retention.rule import Moment, Thing, removed, summed
from infra import clock, logging
from infra.settings import Settings
from infra.snapshot import SnapshotError
from schemas.retention import Found, Removed, RetentionKind

log = logging.get(__name__)

LOOK_SECONDS = 60.0
AGAIN = timedelta(minutes=15)
"""After a try that failed."""
TROUBLE = (OSError, BaseError, DatabaseError, SnapshotError, ShelfBusyError, *OUTAGES)
UNFIT = (DamagedError, NewerFormatError)
"""A backup that cannot be restored."""


@dataclass(slots=True)
class Routine:
    """Automatic backups of one installation into one folder."""

    backing: Backing
    place: Path
    every: timedelta
    now: Callable[[], datetime] = clock.now
    kind: RetentionKind = RetentionKind.BACKUPS
    began_at: datetime = field(init=False)
    tried_at: datetime | None = None
    failed: bool = False
    checked_at: datetime | None = None

    def __post_init__(self) -> None:
        self.began_at = self.now()

    async def watch(self) -> None:
        """Make a backup whenever it is due, for ever."""
        while True:
            if self.is_due():
                await self.make()
            await asyncio.sleep(LOOK_SECONDS)

    def is_due(self) -> bool:
        """Whether the newest is old enough, and the last failure long enough ago."""
        tried_lately = self.failed and self.tried_at and self.now() - self.tried_at < AGAIN
        newest = max(self._taken_at(), default=None)
        return not tried_lately and (newest is None or self.now() - newest >= self.every)

    async def make(self) -> None:
        """Make one and read it again; that it failed is kept for whoever asks how it stands."""
        self.tried_at = self.now()
        try:
            taken = await capture.take(self.backing, self.place, _unheard)
            await asyncio.to_thread(check.whole, taken.folder, _unheard)
        except (*TROUBLE, *UNFIT) as error:
            self.failed = True
            log.error("no backup could be made", place=str(self.place), error=str(error).strip())
        else:
            self.failed, self.checked_at = False, self.now()
            log.info("backup made", folder=str(taken.folder), copied_bytes=taken.copied_bytes)

    def standing(self) -> Standing:
        """As of now."""
        taken = self._taken_at()
        newest = max(taken, default=self.began_at)
        return Standing(self.every, newest, self.failed, bool(taken), self.checked_at)

    async def found(self, moment: Moment) -> Found:
        """The backups that rotation leaves out; files that others share are not counted."""
        return summed(self.kind, await asyncio.to_thread(self._due, moment))

    async def remove(self, moment: Moment) -> Removed:
        """With the files that no backup that stays has.

        Raises:
            ShelfBusyError: a backup is being made.
        """
        return await asyncio.to_thread(self._remove, moment)

    def _remove(self, moment: Moment) -> Removed:
        due = self._due(moment)
        if not due:
            return removed(self.kind, [])
        try:
            with shelf.alone(self.place):
                for thing in due:
                    shutil.rmtree(self.place / thing.name)
                freed = shelf.sweep(self.place)
        except ShelfBusyError:
            return removed(self.kind, [], failed=len(due))
        told = removed(self.kind, due)
        return told.model_copy(update={"size_bytes": told.size_bytes + freed})

    def _due(self, moment: Moment) -> list[Thing]:
        whole = shelf.whole(self.place)
        kept = rotation.kept(whole.keys(), moment.policy)
        return [
            Thing(at, folder.name, sum(file.size_bytes for file in manifest.read(folder).files))
            for at, folder in whole.items()
            if at not in kept
        ]

    def _taken_at(self) -> list[datetime]:
        return list(shelf.whole(self.place))


def _unheard(stage: Stage, done: int, total: int) -> None:
    """Nobody looks on."""


def of(settings: Settings) -> Routine | None:
    """What the settings ask for, if they do."""
    if settings.backup_dir is None or not settings.backup_every_hours:
        return None
    backing = Backing(
        nats_url=settings.nats_url,
        worker_nats_url="",
        database_url=settings.database_url,
        blob_url=settings.blobs_url,
    )
    every = timedelta(hours=settings.backup_every_hours)
    return Routine(backing, settings.backup_dir.expanduser().absolute(), every)
