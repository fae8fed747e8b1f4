"""Files as answers: under a name of their own, and never held in memory."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO
from urllib.parse import quote

import anyio.to_thread
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK

CHUNK_BYTES = 1 << 20


def described(media_type: str, description: str) -> dict[int, ResponseSpec]:
    """How the API's document tells of a file."""
    spec = ResponseSpec(
        bytes, media_type=media_type, description=description, generate_examples=False
    )
    return {HTTP_200_OK: spec}


def attached(filename: str, size_bytes: int) -> dict[str, str]:
    """The headers of a file that is to be kept under ``filename``."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(filename, safe='')}",
        "Content-Length": str(size_bytes),
    }


def sent(path: Path, filename: str, media_type: str) -> Stream:
    """The file at ``path``; it is open from now on, so its folder may go before it is sent."""
    file = path.open("rb")
    headers = attached(filename, path.stat().st_size)
    return Stream(_chunks(file), media_type=media_type, headers=headers)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := await anyio.to_thread.run_sync(file.read, CHUNK_BYTES):
            yield chunk
