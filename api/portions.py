"""How far the answers to a sheet are: the blob store says so, by the rows of each portion."""

from collections.abc import AsyncGenerator, Iterable
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.views.base import Row
from infra.blobs import BlobStore, Stored, classification_folder
from schemas import tables
from schemas.classification import ClassificationStatus


class Stretch(NamedTuple):
    """Rows that follow one another, the last not among them."""

    start: int
    end: int


async def tell(engine: AsyncEngine) -> None:
    """Let every process of the API know that there are more answers to some sheet."""
    async with engine.begin() as tx:
        await tx.execute(select(func.pg_notify(tables.ANSWERS_CHANNEL, "")))


async def answered(blobs: BlobStore, row: Row) -> int:
    """Up to which row of a classification there are answers.

    Looked for while it goes on; afterwards its end tells.
    """
    match ClassificationStatus(row["status"]):
        case ClassificationStatus.RUNNING:
            return await rows_answered(blobs, row["classification_id"])
        case ClassificationStatus.COMPLETED:
            return row["rows"]
        case _:
            return 0


async def rows_answered(blobs: BlobStore, classification_id: UUID) -> int:
    """Up to which row there are answers."""
    return reached(await stretches(blobs, classification_id))


async def stretches(blobs: BlobStore, classification_id: UUID) -> list[Stretch]:
    """What portions are about, in no order."""
    return [_stretch(stored.key) async for stored in _portions(blobs, classification_id)]


async def _portions(blobs: BlobStore, classification_id: UUID) -> AsyncGenerator[Stored]:
    async for stored in blobs.all(f"{classification_folder(classification_id)}/answers"):
        yield stored


def reached(kept: Iterable[Stretch]) -> int:
    """Up to which row the kept ones leave no gap, from the first on."""
    end = 0
    for stretch in sorted(kept):
        if stretch.start != end:
            break
        end = stretch.end
    return end


def _stretch(key: str) -> Stretch:
    start, end = Path(key).stem.split("-")
    return Stretch(int(start), int(end))
