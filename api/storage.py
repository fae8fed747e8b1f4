"""Bytes that datasets share: taken up and let go under a lock, sent without being held in memory.

Two datasets with the same bytes have one blob. Without the lock a deletion could remove it between
another upload's look and its event.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.commands import datasets as commands
from api.commands import downloads
from api.commands.datasets import Contents, Dataset, ReviseDataset, StoreDataset
from api.commands.downloads import DownloadDataset
from api.datasets.contents import EXAMPLES, LEFT_OUT, REPORT
from api.decider import Written
from api.problems import RefusedError
from api.services import Services
from api.sight import Sight
from infra import named
from infra.blobs import BlobStore, examples_key, left_out_key, report_key, upload_key
from schemas import subjects, tables
from schemas.problems import ProblemCode

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")


@asynccontextmanager
async def held(locks: AsyncEngine, *hashes: str) -> AsyncGenerator[None]:
    """Nobody else stores or removes bytes with these hashes meanwhile."""
    async with locks.begin() as tx:
        await _lock(tx, hashes)
        yield


async def _lock(tx: AsyncConnection, keys: Iterable[str]) -> None:
    for key in sorted(keys):  # always in this order, so that nobody waits in a circle
        await tx.execute(LOCK, {"key": tables.bytes_lock(key)})


async def seen(services: Services, dataset_id: UUID, sight: Sight) -> Dataset:
    """The dataset that the asker sees, as the log tells it.

    Raises:
        RefusedError: DATASET_NOT_FOUND.
    """
    state = (await services.datasets.load(subjects.dataset(dataset_id))).state
    return commands.seen(state, sight)


async def changeable(services: Services, dataset_id: UUID, sight: Sight) -> Dataset:
    """The same, if it is the asker's to change.

    Raises:
        RefusedError: DATASET_NOT_FOUND, FORBIDDEN.
    """
    state = (await services.datasets.load(subjects.dataset(dataset_id))).state
    return commands.changeable(state, sight)


@asynccontextmanager
async def alone_with(
    services: Services, dataset_id: UUID, sight: Sight, *hashes: str
) -> AsyncGenerator[Dataset]:
    """A dataset that the asker may change, and that nobody else changes or removes meanwhile.

    Its bytes are held, and those with the other ``hashes``.

    Raises:
        RefusedError: DATASET_NOT_FOUND, FORBIDDEN.
    """
    async with services.locks.begin() as tx:
        await _lock(tx, [str(dataset_id)])
        dataset = await changeable(services, dataset_id, sight)
        await _lock(tx, hashes_of(dataset).union(hashes))
        yield dataset


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


async def at_hand(blobs: BlobStore, key: str, folder: Path) -> Path:
    """Where the bytes under ``key`` can be read, maybe in ``folder``.

    Raises:
        RefusedError: DATASET_NOT_FOUND, the bytes are gone.
    """
    try:
        return await blobs.file(key, folder)
    except FileNotFoundError as error:
        raise RefusedError(ProblemCode.DATASET_NOT_FOUND) from error


async def _after(first: bytes, rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def store(
    services: Services, command: StoreDataset, original: Path, folder: Path
) -> Written[Dataset]:
    """Bytes first, then the fact: a dataset never names bytes that are not there."""
    await services.blobs.put(upload_key(command.file_sha256), original)
    await put_contents(services.blobs, command, folder)
    return await services.datasets.carry_out(
        subjects.dataset(command.dataset_id),
        lambda dataset: commands.store(command, dataset, services.now()),
    )


async def take_in(
    services: Services, command: StoreDataset, original: Path, folder: Path
) -> tuple[Written[Dataset], bool]:
    """Store it while nobody else touches its bytes; and whether it can be read already."""
    async with held(services.locks, *hashes_in(command)):
        written = await store(services, command, original, folder)
        return written, await services.can_be_read(written.last_sequence)


async def revise(
    services: Services, command: ReviseDataset, sight: Sight, folder: Path | None
) -> tuple[Written[Dataset], bool]:
    """The same for a new version, and whether it can be read already.

    Without a ``folder`` its bytes are here: those of an earlier version of the same dataset.
    """
    new = commands.contents_of(command)
    async with alone_with(services, command.dataset_id, sight, *new) as dataset:
        made = commands.is_made(dataset, command.recipe, command.expected_version)
        if folder is not None and not made:
            await put_contents(services.blobs, command, folder)
        written = await services.datasets.carry_out(
            subjects.dataset(command.dataset_id),
            lambda dataset: commands.revise(command, dataset, sight, services.now()),
        )
        return written, await services.can_be_read(written.last_sequence)


async def put_contents(blobs: BlobStore, contents: Contents, folder: Path) -> None:
    """Keep what ``prepare`` or a recipe wrote into ``folder``."""
    await blobs.put(examples_key(contents.examples_sha256), folder / EXAMPLES)
    if contents.report_sha256 is not None:
        await blobs.put(report_key(contents.report_sha256), folder / REPORT)
    if contents.left_out_sha256 is not None:
        await blobs.put(left_out_key(contents.left_out_sha256), folder / LEFT_OUT)


async def tell(services: Services, command: DownloadDataset, sight: Sight) -> None:
    """Let the log know that a person is handed something; what it does not know is not sent.

    Raises:
        RefusedError: DATASET_NOT_FOUND.
        UnavailableError: the log did not answer.
    """
    await services.datasets.carry_out(
        subjects.dataset(command.dataset_id),
        lambda dataset: downloads.download(command, dataset, sight, services.now()),
    )


async def tell_fetched(services: Services, command: DownloadDataset) -> None:
    """The same of the worker that holds a run.

    Raises:
        UnavailableError: the log did not answer.
    """
    await services.datasets.carry_out(
        subjects.dataset(command.dataset_id),
        lambda dataset: downloads.fetch(command, dataset, services.now()),
    )


def hashes_in(command: StoreDataset) -> set[str]:
    """Of all the bytes that are to be kept."""
    return {command.file_sha256} | commands.contents_of(command)


def hashes_of(dataset: Dataset) -> set[str]:
    """Of all the bytes that the dataset stands on."""
    versions = (dataset.uploaded, *dataset.revisions)
    return {dataset.uploaded.file_sha256}.union(*map(commands.contents_of, versions))


async def remove(services: Services, dataset: Dataset) -> None:
    """Remove the bytes that no other dataset needs, nor any run that is not over."""
    file = dataset.uploaded.file_sha256
    versions = (dataset.uploaded, *dataset.revisions)
    keys = named.keys_of(
        (file, version.examples_sha256, version.left_out_sha256, version.report_sha256)
        for version in versions
    )
    async with services.engine.connect() as tx:
        needed = await named.needed(tx, hashes_of(dataset))
    for key in sorted(keys - needed):
        await services.blobs.delete(key)
