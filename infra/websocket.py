"""NATS through a websocket, which passes wherever pages pass.

nats-py has a transport for it that waits without end for a server that says nothing, goes on with a
connection that was refused, and whose library makes the start of every process slower.
"""

import asyncio
from ssl import SSLContext
from typing import TYPE_CHECKING
from urllib.parse import ParseResult

from nats.aio.transport import Transport

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

CLOSE_SECONDS = 2.0
"""For the other side to say goodbye too."""


class WebSocket(Transport):
    """One client's way to its server: a connection at a time, opened anew after each loss."""

    def __init__(self) -> None:
        self._connection: ClientConnection | None = None
        self._waiting: list[bytes] = []
        self._closing: asyncio.Task[None] | None = None

    async def connect(self, uri: ParseResult, buffer_size: int, connect_timeout: int) -> None:
        """Open a connection.

        Raises:
            OSError: there is no server, or it is none for websockets.
        """
        await self._open(uri, None, connect_timeout)

    async def connect_tls(
        self,
        uri: str | ParseResult,
        ssl_context: SSLContext,
        buffer_size: int,
        connect_timeout: int,
    ) -> None:
        """Open a connection by TLS; for the server's later wish for it, it is there already.

        Raises:
            OSError: there is no server, it is none for websockets, or another one.
        """
        if not isinstance(uri, str):
            await self._open(uri, ssl_context, connect_timeout)

    async def _open(self, uri: ParseResult, ssl: SSLContext | None, seconds: float) -> None:
        # Loaded here, since few processes need it.
        from websockets.asyncio.client import connect  # noqa: PLC0415
        from websockets.exceptions import WebSocketException  # noqa: PLC0415

        self.close()
        await self.wait_closed()
        try:
            self._connection = await connect(
                uri.geturl(),
                ssl=ssl,
                proxy=None,
                compression=None,
                open_timeout=seconds,
                ping_interval=None,  # NATS has pings of its own
                close_timeout=CLOSE_SECONDS,
                max_size=None,
            )
        except WebSocketException as error:
            raise ConnectionError(str(error)) from error

    def write(self, payload: bytes) -> None:
        """Have ``payload`` sent with the next ``drain``."""
        self._waiting.append(payload)

    def writelines(self, payload: list[bytes]) -> None:
        """The same for several."""
        self._waiting.extend(payload)

    async def drain(self) -> None:
        """Send all that waits; without a connection it is lost, as on a wire that is cut.

        Raises:
            ConnectionError: the connection is lost.
        """
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415

        data, self._waiting = b"".join(self._waiting), []
        if self._connection is None or not data:
            return
        try:
            await self._connection.send(data)
        except ConnectionClosed as error:
            raise ConnectionError(str(error)) from error

    async def read(self, buffer_size: int) -> bytes:
        """What came in one piece; nothing at the end."""
        return await self.readline()

    async def readline(self) -> bytes:
        """The same: servers begin a piece with a line."""
        from websockets.exceptions import ConnectionClosed  # noqa: PLC0415

        if self._connection is None:
            return b""
        try:
            return await self._connection.recv(decode=False)
        except ConnectionClosed:
            return b""

    def close(self) -> None:
        """Begin to close."""
        if self._connection is not None and self._closing is None:
            self._closing = asyncio.create_task(self._connection.close())

    async def wait_closed(self) -> None:
        """Return once nothing is open."""
        if self._closing is not None:
            await self._closing
        self._connection = self._closing = None
        self._waiting.clear()

    def at_eof(self) -> bool:
        """Whether nothing more can come."""
        return self._connection is None or self._connection.close_code is not None

    def __bool__(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride] - untyped there
        """It is there, open or not: whoever lost a connection opens the next one with it."""
        return True
