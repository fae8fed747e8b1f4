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
    broker, database = await pair(
        start_broker(data_dir, made, supervisor), start_database(data_dir, made, supervisor)
    )
    return Servers(broker, database)


async def start_broker(data_dir: Path, made: secrets.Secrets, supervisor: Supervisor) -> Broker:
    """The broker, answering."""
    prepared = await brokers.prepare(data_dir, made)
    await supervisor.start(prepared.program, prepared.answers)
    return prepared


async def start_database(data_dir: Path, made: secrets.Secrets, supervisor: Supervisor) -> Database:
    """The database server, answering, with the database ``afina`` in it."""
    prepared = await databases.prepare(data_dir, made)
    await supervisor.start(prepared.program, prepared.answers)
    await prepared.create()
    return prepared


@asynccontextmanager
async def running(data_dir: Path, journal: Journal) -> AsyncGenerator[Servers]:
    """Both servers, until the block ends."""
    async with supervising(journal) as supervisor:
        yield await start(data_dir, supervisor)
