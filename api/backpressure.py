"""Clients that stop reading are cut off, so that what waits for them does not wait for ever.

What is under way to a client lies in the kernel's buffer and in the server's; both are kept small,
and both are thrown away with the connection. The client comes back with the last id it has seen.
"""

import asyncio
import socket
from contextlib import suppress

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api import metrics
from api.connections import TRANSPORT
from api.services import Services
from infra import logging

log = logging.get(__name__)

KERNEL_BUFFER_BYTES = 64 << 10
"""Linux grows an unread connection's to megabytes otherwise."""


class Backpressure(ASGIMiddleware):
    """Waits for a client to read, and not longer than the setting says."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        services: Services = scope["litestar_app"].state.services
        patience_seconds = services.settings.stream_stall_seconds
        transport: asyncio.Transport | None = scope["state"].get(TRANSPORT)
        if transport is not None:
            _keep_buffer_small(transport)

        async def send_patiently(message: Message) -> None:
            try:
                async with asyncio.timeout(patience_seconds):
                    await send(message)
            except TimeoutError:
                _cut_off(transport)

        try:
            await next_app(scope, receive, send_patiently)
        finally:
            if transport is not None and transport.get_write_buffer_size():
                loop = asyncio.get_running_loop()
                loop.call_later(patience_seconds, _cut_off_unread, transport)


def _cut_off_unread(transport: asyncio.Transport) -> None:
    """End a connection that waits in vain for its client to read the end of the stream."""
    if transport.get_write_buffer_size():
        _cut_off(transport)


def _cut_off(transport: asyncio.Transport | None) -> None:
    metrics.STREAMS_DROPPED.inc()
    log.info("client does not read, cut off")
    if transport is not None:
        transport.abort()


def _keep_buffer_small(transport: asyncio.Transport) -> None:
    connection = transport.get_extra_info("socket")
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER_BYTES)
