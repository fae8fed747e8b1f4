"""What lies in the blob store of a classification: a sheet, its texts, and answers to its rows.

Answers come in portions, each stored under the rows that it is about. So how far a classification
is, the store says itself, and whoever works on it goes on from there, whatever died.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from obstore.exceptions import BaseError

from api import portions, storage
from api.datasets.answered import Classified
from api.datasets.texts import SHEET, TEXTS
from api.problems import RefusedError
from api.services import Services
from infra import logging
from infra.blobs import BlobStore, classification_folder, portion_key
from schemas.classification import Portion
from schemas.problems import ProblemCode

log = logging.get(__name__)

PORTION = "portion.json"


@asynccontextmanager
async def held(services: Services, classification_id: UUID) -> AsyncGenerator[None]:
    """Nobody else stores or removes anything of the classification meanwhile."""
    async with storage.held(services.locks, str(classification_id)):
        yield


async def put_sheet(blobs: BlobStore, classification_id: UUID, folder: Path) -> None:
    """Keep what ``texts.extract`` wrote into ``folder``."""
    for name in (SHEET, TEXTS):
        await blobs.put(_key(classification_id, name), folder / name)


async def put_portion(
    blobs: BlobStore, classification_id: UUID, start: int, portion: Portion, folder: Path
) -> int:
    """Keep the answers to the rows from ``start`` on; up to which row there are answers now."""
    end = start + len(portion.predictions)
    path = folder / PORTION
    path.write_text(portion.model_dump_json(), encoding="utf-8")
    await blobs.put(portion_key(classification_id, start, end), path)
    return end


async def at_hand(blobs: BlobStore, classification_id: UUID, folder: Path) -> Classified:
    """Where sheet, texts and answers can be read, maybe in ``folder``.

    Raises:
        RefusedError: CLASSIFICATION_NOT_FOUND, the bytes are gone.
    """
    try:
        kept = sorted(await portions.stretches(blobs, classification_id))
        keys = [portion_key(classification_id, *stretch) for stretch in kept]
        return Classified(
            sheet=await blobs.file(_key(classification_id, SHEET), folder),
            texts=await blobs.file(_key(classification_id, TEXTS), folder),
            portions=[await blobs.file(key, folder) for key in keys],
        )
    except FileNotFoundError as error:
        raise RefusedError(ProblemCode.CLASSIFICATION_NOT_FOUND) from error


def texts_key(classification_id: UUID) -> str:
    """Where the texts lie that the worker fetches."""
    return _key(classification_id, TEXTS)


async def remove(blobs: BlobStore, classification_id: UUID) -> None:
    """Remove everything; what cannot be removed now is left to the consumers' sweep."""
    try:
        folder = classification_folder(classification_id)
        for key in [stored.key async for stored in blobs.all(folder)]:
            await blobs.delete(key)
    except (OSError, BaseError) as error:
        log.warning("bytes of a classification are left to the sweep", error=str(error))


def _key(classification_id: UUID, name: str) -> str:
    return f"{classification_folder(classification_id)}/{name}"
