"""Two installations on real servers: one that lives, and an empty one to restore into."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from nats.aio.client import Client

from afina.backing import Backing
from afina.backup import capture, check, restoration
from afina.backup.capture import Taken
from consumers import replay
from consumers.replay import ReplayResult
from infra import blobs, bus, streams
from infra.blobs import BlobStore
from infra.settings import Settings
from schemas import subjects
from tests.infra.broker import own_broker


def backing(nats_url: str, database_url: str, folder: Path) -> Backing:
    """Of an installation whose files lie in ``folder``."""
    return Backing(
        nats_url=nats_url,
        worker_nats_url=nats_url,
        database_url=database_url,
        blob_url=f"file://{folder}",
    )


@asynccontextmanager
async def elsewhere(folder: Path, database_url: str) -> AsyncGenerator[tuple[Backing, Client]]:
    """A fresh installation with a broker of its own."""
    async with own_broker(folder) as broker, bus.connected(broker.url, "tests") as client:
        await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
        yield backing(broker.url, database_url, folder / "blobs"), client


async def taken(base: Backing, place: Path) -> Taken:
    return await capture.take(base, place, lambda *_: None)


async def restored(base: Backing, folder: Path, safety: Path | None = None) -> Taken | None:
    """Checked and put back, as the command does."""
    held = check.whole(folder, lambda *_: None)
    before = await restoration.set_aside(base, safety, lambda *_: None)
    await restoration.put_back(base, folder, held, lambda *_: None)
    return before


async def replayed(base: Backing) -> ReplayResult:
    settings = Settings(nats_url=base.nats_url, database_url=base.database_url)
    return await replay.replay(settings, lambda *_: None)


async def stored(base: Backing, data: bytes, scratch: Path) -> str:
    """Put ``data`` into the blob store as an upload; its key."""
    await asyncio.to_thread(scratch.write_bytes, data)
    key = blobs.upload_key(hashlib.sha256(data).hexdigest())
    await BlobStore(base.blob_url).put(key, scratch)
    return key
