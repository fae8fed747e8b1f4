"""What every room stands on: broker, database, blobs. The environment's, or embedded ones."""

import asyncio
import importlib
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from afina.embedded import broker as brokers
from afina.embedded import database as databases
from afina.embedded import secrets, servers
from afina.embedded.broker import Broker, Listener
from afina.embedded.database import Database
from afina.journal import Journal
from afina.pair import pair
from afina.supervisor import Supervisor, supervising

ACK_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """Addresses with credentials."""

    nats_url: str
    worker_nats_url: str
    """The same broker for workers, who show a token."""
    database_url: str
    blob_url: str
    callout_nats_url: str = ""
    """For whoever says which workers the broker lets in; so below."""
    callout_issuer_seed: str = ""
    callout_xkey_seed: str = ""
    system_nats_url: str = ""
    """For whoever ends connections."""
    workers_port: int = 0
    """Of the broker, for workers of other computers; 0 where there is none of our own for them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which servers are to be started, and the addresses that there will be then."""

    broker: Broker | None
    """None where the environment names one; so below."""
    database: Database | None
    backing: Backing


def plan(data_dir: Path, listener: Listener | None = None) -> Plan:
    """What the environment names, and embedded servers for the rest.

    Args:
        data_dir: Where they keep everything.
        listener: Of an embedded broker, for workers of other computers.

    Raises:
        ProgramError: a server is needed that is not installed.
    """
    made = secrets.of(data_dir)
    nats_url, database_url = given("NATS_URL"), given("DATABASE_URL")
    broker = None if nats_url else brokers.plan(data_dir, made, listener)
    database = None if database_url else databases.plan(data_dir, made)
    backing = Backing(
        **(_embedded(broker) if broker else _named(nats_url or "")),
        database_url=database.url if database else database_url or "",
        blob_url=given("BLOB_URL") or f"file://{data_dir / 'blobs'}",
    )
    return Plan(broker, database, backing)


def _embedded(broker: Broker) -> dict[str, Any]:
    """The addresses of a broker of our own."""
    return {
        "nats_url": broker.url,
        "worker_nats_url": broker.worker_url,
        "callout_nats_url": broker.callout_url,
        "callout_issuer_seed": broker.secrets.issuer_seed,
        "system_nats_url": broker.system_url,
        "workers_port": broker.listener.port if broker.listener else 0,
    }


def _named(nats_url: str) -> dict[str, Any]:
    """The addresses of a broker elsewhere, as far as the environment names them."""
    return {
        "nats_url": nats_url,
        "worker_nats_url": given("WORKERS_NATS_URL") or given("WORKER_NATS_URL") or nats_url,
        "callout_nats_url": given("CALLOUT_NATS_URL") or "",
        "callout_issuer_seed": given("CALLOUT_ISSUER_SEED") or "",
        "callout_xkey_seed": given("CALLOUT_XKEY_SEED") or "",
        "system_nats_url": given("SYSTEM_NATS_URL") or "",
    }


async def start(planned: Plan, supervisor: Supervisor) -> None:
    """Start what is planned, then migrate and provision; broker and database side by side.

    Raises:
        ProgramError: an embedded server does not come to answer.
    """
    await pair(_start_broker(planned, supervisor), start_database(planned, supervisor))


def given(name: str) -> str | None:
    """An address that the environment names, with or without our prefix."""
    return os.environ.get(name) or os.environ.get(f"AFINA_{name}") or None


async def _start_broker(planned: Plan, supervisor: Supervisor) -> None:
    if planned.broker:
        await servers.start_broker(planned.broker, supervisor)
    await provision(planned.backing.nats_url)


async def provision(nats_url: str, pool: str | None = None) -> None:
    """Bring the streams and their consumers to their present shape; the queue of one pool too."""
    from infra import streams
    from infra.bus import connected
    from schemas.subjects import DEFAULT_POOL

    seconds = float(os.environ.get("AFINA_ACK_WAIT_SECONDS", ACK_WAIT_SECONDS))
    async with connected(nats_url, "provision") as client:
        await streams.provision(client, pool=pool or DEFAULT_POOL, ack_wait_seconds=seconds)


async def start_database(planned: Plan, supervisor: Supervisor) -> None:
    """Return once the database answers and is migrated.

    Raises:
        ProgramError: the embedded server does not come to answer.
    """
    # Loading Alembic takes as long as starting PostgreSQL, so both happen at once.
    loading = asyncio.create_task(asyncio.to_thread(_load_migrations))
    if planned.database:
        await servers.start_database(planned.database, supervisor)
    await loading
    await asyncio.to_thread(migrate, planned.backing.database_url)


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
    planned = plan(data_dir)
    async with supervising(journal) as supervisor:
        await start(planned, supervisor)
        yield planned.backing
