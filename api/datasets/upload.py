"""An upload becomes a file: written and hashed as it comes, and cut off when it grows too large."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api.datasets.limits import MEBIBYTE
from api.problems import RefusedError
from schemas.problems import ProblemCode


@dataclass(frozen=True, slots=True)
class Received:
    """A whole upload; whoever asked for it removes ``path`` in the end."""

    path: Path
    sha256: str
    size_bytes: int


async def receive(chunks: AsyncIterator[bytes], limit_bytes: int, directory: Path) -> Received:
    """Write ``chunks`` to a new file in ``directory``; nothing stays there unless all arrived.

    Raises:
        RefusedError: more than ``limit_bytes`` came.
    """
    handle, name = tempfile.mkstemp(prefix="upload-", dir=directory)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = await _write(chunks, limit_bytes, file)
    except BaseException:
        _remove(path)
        raise
    return Received(path, digest, size)


async def _write(
    chunks: AsyncIterator[bytes], limit_bytes: int, file: IO[bytes]
) -> tuple[str, int]:
    """The digest and the size of what was written."""
    digest, size = hashlib.sha256(), 0
    async for block in _blocks(chunks):
        size += len(block)
        if size > limit_bytes:
            params = {"size_bytes": size, "limit_bytes": limit_bytes}
            raise RefusedError(ProblemCode.FILE_TOO_LARGE, params)
        await asyncio.to_thread(file.write, block)
        await asyncio.to_thread(digest.update, block)
    return digest.hexdigest(), size


def _remove(path: Path) -> None:
    """At once, on this thread: whoever is being cancelled should not wait for another."""
    path.unlink(missing_ok=True)


async def _blocks(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in blocks of about a mebibyte: each costs two turns on a thread."""
    block = bytearray()
    async for chunk in chunks:
        block += chunk
        if len(block) >= MEBIBYTE:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
