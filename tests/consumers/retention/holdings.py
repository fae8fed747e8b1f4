"""An installation with things that are too old, and rules that know it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from nats.aio.client import Client
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.retention.files import Cellar
from consumers.retention.rule import Moment
from infra import clock, database
from infra.blobs import BlobStore
from infra.bus import EventLog
from schemas import tables
from schemas.retention import Retention
from tests.consumers.projecting import execute

PRESENT = clock.now()
"""Files are as old as their folder says."""


def in_days(days: float, policy: Retention | None = None) -> Moment:
    """What the policy, by default the default, says so many days from now."""
    return Moment(policy or Retention(), PRESENT + timedelta(days=days))


def days_ago(days: float) -> datetime:
    return PRESENT - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Database, log and store of one test."""

    url: str
    engine: AsyncEngine
    cellar: Cellar
    scratch: Path

    async def put(self, key: str, content: bytes = b"bytes") -> str:
        """Store ``content``; the key."""
        self.scratch.write_bytes(content)
        await self.cellar.blobs.put(key, self.scratch)
        return key

    async def keys(self) -> set[str]:
        return set(await self.cellar.blobs.sizes())

    async def execute(self, statement: str) -> None:
        await execute(self.url, statement)


@asynccontextmanager
async def held(client: Client, url: str, folder: Path) -> AsyncGenerator[Holdings]:
    engine = database.engine(url, f"{tables.READ_SCHEMA},{tables.ACCESS_SCHEMA}")
    cellar = Cellar(BlobStore(f"file://{folder / 'blobs'}"), engine, EventLog(client))
    try:
        yield Holdings(url, engine, cellar, folder / "scratch")
    finally:
        await engine.dispose()


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
