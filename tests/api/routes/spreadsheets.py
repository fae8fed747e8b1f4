"""Spreadsheets that are sent over HTTP, and what is kept of them."""

from pathlib import Path
from typing import Any

import httpx

from tests.api.desk import Desk

ROWS = [(f"O autor pede o que é seu, caso número {n}", "cível") for n in range(6)]
ROWS += [(f"O réu subtraiu coisa alheia móvel, caso {n}", "penal") for n in range(4)]
NAME = "petições do mês.csv"


def csv(rows: list[tuple[str, str]], header: str = "texto;classe") -> bytes:
    return "\r\n".join([header, *(f"{text};{label}" for text, label in rows)]).encode()


GOOD = csv(ROWS)


def form(content: bytes, filename: str = NAME, **fields: str) -> dict[str, Any]:
    return {"files": {"file": (filename, content, "text/csv")}, "data": fields}


async def upload(http: httpx.AsyncClient, content: bytes = GOOD, **fields: str) -> httpx.Response:
    return await http.post("/api/datasets/upload", **form(content, **fields))


async def stored(desk: Desk, key: str) -> bytes | None:
    try:
        return b"".join([chunk async for chunk in desk.services.blobs.stream(key)])
    except FileNotFoundError:
        return None


def left_behind(desk: Desk) -> list[Path]:
    """What is still there of files on their way in."""
    return [*(desk.services.settings.data_dir / "incoming").iterdir()]
