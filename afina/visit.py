"""The servers of a data directory for one short command: the running stack's, or started for it."""

import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from afina import backing, stack
from afina import data_dir as folders
from afina.backing import Backing
from afina.embedded import broker as brokers
from afina.embedded import port, secrets
from afina.journal import Journal, journal_path
from afina.rooms import Site
from afina.stack import Running
from afina.supervisor import supervising

if TYPE_CHECKING:
    from infra.settings import Settings


@asynccontextmanager
async def visiting_database(data_dir: Path, *, new: bool = False) -> AsyncGenerator[str]:
    """The address of the database, migrated; ``new`` if there may have been none.

    Raises:
        NothingHereError: there never was one.
        AlreadyRunningError: a stack is just starting, or another visit is under way.
        ProgramError: the database does not come to answer.
    """
    folder = folders.make(data_dir) if new else _known(data_dir)
    if running := stack.find(folder):
        yield running.backing.database_url
        return
    with _alone(folder) as journal:
        planned = backing.plan(folder)
        async with supervising(journal) as supervisor:
            await backing.start_database(planned, supervisor)
            yield planned.backing.database_url


@asynccontextmanager
async def visiting(data_dir: Path) -> AsyncGenerator[Backing]:
    """Broker, database and blobs.

    Raises:
        NothingHereError: there never were any.
        AlreadyRunningError: a stack is just starting, or another visit is under way.
        ProgramError: a server does not come to answer.
    """
    folder = _known(data_dir)
    if running := stack.find(folder):
        yield running.backing
        return
    with _alone(folder) as journal:
        async with backing.running(folder, journal) as started:
            yield started


@asynccontextmanager
async def visiting_to_restore(data_dir: Path) -> AsyncGenerator[Backing]:
    """The same while no stack runs, nor can be started; what is stored is on the disk at the end.

    Raises:
        AlreadyRunningError: one does.
        ProgramError: a server does not come to answer.
    """
    folder = folders.make(data_dir)
    with _alone(folder) as journal:
        planned = backing.plan(folder)
        if planned.broker is not None:
            planned = replace(planned, broker=replace(planned.broker, sync_interval=brokers.LAZY))
        async with supervising(journal) as supervisor:
            await backing.start(planned, supervisor)
            yield planned.backing
    os.sync()


@asynccontextmanager
async def visiting_settings(data_dir: Path) -> "AsyncGenerator[Settings]":
    """Broker, database and blobs, as the processes are told of them, whose log lines are not shown.

    Raises:
        NothingHereError: there never were any.
        AlreadyRunningError: a stack is just starting, or another visit is under way.
        ProgramError: a server does not come to answer.
    """
    from infra import logging
    from infra.settings import Settings

    # A command tells its outcome in sentences; lines for operators would tear its bars apart.
    logging.configure("CRITICAL")
    async with visiting(data_dir) as backing:
        addresses = {
            "NATS_URL": backing.nats_url,
            "DATABASE_URL": backing.database_url,
            "BLOB_URL": backing.blob_url,
        }
        yield Settings.model_validate(addresses | {"data_dir": data_dir})


@asynccontextmanager
async def visiting_stack(
    data_dir: Path, *, new: bool = False
) -> AsyncGenerator[tuple[Running, bool]]:
    """The stack that runs; else one for this command alone, and then True. ``new``: as above.

    Raises:
        NothingHereError: there never was one.
        AlreadyRunningError: a stack is just starting, or a visit is under way.
        ProgramError: a process does not come to serve.
    """
    folder = folders.make(data_dir) if new else _known(data_dir)
    if found := stack.find(folder):
        yield found, False
        return
    site = Site(data_dir=folder, host=port.LOOPBACK, port=port.free())
    with _alone(folder) as journal:
        async with stack.running(site, 1, journal) as started:
            yield started, True


def _known(data_dir: Path) -> Path:
    """The folder of a stack that was started before, unless servers of one's own are named."""
    if backing.given("NATS_URL") and backing.given("DATABASE_URL"):
        return folders.make(data_dir)
    return folders.existing(data_dir, secrets.FILE)


@contextmanager
def _alone(folder: Path) -> Generator[Journal]:
    with stack.holding(folder):
        journal = Journal(journal_path(folder), terminal=None)
        try:
            yield journal
        finally:
            journal.close()
