"""Where files are kept: a folder by default, an object store in production."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import obstore
from obstore.store import ObjectStore, from_url

CHUNK_BYTES = 1 << 20
CLASSIFICATIONS = "classifications"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store."""

    key: str
    size_bytes: int
    stored_at: datetime
    """When it was last put, by the store's clock."""


class BlobStore:
    """Immutable files by key; keys are made from content hashes, so writing twice is harmless."""

    def __init__(self, url: str) -> None:
        self._folder = Path(url.removeprefix("file://")) if url.startswith("file://") else None
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._store: ObjectStore = from_url(url)

    async def put(self, key: str, path: Path) -> None:
        """Store the file at ``path`` under ``key``."""
        await obstore.put_async(self._store, key, path)

    async def stream(self, key: str) -> AsyncIterator[bytes]:
        """The bytes under ``key``, in chunks.

        Raises:
            FileNotFoundError: nothing is stored under ``key``.
        """
        found = await obstore.get_async(self._store, key)
        async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)

    async def file(self, key: str, folder: Path) -> Path:
        """Where the bytes under ``key`` can be read: where they lie, else a copy in ``folder``.

        Raises:
            FileNotFoundError: nothing is stored under ``key``.
        """
        if self._folder is not None:
            lying = self._folder / key
            lying.stat()
            return lying
        copy = folder / key.replace("/", "-")
        with copy.open("wb") as file:
            async for chunk in self.stream(key):
                file.write(chunk)
        return copy

    async def sizes(self) -> dict[str, int]:
        """Every key, and how many bytes lie under it."""
        return {stored.key: stored.size_bytes async for stored in self.all()}

    async def all(self, below: str | None = None) -> AsyncIterator[Stored]:
        """Every file, in no order; only those in the folder ``below``, where one is given."""
        async for batch in obstore.list(self._store, below):
            for meta in batch:
                yield Stored(meta["path"], meta["size"], meta["last_modified"])

    async def find(self, key: str) -> Stored | None:
        """What is stored under ``key``, if anything."""
        try:
            meta = await obstore.head_async(self._store, key)
        except FileNotFoundError:
            return None
        return Stored(meta["path"], meta["size"], meta["last_modified"])

    async def delete(self, key: str) -> None:
        """Remove ``key``; a missing one is no error."""
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return


def upload_key(file_sha256: str) -> str:
    """Where an original file lies."""
    return f"uploads/{file_sha256}"


def examples_key(examples_sha256: str) -> str:
    """Where a canonical Parquet lies."""
    return f"examples/{examples_sha256}.parquet"


def left_out_key(left_out_sha256: str) -> str:
    """Where the rows that are left out lie."""
    return f"left-out/{left_out_sha256}.parquet"


def report_key(report_sha256: str) -> str:
    """Where a quality report lies."""
    return f"reports/{report_sha256}.json"


def classification_folder(classification_id: UUID) -> str:
    """Below which all lies that belongs to a classification."""
    return f"{CLASSIFICATIONS}/{classification_id}"


def portion_key(classification_id: UUID, start: int, end: int) -> str:
    """Where the answers to rows ``start`` up to ``end`` lie, which is not among them.

    Keys of one classification are in the order of its rows.
    """
    return f"{classification_folder(classification_id)}/answers/{start:09}-{end:09}.json"


def named_as(key: str) -> str:
    """By what the read model names ``key``: itself, or its classification's folder."""
    root, *below = key.split("/", 2)
    return f"{root}/{below[0]}" if root == CLASSIFICATIONS else key


def sha256_in(key: str) -> str:
    """The hash that a key was made from, or the id of its classification."""
    if key.startswith(f"{CLASSIFICATIONS}/"):
        return key.split("/")[1]
    return key.rsplit("/", 1)[-1].split(".", 1)[0]
