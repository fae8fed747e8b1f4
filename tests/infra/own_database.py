"""A PostgreSQL server of a test's own, to be crashed and started again."""

import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import migrations
from afina.embedded import database, secrets
from afina.embedded.database import Database
from afina.journal import Journal
from afina.supervisor import Supervisor, supervising


class OwnDatabase:
    """An embedded server that keeps its port and its files from one life to the next."""

    def __init__(self, planned: Database, supervisor: Supervisor) -> None:
        self.url = planned.url
        self._answers = planned.answers
        # PostgreSQL's immediate shutdown: as after a power cut, it must recover from its log.
        self._program = replace(planned.program, stop_signal=signal.SIGQUIT)
        self._supervisor = supervisor

    async def start(self) -> None:
        """Return once it answers."""
        await self._supervisor.start(self._program, self._answers)

    async def crash(self) -> None:
        """End it without a warning and leave it dead."""
        await self._supervisor.stop()


@asynccontextmanager
async def own_database() -> AsyncGenerator[OwnDatabase]:
    """A running server with a migrated database."""
    # Not in pytest's folder, which the server's own user could not enter.
    with TemporaryDirectory(prefix="afina-tests-") as folder:
        journal = Journal(Path(folder) / "database.log", terminal=None)
        with closing(journal):
            async with supervising(journal) as supervisor:
                planned = database.plan(Path(folder), secrets.of(Path(folder)))
                await planned.initialise()
                own = OwnDatabase(planned, supervisor)
                await own.start()
                await planned.create()
                migrations.upgrade(own.url)
                yield own
