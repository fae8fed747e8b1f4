"""Both embedded servers, started side by side."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from afina.embedded import broker as brokers
from afina.embedded import database as databases
from afina.embedded import secrets
from afina.embedded.broker import Broker
from afina.embedded.database import Database
from afina.journal import Journal
from afina.pair import pair
from afina.supervisor import Supervisor, supervising


@dataclass(frozen=True, slots=True)
class Servers:
    """The two servers of a data directory, running."""

    broker: Broker
    database: Database


async def start(data_dir: Path, supervisor: Supervisor) -> Servers:
    """Start both and return once both answer and the database ``afina`` is there.

    Raises:
        ProgramError: one of them does not come to answer.
    """
    made = secrets.of(data_dir)
    servers = Servers(brokers.plan(data_dir, made), databases.plan(data_dir, made))
    await pair(
        start_broker(servers.broker, supervisor), start_database(servers.database, supervisor)
    )
    return servers


async def start_broker(broker: Broker, supervisor: Supervisor) -> None:
    """Return once the broker answers."""
    await broker.configure()
    await supervisor.start(broker.program, broker.answers)


async def start_database(database: Database, supervisor: Supervisor) -> None:
    """Return once the database server answers and the database ``afina`` is there."""
    await database.initialise()
    await supervisor.start(database.program, database.answers)
    await database.create()


@asynccontextmanager
async def running(data_dir: Path, journal: Journal) -> AsyncGenerator[Servers]:
    """Both servers, until the block ends."""
    async with supervising(journal) as supervisor:
        yield await start(data_dir, supervisor)
