"""Bytes that datasets share: taken up and let go under a lock, sent without being held in memory.

Two datasets with the same bytes have one blob. Without the lock a deletion could remove it between
another upload's look and its event.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.commands import datasets as commands
from api.commands.datasets import Dataset, StoreDataset
from api.decider import Written
from api.problems import RefusedError
from api.queries import datasets, runs
from api.services import Services
from infra.blobs import BlobStore, examples_key, upload_key
from schemas import subjects
from schemas.problems import ProblemCode

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


@asynccontextmanager
async def held(engine: AsyncEngine, *hashes: str) -> AsyncGenerator[None]:
    """Nobody else stores or removes bytes with these hashes meanwhile."""
    async with engine.begin() as tx:
        for sha256 in sorted(hashes):  # always in this order, so that nobody waits in a circle
            await tx.execute(LOCK, {"key": f"afina bytes {sha256}"})
        yield


async def sending(blobs: BlobStore, key: str) -> AsyncIterator[bytes]:
    """The bytes under ``key``; the first are here already, so a missing blob is known in time.

    Raises:
        RefusedError: DATASET_NOT_FOUND, the bytes are gone.
    """
    chunks = aiter(blobs.stream(key))
    try:
        first = await anext(chunks, b"")
    except FileNotFoundError as error:
        raise RefusedError(ProblemCode.DATASET_NOT_FOUND) from error
    return _after(first, chunks)


async def _after(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def store(
    services: Services, command: StoreDataset, original: Path, examples: Path
) -> Written[Dataset]:
    """Bytes first, then the fact: a dataset never names bytes that are not there."""
    await services.blobs.put(upload_key(command.file_sha256), original)
    await services.blobs.put(examples_key(command.examples_sha256), examples)
    return await services.datasets.carry_out(
        subjects.dataset(command.dataset_id),
        lambda dataset: commands.store(command, dataset, services.now()),
    )


async def remove(services: Services, dataset: Dataset) -> None:
    """Remove the bytes that no other dataset needs, nor any run asked for meanwhile."""
    uploaded = dataset.uploaded
    async with services.engine.connect() as tx:
        used = await runs.using_dataset(tx, uploaded.owner_id, uploaded.dataset_id)
        original, examples = await datasets.needed(
            tx, uploaded.file_sha256, uploaded.examples_sha256
        )
    if not original:
        await services.blobs.delete(upload_key(uploaded.file_sha256))
    if not (examples or used):
        await services.blobs.delete(examples_key(uploaded.examples_sha256))
