"""Uploaded files on their way in: received into a folder, read by other processes."""

import asyncio
import multiprocessing
import shutil
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Refused, Wish, prepare
from api.problems import Param, RefusedError
from api.readers import new_pool
from api.uploads import Upload
from infra import logging
from schemas.problems import DataProblem, ProblemCode

log = logging.get(__name__)


class Intake:
    """Reads spreadsheets away from the event loop, in processes that a hostile file may kill."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self.limits = limits
        self._directory = directory
        self._pool = new_pool()

    @classmethod
    @contextmanager
    def opened(cls, directory: Path, limits: Limits) -> "Generator[Intake]":
        """An intake whose folder holds nothing of an earlier process."""
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        intake = cls(directory, limits)
        try:
            yield intake
        finally:
            intake.close()

    def close(self) -> None:
        """Stop the processes, even in the middle of a file: nobody waits for it any more."""
        children = multiprocessing.active_children()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.terminate()

    @contextmanager
    def folder(self) -> Generator[Path]:
        """A folder of this request's own, gone afterwards."""
        with TemporaryDirectory(dir=self._directory) as name:
            yield Path(name)

    async def prepare(self, upload: Upload, folder: Path) -> Prepared:
        """The file as it can be used; what comes of it is written into ``folder``.

        Raises:
            RefusedError: DATASET_INVALID, with everything that is wrong with it.
        """
        outcome = await self._read(upload, folder)
        if isinstance(outcome, Prepared):
            return outcome
        params: dict[str, Param] = {"columns": [column.name for column in outcome.columns]}
        if outcome.sheet is not None:
            params["sheet"] = outcome.sheet
        raise RefusedError(ProblemCode.DATASET_INVALID, params, problems=outcome.problems)

    async def _read(self, upload: Upload, folder: Path) -> Prepared | Refused:
        """Try twice: the process may have died of somebody else's file."""
        path, wish = upload.received.path, Wish(reading=upload.fields.reading, limits=self.limits)
        loop = asyncio.get_running_loop()
        for _ in range(2):
            pool = self._pool
            try:
                return await loop.run_in_executor(
                    pool, prepare, path, upload.filename, wish, folder
                )
            except BrokenProcessPool:
                log.warning("a process that was reading files died")
                self._replace(pool)
        return Refused(problems=(DataProblem(code=ProblemCode.FILE_UNREADABLE),))

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Start anew, unless another request that lost its process has done so."""
        if self._pool is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = new_pool()
