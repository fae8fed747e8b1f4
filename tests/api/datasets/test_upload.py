import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from api.datasets.limits import MEBIBYTE
from api.datasets.upload import receive
from api.problems import RefusedError
from schemas.problems import ProblemCode


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def arriving(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [b""],
        [b"a", b"", b"bc"],
        [b"x" * 70_000] * 50,
        [b"y" * (3 * MEBIBYTE)],
    ],
)
async def test_an_upload_becomes_a_file(tmp_path: Path, chunks: list[bytes]):
    """The bytes in their order, their hash and their number."""
    content = b"".join(chunks)

    received = await receive(arriving(chunks), len(content), tmp_path)

    assert received.path.read_bytes() == content
    assert received.path.parent == tmp_path
    assert received.sha256 == hashlib.sha256(content).hexdigest()
    assert received.size_bytes == len(content)


async def test_an_upload_over_the_limit_is_refused(tmp_path: Path):
    """By a single byte; nothing stays."""
    with pytest.raises(RefusedError) as refusal:
        await receive(arriving([b"abc", b"d"]), 3, tmp_path)

    assert refusal.value.code is ProblemCode.FILE_TOO_LARGE
    assert refusal.value.params["limit_bytes"] == 3
    assert left_in(tmp_path) == []


async def test_an_endless_upload_is_cut_off(tmp_path: Path):
    """No more than one block beyond the limit is asked for."""
    asked = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bytes(MEBIBYTE)

    with pytest.raises(RefusedError):
        await receive(endless(), 3 * MEBIBYTE, tmp_path)

    assert asked == 4
    assert left_in(tmp_path) == []


async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path):
    """The client went away."""

    async def broken() -> AsyncIterator[bytes]:
        yield b"a" * (2 * MEBIBYTE)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await receive(broken(), 9 * MEBIBYTE, tmp_path)

    assert left_in(tmp_path) == []


async def test_an_upload_that_is_cancelled_leaves_nothing(tmp_path: Path):
    """The server is stopping."""
    begun = asyncio.Event()

    async def stalled() -> AsyncIterator[bytes]:
        yield b"a" * (2 * MEBIBYTE)
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(receive(stalled(), 9 * MEBIBYTE, tmp_path))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert left_in(tmp_path) == []
