"""Many clients of live streams over real sockets, and what each of them must have seen.

A client keeps no more of a message than its id, so that a thousand of them fit beside what they
watch. It returns with its last id whenever its connection ends, to any of the processes that serve.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit
from uuid import UUID

from api.places import MAX_LINE, LogPlace, Place, parse

RETURN_SECONDS = (0.05, 0.5)
"""After which a client that lost its connection returns."""
SMALL_BUFFER_BYTES = 8 << 10
"""Of a client that will stop reading, so that it is soon noticed."""


@dataclass(slots=True)
class Ledger:
    """All that was published, in order, and when."""

    events: list[tuple[int, UUID, float]] = field(default_factory=list)
    """Sequence, run and the moment before it was sent, in seconds of the loop."""
    lines: list[tuple[LogPlace, UUID]] = field(default_factory=list)

    def events_for(self, topics: frozenset[str], after: int) -> list[int]:
        """What a client of ``topics`` must see behind ``after``."""
        return [
            sequence
            for sequence, run_id, _ in self.events
            if sequence > after and ("runs" in topics or f"run:{run_id}" in topics)
        ]

    def lines_for(self, topics: frozenset[str], after: LogPlace) -> list[LogPlace]:
        """Likewise, of log lines."""
        return [
            place for place, run_id in self.lines if place > after and f"logs:{run_id}" in topics
        ]


class Client:
    """One that follows ``topics`` for as long as it is asked to."""

    def __init__(
        self, token: str, topics: Sequence[str], addresses: Callable[[], str], random: Random
    ) -> None:
        self.topics = frozenset(topics)
        self.begun: Place | None = None
        self.place = ""
        self.events: list[tuple[int, float]] = []
        """Each sequence that was told, and when it came."""
        self.lines: list[LogPlace] = []
        self.connections = 0
        self.patient = True
        """Whether it reads what comes."""
        self._token = token
        self._addresses = addresses
        self._random = random
        self._connection: _Connection | None = None

    async def live(self) -> None:
        """Follow until cancelled, through every cut."""
        while True:
            with suppress(OSError):
                await self._connect()
            await asyncio.sleep(self._random.uniform(*RETURN_SECONDS))

    async def _connect(self) -> None:
        address = urlsplit(self._addresses())
        with socket.socket() as opened:
            opened.setblocking(False)
            if not self.patient:
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER_BYTES)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(opened, (address.hostname, address.port))
            transport, connection = await loop.create_connection(
                lambda: _Connection(self), sock=opened
            )
            self.connections += 1
            self._connection = connection
            transport.write(self._request(address.netloc))
            if not self.patient:
                transport.pause_reading()
            try:
                await connection.lost
            finally:
                transport.abort()
                self._connection = None

    def _request(self, host: str) -> bytes:
        """In HTTP/1.0, whose answers come as they are."""
        last = f"Last-Event-ID: {self.place}\r\n" if self.place else ""
        return (
            f"GET /api/events?topics={','.join(sorted(self.topics))} HTTP/1.0\r\nHost: {host}\r\n"
            f"Authorization: Bearer {self._token}\r\n{last}\r\n"
        ).encode()

    @property
    def connected(self) -> bool:
        """Whether it was told where its stream begins, and is listening."""
        return self._connection is not None and self._connection.opened

    def cut(self) -> None:
        """End the connection without a word."""
        if self._connection is not None:
            self._connection.abort()

    def stall(self) -> None:
        """Come back with a small buffer, and read nothing of it."""
        self.patient = False
        self.cut()

    def recover(self) -> None:
        """Read again; what it missed comes with the next connection at the latest."""
        self.patient = True
        if self._connection is not None:
            self._connection.resume()

    def told(self, name: bytes, place: str) -> None:
        """Note a message that has an id."""
        self.place = place
        if name == b"opened":
            self.begun = self.begun or parse(place)
        elif name == b"log":
            self.lines.append(parse(place).last_line)
        else:
            now = asyncio.get_running_loop().time()
            self.events.append((parse(place).sequence, now))

    def wrong(self, ledger: Ledger) -> str | None:
        """What it lost, saw twice or saw out of order; None if it saw just what there was."""
        begun = self.begun or Place(0)
        seen = [sequence for sequence, _ in self.events]
        events = _difference(seen, ledger.events_for(self.topics, begun.sequence))
        after = begun.last_line if begun.lines else (0, MAX_LINE)
        return events or _difference(self.lines, ledger.lines_for(self.topics, after))


def _difference(seen: Sequence[object], expected: Sequence[object]) -> str | None:
    if seen == expected:
        return None
    lost, strange = set(expected) - set(seen), set(seen) - set(expected)
    shown = f"{seen[-2:]} for {expected[-2:]}"
    return f"lost {len(lost)}, strange {len(strange)}, {len(seen)} of {len(expected)}, {shown}"


class _Connection(asyncio.Protocol):
    """Cuts what comes into messages."""

    def __init__(self, client: Client) -> None:
        self.lost = asyncio.get_running_loop().create_future()
        self.opened = False
        self._client = client
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *blocks, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for block in blocks:
            self._message(block)

    def _message(self, block: bytes) -> None:
        if block.startswith(b"HTTP/") and b" 200 " not in block.partition(b"\r\n")[0]:
            self.abort()  # too busy: it is asked again
        elif block.startswith(b"id: "):
            first, name, *_ = block.split(b"\r\n", 2)
            self._client.told(name.removeprefix(b"event: "), first[4:].decode())
            self.opened = True

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.lost.done():
            self.lost.set_result(None)

    def abort(self) -> None:
        assert self._transport is not None
        self._transport.abort()

    def resume(self) -> None:
        assert self._transport is not None
        self._transport.resume_reading()
