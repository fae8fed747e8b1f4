"""Slow clients at a real server, and honest ones beside them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from nats.aio.client import Client

from afina import certificate
from infra import trust
from infra.settings import Settings
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.infra.broker import patience

SLOW = 500
MANY = 40
SHORT_SECONDS = 1.0
HEAD = b"POST /api/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
TWO_LENGTHS = (
    b"POST /api/runs HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
)

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a server that soon loses its patience."""
    short = {
        "slow_head_seconds": SHORT_SECONDS,
        "slow_body_seconds": SHORT_SECONDS,
        "slow_reader_seconds": SHORT_SECONDS,
    }
    return settings.model_copy(update=short)


@pytest.fixture
async def server(settings: Settings, projecting: None) -> AsyncIterator[tuple[Desk, str]]:
    """The application behind a real port."""
    async with desks.listening(settings) as listening:
        yield listening


@asynccontextmanager
async def line(address: str) -> AsyncGenerator[Line]:
    """A bare connection."""
    host, port = address.rpartition("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield reader, writer
    finally:
        writer.close()


async def ended(reader: asyncio.StreamReader) -> bytes:
    """All that the server said until it hung up."""
    async with patience():
        try:
            return await reader.read()
        except ConnectionError:
            return b""


async def asked(address: str, head: bytes, body: bytes = b"") -> bytes:
    """What the server said, to whom says this and then nothing."""
    async with line(address) as (reader, writer):
        writer.write(head + body)
        return await ended(reader)


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (HEAD, 408, "too_slow"),
        (HEAD + b"Content-Length: 900\r\n\r\n{", 408, "too_slow"),
        (HEAD + b"X-Long: " + b"x" * 40_000 + b"\r\n\r\n", 431, "head_too_large"),
        (b"what is this?\r\n\r\n", 400, "malformed"),
        (TWO_LENGTHS + b"0\r\n\r\n" + HEAD + b"\r\n", 400, "malformed"),
    ],
    ids=["half a head", "half a body", "a long header", "no HTTP", "a request in another's body"],
)
async def test_who_says_too_little_or_too_much_is_told_so_and_let_go(
    server: tuple[Desk, str], said: bytes, status: int, code: str
):
    """As a problem, before the connection is closed."""
    desk, address = server
    authorization = f"Authorization: Bearer {await desk.token()}\r\n".encode()

    answer = await asked(
        address, said.replace(b"Content-Length", authorization + b"Content-Length")
    )

    assert answer.startswith(b"HTTP/1.1 %d " % status), answer
    assert b"application/problem+json" in answer
    assert b'"code":"%s"' % code.encode() in answer
    assert answer.count(b"HTTP/1.1 ") == 1


async def test_who_never_ends_a_tls_handshake_is_let_go(settings: Settings, tmp_path: Path):
    """As soon as who does not end a head: neither is a client yet; others are greeted meanwhile."""
    own = certificate.made(tmp_path, [])
    secured = settings.model_copy(update={"tls_cert": own.chain, "tls_key": own.key})
    async with AsyncExitStack() as lines, desks.listening(secured) as (_, address):
        silent, _ = await lines.enter_async_context(line(address))
        halting, writer = await lines.enter_async_context(line(address))
        writer.write(b"\x16\x03\x01")
        async with httpx.AsyncClient(
            trust_env=False, verify=trust.context(own.authority)
        ) as honest:
            assert (await honest.get(f"{address}/health/live")).status_code == 200
        assert (await ended(silent), await ended(halting)) == (b"", b"")


async def test_five_hundred_slow_clients_keep_nobody_out(server: tuple[Desk, str]):
    """While they hold their connections an honest one is served, and then they are let go."""
    _, address = server
    async with AsyncExitStack() as lines, httpx.AsyncClient(trust_env=False) as honest:
        slow = list[asyncio.StreamReader]()
        for _ in range(SLOW):
            reader, writer = await lines.enter_async_context(line(address))
            writer.write(HEAD)
            slow.append(reader)
        for _ in range(MANY):
            answer = await honest.get(f"{address}/health/live", timeout=60)
            assert answer.status_code == 200
        said = await asyncio.gather(*(ended(reader) for reader in slow))

    # Whose last words were still unread when their patience ended hear of it by a reset.
    assert all(one.startswith(b"HTTP/1.1 408 ") or not one for one in said)


async def test_no_address_has_more_connections_than_it_may(settings: Settings, client: Client):
    """One more is closed at once, unheard."""
    few = {"connections_per_address": MANY, "slow_head_seconds": 600.0}
    async with AsyncExitStack() as open_until_then:
        listening = desks.listening(settings.model_copy(update=few))
        _, address = await open_until_then.enter_async_context(listening)
        for _ in range(MANY):
            await open_until_then.enter_async_context(line(address))

        assert await asked(address, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n") == b""
