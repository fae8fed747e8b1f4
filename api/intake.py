"""Files on their way in, and versions in the making: worked on by other processes."""

import asyncio
import shutil
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, TypeVarTuple, Unpack
from uuid import UUID

from api import readers
from api.datasets.limits import Limits
from api.datasets.preparation import Prepared, Refused, Wish, prepare
from api.datasets.progress import Noted, Progress, Stage, noted, silent
from api.datasets.texts import Texts, TextWish, extract
from api.problems import FileRefusedError, RefusedError
from api.uploads import Upload
from infra import logging
from infra.bus import UnavailableError
from schemas.problems import DataProblem, ProblemCode

log = logging.get(__name__)

Given = TypeVarTuple("Given")
Made = TypeVar("Made")

ATTEMPTS = 2
"""A process may have died of somebody else's file."""


class ReaderDiedError(UnavailableError):
    """Every process that tried died of it."""


class Intake:
    """Works on examples away from the event loop, in processes that a hostile file may kill."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self.limits = limits
        self._directory = directory
        self._pool = readers.new_pool()
        self._followed: dict[tuple[str, UUID], Path] = {}

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
        readers.end(self._pool)

    @contextmanager
    def folder(self) -> Generator[Path]:
        """A folder of this request's own, gone afterwards."""
        with TemporaryDirectory(dir=self._directory) as name:
            yield Path(name)

    @contextmanager
    def followed(
        self, owner_id: str, progress_id: UUID | None, folder: Path
    ) -> Generator[Progress]:
        """What to tell the progress of the work in ``folder``, for its owner to ask about."""
        if progress_id is None:
            yield silent
            return
        key, path = (owner_id, progress_id), folder / "progress"
        self._followed[key] = path
        try:
            yield Noted(path)
        finally:
            if self._followed.get(key) is path:
                del self._followed[key]

    def progress(self, owner_id: str, progress_id: UUID) -> tuple[Stage, float]:
        """How far the owner's work is that was announced under ``progress_id``.

        Raises:
            RefusedError: NOT_FOUND, it is over, or nobody has announced it.
        """
        path = self._followed.get((owner_id, progress_id))
        if path is None:
            raise RefusedError(ProblemCode.NOT_FOUND)
        return noted(path)

    async def prepare(
        self,
        upload: Upload,
        folder: Path,
        told: Progress = silent,
        limits: Limits | None = None,
    ) -> Prepared:
        """The file as it can be used; what comes of it is written into ``folder``.

        ``limits``: other ones than the intake's own.

        Raises:
            FileRefusedError: with everything that is wrong with it.
        """
        wish = Wish(reading=upload.fields.reading, limits=limits or self.limits)
        given = (upload.received.path, upload.filename, wish, folder, told)
        return await self._usable(prepare, *given)

    async def extract(self, path: Path, filename: str, wish: TextWish, folder: Path) -> Texts:
        """The file's texts, written into ``folder``.

        Raises:
            FileRefusedError: with everything that is wrong with it.
        """
        return await self._usable(extract, path, filename, wish, folder)

    async def _usable(
        self, work: Callable[[Unpack[Given]], Made | Refused], *given: *Given
    ) -> Made:
        try:
            outcome = await self.run(work, *given)
        except ReaderDiedError as error:
            unreadable = DataProblem(code=ProblemCode.FILE_UNREADABLE)
            raise FileRefusedError(Refused(problems=(unreadable,))) from error
        if isinstance(outcome, Refused):
            raise FileRefusedError(outcome)
        return outcome

    async def run(self, work: Callable[[Unpack[Given]], Made], *given: *Given) -> Made:
        """What ``work`` answers in another process; it must bear to be begun twice.

        Raises:
            ReaderDiedError: it killed every process that tried.
        """
        loop = asyncio.get_running_loop()
        bounded = partial(readers.within_bounds, readers.COMPUTING_SECONDS, work)
        for _ in range(ATTEMPTS):
            pool = self._pool
            try:
                return await loop.run_in_executor(pool, bounded, *given)
            except BrokenProcessPool:
                log.warning("a process that was reading files died")
                self._replace(pool)
        raise ReaderDiedError(f"{ATTEMPTS} processes died in a row")

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Start anew, unless another request that lost its process has done so."""
        if self._pool is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = readers.new_pool()
