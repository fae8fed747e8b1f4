"""A TCP link that can fail: between a program and its server, in every way that a network can."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto

LOOPBACK = "127.0.0.1"
CHUNK_BYTES = 1 << 16


class Way(Enum):
    """A direction."""

    TO_SERVER = auto()
    TO_CLIENT = auto()


class Link:
    """Every connection made to ``port`` is one to the server behind it, as good as the link is."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = 0
        self.delay_seconds = 0.0
        """That every piece takes, either way."""
        self._open = {way: asyncio.Event() for way in Way}
        self._writers: set[StreamWriter] = set()
        self._refusing = False
        self._question = self._answer = b""
        self._asked = False
        self.swallowed = asyncio.Event()
        """Set when ``swallow`` has come true."""
        self.heal()

    def heal(self) -> None:
        """Carry everything again; what was held arrives, as TCP sends again after an outage."""
        self._refusing = False
        self._question, self._asked = b"", False
        self.delay_seconds = 0.0
        for way in Way:
            self._open[way].set()

    def hold(self, *ways: Way) -> None:
        """Let nothing through, one way or (by default) both; no side is told."""
        for way in ways or Way:
            self._open[way].clear()

    def cut(self) -> None:
        """Reset every connection and refuse new ones."""
        self._refusing = True
        self.reset()

    def reset(self) -> None:
        """End every connection; new ones are welcome."""
        for writer in self._writers:
            writer.transport.abort()

    def swallow(self, question: bytes, answer: bytes) -> None:
        """Carry the next piece with ``question``; cut instead of carrying the ``answer``.

        So the server has done what it was asked for, and the client never hears of it.
        """
        self.swallowed.clear()
        self._question, self._answer = question, answer

    async def on_client(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Join one client with the server until either leaves."""
        if self._refusing:
            writer.transport.abort()
            return
        try:
            server_reader, server_writer = await asyncio.open_connection(LOOPBACK, self.server_port)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, server_writer}
        self._writers |= both
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(self._carry(reader, server_writer, Way.TO_SERVER))
                ways.create_task(self._carry(server_reader, writer, Way.TO_CLIENT))
        finally:
            self._writers -= both
            for one in both:
                one.transport.abort()

    async def _carry(self, reader: StreamReader, writer: StreamWriter, way: Way) -> None:
        with suppress(OSError):
            while piece := await reader.read(CHUNK_BYTES):
                await self._open[way].wait()
                if self.delay_seconds:
                    await asyncio.sleep(self.delay_seconds)
                if self._swallows(piece, way):
                    break
                writer.write(piece)
                await writer.drain()
        writer.transport.abort()

    def _swallows(self, piece: bytes, way: Way) -> bool:
        """Whether this is the answer that must not arrive."""
        if way is Way.TO_SERVER:
            self._asked = self._asked or bool(self._question and self._question in piece)
        elif self._asked and self._answer in piece:
            self._question, self._asked = b"", False
            self.swallowed.set()
            self.reset()
            return True
        return False


@asynccontextmanager
async def link(server_port: int) -> AsyncGenerator[Link]:
    """A healthy link to the server at ``server_port``."""
    made = Link(server_port)
    server = await asyncio.start_server(made.on_client, LOOPBACK, 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        made.heal()
        made.cut()
