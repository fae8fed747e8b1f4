"""An API that says whom the tests' broker lets in, and workers at its door."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from nats.aio.client import Client

from infra.tasks import ended
from infra.tokens import new_token
from schemas.base import Actor, ActorKind


class Intruder:
    """A client of the broker, and what the broker said against it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.denied: list[str] = []
        self.closed = False

    async def on_error(self, error: Exception) -> None:
        self.denied.append(str(error))


@asynccontextmanager
async def connected(url: str, token: str, worker_id: str) -> AsyncGenerator[Intruder]:
    """Whoever shows ``token``, with the inbox of ``worker_id``; it never comes back.

    Raises:
        nats.errors.Error: it is not let in.
    """
    client = Client()
    intruder = Intruder(client)
    await client.connect(
        url,
        token=token or None,
        inbox_prefix=f"_INBOX_worker.{worker_id}".encode(),
        error_cb=intruder.on_error,
        allow_reconnect=False,
    )
    try:
        yield intruder
    finally:
        await client.close()


async def lets_in(url: str, token: str) -> bool:
    """Whether the broker does."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    login = {"auth_token": token, "verbose": False, "pedantic": False}
    try:
        await reader.readuntil(b"\r\n")
        writer.write(b"CONNECT " + json.dumps(login).encode() + b"\r\nPING\r\n")
        answer = await reader.readuntil(b"\r\n")
    finally:
        writer.close()
    assert answer.startswith((b"PONG", b"-ERR 'Authorization Violation'")), answer
    return answer.startswith(b"PONG")


SOMEBODY = Actor(kind=ActorKind.USER, id="local")


@asynccontextmanager
async def flooding(url: str) -> AsyncGenerator[None]:
    """Guesses that never end, from many connections at once, until leaving."""

    async def guess() -> None:
        while True:
            assert not await lets_in(url, new_token())

    guessing = [asyncio.create_task(guess()) for _ in range(20)]
    try:
        yield
    finally:
        await ended(guessing)
