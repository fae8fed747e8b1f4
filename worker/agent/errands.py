"""What a worker does besides training: removes models, answers to sheets. One thing at a time.

The API tells what there is to do, from the log; nothing of it is remembered here. So a worker that
was away does what was asked meanwhile, and one that dies begins again.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyarrow.parquet as pq
from pyarrow import ArrowInvalid

from infra import logging
from schemas.errands import ClassificationToDo, ModelToRemove
from worker.agent.answerer import Answerer
from worker.agent.classification import Classification, FailedError
from worker.agent.desk import Desk, NotOursError
from worker.agent.removal import NotAModelError, remove
from worker.agent.workplace import Workplace

log = logging.get(__name__)

LOOK_SECONDS = 3.0
"""Between two looks for something to do."""


@dataclass(slots=True)
class Errands:
    """Of one worker."""

    desk: Desk
    workplace: Workplace
    answerer: Answerer
    _trouble: str = ""
    """As last told."""

    async def keep(self) -> None:
        """Do what there is to do, for ever."""
        while True:
            try:
                busy = await self.round()
                self._trouble = ""
            except (httpx.HTTPError, OSError, TimeoutError) as error:
                busy = False
                self._tell(str(error) or type(error).__name__)
            if not busy:
                await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> bool:
        """One look, and what it asks for; whether there may be more to do.

        Raises:
            httpx.HTTPError: the API is away.
            OSError: the disk does not do as it should.
        """
        asked = await self.desk.errands()
        for removal in asked.removals:
            await self._remove(removal)
        job = asked.classification
        await asyncio.to_thread(self._forget_texts, None if job is None else self._texts(job))
        if job is not None:
            with logging.bound(run_id=job.run_id, classification_id=str(job.id)):
                await self._classify(job)
        return job is not None

    async def _remove(self, removal: ModelToRemove) -> None:
        await self.answerer.unload(removal.run_id)
        try:
            await asyncio.to_thread(remove, removal.run_id, Path(removal.path))
        except NotAModelError as error:
            self._tell(f"not removed, for it is not where models are: {error}")
            return
        await self.desk.tell_removed(removal.run_id)
        log.info("a model was removed", run_id=str(removal.run_id))

    async def _classify(self, job: ClassificationToDo) -> None:
        try:
            texts = await self._fetched(job)
            await Classification(job, texts, self.desk, self.answerer).run()
        except FailedError as failed:
            log.warning("a sheet cannot be classified", code=failed.code.value, error=str(failed))
            await self.desk.tell_failure(job, failed.code, str(failed))
        except NotOursError:
            log.info("the sheet's turn is over")

    async def _fetched(self, job: ClassificationToDo) -> Path:
        """The texts on this disk; what an interrupted download left is fetched anew."""
        path = self._texts(job)
        if not await asyncio.to_thread(_has_rows, path, job.rows):
            await self.desk.fetch(job, path)
        return path

    def _texts(self, job: ClassificationToDo) -> Path:
        return self.workplace.sheets / f"{job.id}.parquet"

    def _forget_texts(self, needed: Path | None) -> None:
        """Other people's texts do not stay longer than they are worked on."""
        for path in self.workplace.sheets.iterdir():
            if path != needed:
                path.unlink(missing_ok=True)

    def _tell(self, trouble: str) -> None:
        """Once, not every few seconds."""
        if trouble != self._trouble:
            log.warning("errands wait", error=trouble)
        self._trouble = trouble


def _has_rows(path: Path, rows: int) -> bool:
    try:
        return path.exists() and pq.read_metadata(path).num_rows == rows
    except ArrowInvalid:
        return False
