"""A fast lane through nats-py: chosen subscriptions get their messages as bytes, off the wire.

nats-py makes of every message an object with parsed headers and hands it through a queue to a task;
that costs more than all that a feed does with it. Credentials, TLS, pings, reconnecting and every
other subscription stay its own.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from nats.aio.client import Client, Srv
from nats.aio.msg import Msg
from nats.protocol.parser import Parser

from infra.websocket import WebSocket

Take = Callable[[bytes, bytes, bytes, bytes], None]
"""Called with subject, reply subject, headers and data, as they came; empty if absent."""

_LINE_END = b"\r\n"


class Frames(Parser):
    """Cuts the stream of bytes; what is no message of a lane goes the usual way."""

    def __init__(self, client: Client) -> None:
        self._lanes: dict[bytes, Take] = {}
        self._rest = b""
        self._client = client
        super().__init__(client)

    def open(self, sid: bytes, take: Take) -> None:
        """Let ``take`` have the messages of the subscription ``sid``."""
        self._lanes[sid] = take

    def close(self, sid: bytes) -> None:
        """Let them go the usual way again."""
        self._lanes.pop(sid, None)

    def reset(self) -> None:
        """Forget half a message: the connection it came by is gone."""
        super().reset()
        self._rest = b""

    async def parse(self, data: bytes = b"") -> None:
        """Deliver what is whole of all that has come, keep the rest for the next call."""
        buffer = self._rest + data if self._rest else data
        start = 0
        while (end := buffer.find(_LINE_END, start)) >= 0:
            after = end + len(_LINE_END)
            words = buffer[start:end].split()
            if words and words[0] in {b"MSG", b"HMSG"}:
                size, head = int(words[-1]), int(words[-2]) if words[0] == b"HMSG" else 0
                whole = after + size + len(_LINE_END)
                if whole > len(buffer):
                    break
                body = after + head
                await self._deliver(words, buffer[after:body], buffer[body : after + size])
                after = whole
            else:
                await super().parse(buffer[start:after])
            start = after
        self._rest = buffer[start:]

    async def _deliver(self, words: list[bytes], headers: bytes, data: bytes) -> None:
        """``words`` are ``MSG subject sid [reply] size``, or with the headers' size before that."""
        subject, sid = words[1], words[2]
        reply = words[3] if len(words) == (6 if headers else 5) else b""
        take = self._lanes.get(sid)
        if take is None:
            process = self._client._process_msg  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            await process(int(sid), subject, reply, data, headers or None)  # pyright: ignore[reportArgumentType]
        else:
            take(subject, reply, headers, data)


class FramesClient(Client):
    """A nats-py client on which lanes can be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.frames = Frames(self)
        self._ps = self.frames

    async def _connect_to_server(self, s: Srv) -> None:
        if self._transport is None and s.uri.scheme in {"ws", "wss"}:
            self._transport = WebSocket()
        await super()._connect_to_server(s)


@asynccontextmanager
async def lane(client: Client, subject: str, take: Take) -> AsyncGenerator[None]:
    """A subscription to ``subject`` whose messages go to ``take``, one by one and at once.

    Raises:
        TypeError: the client was not made by ``bus.connected``.
    """
    if not isinstance(client, FramesClient):
        raise TypeError(f"lanes need a FramesClient, not a {type(client).__name__}")
    subscription = await client.subscribe(subject, cb=_unheard)
    sid = str(subscription._id).encode()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    client.frames.open(sid, take)
    try:
        yield
    finally:
        client.frames.close(sid)
        if not client.is_closed:
            await subscription.unsubscribe()


async def _unheard(message: Msg) -> None:
    """Nothing comes the usual way while the lane is open."""
