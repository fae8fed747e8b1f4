"""What a worker does not need any more goes from its disk: texts soon, checkpoints of ended runs.

Trained models stay: they are their owner's, and nobody else has them.
"""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from infra import clock, logging
from infra.bus import EventLog, UnavailableError
from infra.settings import Settings
from schemas import subjects
from schemas.lifecycle import fold
from worker.agent import fence
from worker.agent.outbox import Outbox
from worker.agent.workplace import Workplace

log = logging.get(__name__)

PAUSE_SECONDS = 3600.0
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """Of one worker."""

    settings: Settings
    workplace: Workplace
    event_log: EventLog
    outbox: Outbox

    async def keep(self) -> None:
        """Look every hour, for ever."""
        while True:
            try:
                await self.tidy()
            except (OSError, UnavailableError) as error:
                log.warning("old files stay for now", error=str(error))
            await asyncio.sleep(PAUSE_SECONDS)

    async def tidy(self) -> int:
        """Remove what is too old, and not of the run that is held; how many things went.

        Raises:
            UnavailableError: the log did not answer whether a run has ended.
        """
        holding = await self.outbox.holding()
        held = None if holding is None else holding.run_id
        gone = 0
        if held is None:  # what is being trained from is of that run alone
            gone += await asyncio.to_thread(self._remove_texts)
        for run_id, folder in await asyncio.to_thread(self._old_runs):
            if run_id != held and await self._ended(run_id):
                await asyncio.to_thread(shutil.rmtree, folder)
                log.info("checkpoints removed", run_id=str(run_id))
                gone += 1
        return gone

    async def _ended(self, run_id: UUID) -> bool:
        """A run that the log does not know is of another installation, and not ours to judge."""
        state = fold(fence.of_run(await self.event_log.history(subjects.run(run_id))))
        return state is not None and state.status.ended

    def _remove_texts(self) -> int:
        """Examples, and their tokens, that no training has read for so many days."""
        before = _before(self.settings.keep_examples_days)
        folders = (self.workplace.examples, self.workplace.cache / "tokens")
        gone = 0
        for path in (path for folder in folders for path in _files(folder)):
            if _changed(path) < before:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _old_runs(self) -> list[tuple[UUID, Path]]:
        before = _before(self.settings.keep_checkpoints_days)
        runs = [path for path in (self.workplace.own / "runs").glob("*-*") if path.is_dir()]
        return [(UUID(path.name), path) for path in runs if _newest(path) < before]


def _before(days: float) -> float:
    """The time before which a file is older than ``days``; 0 days keep everything."""
    return clock.now().timestamp() - days * DAY_SECONDS if days else 0.0


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _newest(folder: Path) -> float:
    return max(map(_changed, (folder, *folder.rglob("*"))))


def _changed(path: Path) -> float:
    return path.stat().st_mtime
