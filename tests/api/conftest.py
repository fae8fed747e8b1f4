"""An API on real NATS and PostgreSQL, with the real projectors behind it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import httpx
import pytest
from nats.aio.client import Client

from api import readers
from consumers import projector
from consumers.projections.telemetry import TelemetryProjection
from consumers.projections.training import TrainingProjection
from infra.settings import Settings
from infra.tasks import ended
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.consumers.projecting import ANYBODY
from tests.infra import doorkeeping
from tests.stack import Stack


@pytest.fixture(scope="session", autouse=True)
def kept_readers() -> Iterator[None]:
    """The processes that read are handed on: to start them costs more than what most tests do."""
    begin, end = readers.new_pool, readers.end
    pool = begin()

    def handed_on() -> ProcessPoolExecutor:
        nonlocal pool
        try:
            pool.submit(int)
        except BrokenProcessPool:
            pool = begin()
        return pool

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "new_pool", handed_on)
        patch.setattr(readers, "end", lambda _: None)
        yield
    end(pool)


@pytest.fixture
def settings(nats_url: str, database_url: str, tmp_path: Path) -> Settings:
    """Of an API of this test's own."""
    return Settings(
        nats_url=nats_url,
        database_url=database_url,
        data_dir=tmp_path / "data",
        port=0,
        password_hash_memory_kib=8,
        password_hash_passes=1,
        password_hash_lanes=1,
        rate_burst=1_000_000,
        stranger_rate_burst=1_000_000,
    )


@pytest.fixture
async def projecting(client: Client, database_url: str) -> AsyncIterator[None]:
    """Both projectors at work."""
    projections = (TrainingProjection(), TelemetryProjection(ANYBODY))
    tasks = [
        asyncio.create_task(projector.run(client, database_url, projection))
        for projection in projections
    ]
    yield
    await ended(tasks)


@pytest.fixture
async def desk(settings: Settings, projecting: None) -> AsyncIterator[Desk]:
    """The application, in this process."""
    async with desks.at_work(settings) as desk:
        yield desk


@pytest.fixture
async def token(desk: Desk) -> str:
    """The owner's."""
    return await desk.token()


@pytest.fixture
async def http(desk: Desk, token: str) -> AsyncIterator[httpx.AsyncClient]:
    """The owner, asking in English."""
    async with desks.calling(desk, token) as http:
        yield http


@pytest.fixture
async def guarded(
    servers: Stack, database_url: str, tmp_path: Path, projecting: None
) -> AsyncIterator[Desk]:
    """The application, which answers the broker."""
    told = {"DATABASE_URL": database_url, "data_dir": tmp_path / "data", "port": 0}
    settings = doorkeeping.settings_of(servers.servers.broker, **told)
    async with desks.at_work(settings) as desk:
        yield desk


@pytest.fixture
async def administrator(guarded: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Who may register and revoke."""
    token = await guarded.token("local")
    async with desks.calling(guarded, token) as http:
        yield http
