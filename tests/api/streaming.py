"""Reading live streams over a real port."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from infra.settings import Settings
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.schemas.examples import RUN


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a stream."""

    event: str
    data: Any
    id: str | None = None


class Reader:
    """Reads a stream message by message."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()
        self.opened_at: str | None = None

    async def block(self) -> dict[str, str] | None:
        """The fields up to the next empty line; None at the end."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            if not line:
                return fields
            name, _, value = line.partition(": ")
            fields[name] = value
        return None

    async def next(self) -> Message | None:
        """The next message; None at the end."""
        while (fields := await self.block()) is not None:
            if "data" in fields:
                return Message(fields["event"], json.loads(fields["data"]), fields.get("id"))
        return None

    async def some(self, number: int, *, placed: bool = True) -> list[Message]:
        """The next messages with an id, or without one."""
        found: list[Message] = []
        while len(found) < number:
            message = await self.next()
            assert message is not None, "the stream ended"
            if (message.id is not None) == placed:
                found.append(message)
        return found

    async def rest(self) -> list[Message]:
        found: list[Message] = []
        while message := await self.next():
            found.append(message)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """An open line to the API."""

    desk: Desk
    http: httpx.AsyncClient

    @asynccontextmanager
    async def reading(
        self, what: str = "events", run_id: UUID = RUN, last: str | None = None, **params: Any
    ) -> AsyncGenerator[Reader]:
        async with self._open(f"/api/runs/{run_id}/{what}", last, params) as reader:
            yield reader

    @asynccontextmanager
    async def following(
        self, *topics: str, last: str | None = None, **params: Any
    ) -> AsyncGenerator[Reader]:
        """A stream of several topics, behind its first message."""
        params["topics"] = ",".join(topics)
        async with self._open("/api/events", last, params) as reader:
            opened = await reader.next()
            assert opened is not None
            assert (opened.event, opened.data) == ("opened", {"topics": list(topics)})
            reader.opened_at = opened.id
            yield reader

    @asynccontextmanager
    async def _open(
        self, path: str, last: str | None, params: dict[str, Any]
    ) -> AsyncGenerator[Reader]:
        headers = {"Last-Event-ID": last} if last else {}
        async with self.http.stream("GET", path, headers=headers, params=params) as response:
            assert response.status_code == 200, await response.aread()
            yield Reader(response)


@asynccontextmanager
async def on_the_line(settings: Settings, token: str | None = None) -> AsyncGenerator[Line]:
    """An API of its own, and its owner on the line, with ``token`` or a new one."""
    async with desks.listening(settings) as (desk, address):
        headers = {"Authorization": f"Bearer {token or await desk.token()}"}
        async with httpx.AsyncClient(
            base_url=address, headers=headers, timeout=30, trust_env=False
        ) as http:
            yield Line(desk, http)


def ids(messages: list[Message]) -> list[int]:
    return [int(message.id) for message in messages if message.id]
