"""The websocket as NATS's client uses it; with a broker: ``tests/afina/test_joining.py``."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from urllib.parse import urlparse

import pytest
from websockets.asyncio.server import ServerConnection, serve

from infra.websocket import WebSocket
from tests.infra.broker import until

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 5


@asynccontextmanager
async def echoing() -> AsyncGenerator[str]:
    """A server that says everything again, until it hears the end."""

    async def answer(connection: ServerConnection) -> None:
        async for said in connection:
            if said == b"end":
                return
            await connection.send(said)

    async with serve(answer, LOOPBACK, 0) as server:
        yield f"ws://{LOOPBACK}:{next(iter(server.sockets)).getsockname()[1]}"


async def opened(url: str) -> WebSocket:
    made = WebSocket()
    await made.connect(urlparse(url), 0, PATIENCE_SECONDS)
    return made


async def test_what_waits_is_sent_in_one_piece_and_in_order():
    async with echoing() as url:
        socket = await opened(url)
        socket.write(b"PING")
        socket.writelines([b"\r\n", b"PONG\r\n"])
        await socket.drain()
        assert await socket.readline() == b"PING\r\nPONG\r\n"
        socket.close()
        await socket.wait_closed()


async def test_the_end_is_told_and_the_next_connection_is_opened_by_the_same():
    """What could not be sent is lost with the connection that it was for."""
    async with echoing() as url:
        socket = await opened(url)
        socket.write(b"end")
        await socket.drain()
        assert await socket.read(0) == b""
        await until(socket.at_eof)
        socket.write(b"too late")
        with pytest.raises(ConnectionError):
            await socket.drain()

        await socket.connect(urlparse(url), 0, PATIENCE_SECONDS)
        assert not socket.at_eof()
        socket.write(b"again")
        await socket.drain()
        assert await socket.readline() == b"again"
        socket.close()
        await socket.wait_closed()


async def test_without_a_connection_it_is_at_its_end():
    """A client that gives up closes what never was."""
    socket = WebSocket()
    socket.write(b"PING\r\n")
    await socket.drain()
    assert socket.at_eof()
    assert await socket.readline() == b""
    socket.close()
    await socket.wait_closed()


async def test_a_server_for_something_else_is_none():
    """An error of the network, as clients try again after those."""

    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    server = await asyncio.start_server(page, LOOPBACK, 0)
    async with server:
        with pytest.raises(ConnectionError, match="200"):
            await opened(f"ws://{LOOPBACK}:{server.sockets[0].getsockname()[1]}")


async def test_a_server_that_says_nothing_is_not_waited_for():
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            await reader.read()

    server = await asyncio.start_server(silence, LOOPBACK, 0)
    async with server:
        with pytest.raises(TimeoutError):
            await WebSocket().connect(
                urlparse(f"ws://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"),
                0,
                0.05,  # pyright: ignore[reportArgumentType] - only ever waited for
            )
