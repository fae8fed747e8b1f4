"""What every room stands on: broker, database, blobs. The environment's, or embedded ones."""

import asyncio
import importlib
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from afina.embedded import secrets, servers
from afina.journal import Journal
from afina.pair import pair
from afina.supervisor import Supervisor, supervising

ACK_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """Addresses with credentials."""

    nats_url: str
    worker_nats_url: str
    """The same broker for workers, who may do less."""
    database_url: str
    blob_url: str


async def start(data_dir: Path, supervisor: Supervisor) -> Backing:
    """Start what the environment does not name, then migrate and provision; both side by side.

    Raises:
        ProgramError: an embedded server does not come to answer.
    """
    (nats_url, worker_nats_url), database_url = await pair(
        _broker(data_dir, supervisor), start_database(data_dir, supervisor)
    )
    return Backing(
        nats_url=nats_url,
        worker_nats_url=worker_nats_url,
        database_url=database_url,
        blob_url=given("BLOB_URL") or f"file://{data_dir / 'blobs'}",
    )


def given(name: str) -> str | None:
    """An address that the environment names, with or without our prefix."""
    return os.environ.get(name) or os.environ.get(f"AFINA_{name}") or None


async def _broker(data_dir: Path, supervisor: Supervisor) -> tuple[str, str]:
    if url := given("NATS_URL"):
        addresses = url, given("WORKER_NATS_URL") or url
    else:
        broker = await servers.start_broker(data_dir, secrets.of(data_dir), supervisor)
        addresses = broker.url, broker.worker_url
    await provision(addresses[0])
    return addresses


async def provision(nats_url: str) -> None:
    """Bring the streams and their consumers to their present shape."""
    from infra import streams
    from infra.bus import connected
    from schemas.subjects import DEFAULT_POOL

    seconds = float(os.environ.get("AFINA_ACK_WAIT_SECONDS", ACK_WAIT_SECONDS))
    async with connected(nats_url, "provision") as client:
        await streams.provision(client, pool=DEFAULT_POOL, ack_wait_seconds=seconds)


async def start_database(data_dir: Path, supervisor: Supervisor) -> str:
    """The address of the database, migrated.

    Raises:
        ProgramError: the embedded server does not come to answer.
    """
    # Loading Alembic takes as long as starting PostgreSQL, so both happen at once.
    loading = asyncio.create_task(asyncio.to_thread(_load_migrations))
    url = given("DATABASE_URL")
    if url is None:
        database = await servers.start_database(data_dir, secrets.of(data_dir), supervisor)
        url = database.url
    await loading
    await asyncio.to_thread(migrate, url)
    return url


def _load_migrations() -> None:
    for module in ("alembic.command", "psycopg", "sqlalchemy.dialects.postgresql.psycopg"):
        importlib.import_module(module)


def migrate(url: str) -> None:
    """Bring the database's tables to the present."""
    import migrations

    migrations.upgrade(url)


@asynccontextmanager
async def running(data_dir: Path, journal: Journal) -> AsyncGenerator[Backing]:
    """All of it, until the block ends."""
    async with supervising(journal) as supervisor:
        yield await start(data_dir, supervisor)
