"""A PostgreSQL of a test's own, to be shut down at once and started again."""

import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import migrations
from afina.embedded import database, secrets
from afina.journal import Journal
from afina.supervisor import Supervisor, supervising


class OwnDatabase:
    """An embedded server that keeps its port and its cluster from one life to the next."""

    def __init__(self, planned: database.Database, supervisor: Supervisor) -> None:
        self.url = planned.url
        self._planned = planned
        self._program = replace(planned.program, stop_signal=signal.SIGQUIT)
        self._supervisor = supervisor

    async def start(self) -> None:
        """Return once it answers."""
        await self._supervisor.start(self._program, self._planned.answers)

    async def kill(self) -> None:
        """End it as ``pg_ctl stop -m immediate`` does: the next start has to recover."""
        await self._supervisor.stop()

    async def prepare(self) -> None:
        """Make the cluster, the role, the database and its tables."""
        await self._planned.initialise()
        await self.start()
        await self._planned.create()
        migrations.upgrade(self.url)


@asynccontextmanager
async def own_database(data_dir: Path) -> AsyncGenerator[OwnDatabase]:
    """A running server with a migrated, empty database."""
    journal = Journal(data_dir / "postgres.log", terminal=None)
    with closing(journal):
        async with supervising(journal) as supervisor:
            own = OwnDatabase(database.plan(data_dir, secrets.of(data_dir)), supervisor)
            await own.prepare()
            yield own
