"""Trained models as the command line uses them: the same requests that anybody can make."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from afina.client import Client

MOST_LISTED = 100
LOOK_SECONDS = 1.0
"""Between two looks at how far a sheet is."""
OPEN = frozenset({"queued", "running"})
_NAMED = re.compile(r"filename\*=UTF-8''([^;]+)")


class Models:
    """One person's models, and the sheets that they classify."""

    def __init__(self, api: Client) -> None:
        self._api = api

    async def listed(self, *, archived: bool) -> dict[str, Any]:
        """The newest models, and how many there are."""
        params = {"archived": archived, "limit": MOST_LISTED}
        return (await self._api.send("GET", "/api/models", params=params)).json()

    async def one(self, run_id: str) -> dict[str, Any]:
        """All that is known of a model.

        Raises:
            RefusedError: there is no such run, or it has left no model.
        """
        return (await self._api.send("GET", f"/api/models/{run_id}")).json()

    async def change(self, run_id: str, wish: Mapping[str, Any]) -> None:
        """Call it otherwise, or put it away or back.

        Raises:
            RefusedError: it is not there, deleted, or another's.
        """
        await self._api.send("PATCH", f"/api/models/{run_id}", json=dict(wish))

    async def delete(self, run_id: str) -> None:
        """Have its machine remove its files.

        Raises:
            RefusedError: it is not there, another's, or classifies a sheet.
        """
        await self._api.send("DELETE", f"/api/models/{run_id}")

    async def classify(self, run_id: str, sheet: Path, fields: Mapping[str, str]) -> str:
        """Have the texts of a sheet answered; the classification's id.

        Raises:
            RefusedError: the sheet cannot be used, or the model not be asked.
        """
        with sheet.open("rb") as file:
            answer = await self._api.send(
                "POST",
                f"/api/models/{run_id}/classifications",
                data=dict(fields),
                files={"file": (sheet.name, file)},
            )
        return answer.json()["id"]

    async def progress(self, classification_id: str) -> AsyncIterator[dict[str, Any]]:
        """How far a sheet is, again and again, up to its end."""
        path = f"/api/classifications/{classification_id}"
        while True:
            job = (await self._api.send("GET", path)).json()
            yield job
            if job["status"] not in OPEN:
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def answers(self, classification_id: str) -> tuple[str, bytes]:
        """The workbook of a sheet's answers, and what it is to be called.

        Raises:
            RefusedError: it is not done, or gone.
        """
        path = f"/api/classifications/{classification_id}/download"
        answer = await self._api.send("GET", path)
        named = _NAMED.search(answer.headers.get("content-disposition", ""))
        return Path(
            unquote(named[1]) if named else f"{classification_id}.xlsx"
        ).name, answer.content
