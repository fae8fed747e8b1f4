"""What uploads leave in the API's folder when its process dies."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from consumers.retention.rule import Moment, Thing, removed, summed
from schemas.retention import Found, Removed, RetentionKind


@dataclass(frozen=True, slots=True)
class IncomingRule:
    """Folders of requests that are long over, where this process sees them."""

    folder: Path
    kind: RetentionKind = RetentionKind.INCOMING

    async def found(self, moment: Moment) -> Found:
        """By the newest change in each request's folder."""
        return summed(self.kind, await asyncio.to_thread(self._due, moment))

    async def remove(self, moment: Moment) -> Removed:
        """Each folder whole."""
        due = await asyncio.to_thread(self._due, moment)
        for thing in due:
            await asyncio.to_thread(shutil.rmtree, self.folder / thing.name, ignore_errors=True)
        gone = [thing for thing in due if not (self.folder / thing.name).exists()]
        return removed(self.kind, gone, failed=len(due) - len(gone))

    def _due(self, moment: Moment) -> list[Thing]:
        before = moment.before(moment.policy.incoming_days)
        return [thing for thing in self._things() if thing.since < before]

    def _things(self) -> Iterator[Thing]:
        for request in self.folder.iterdir() if self.folder.is_dir() else ():
            facts = [path.stat() for path in (request, *request.rglob("*"))]
            changed = max(fact.st_mtime for fact in facts)
            size_bytes = sum(fact.st_size for fact in facts[1:])
            yield Thing(datetime.fromtimestamp(changed, UTC), request.name, size_bytes)
