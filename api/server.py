"""The API's process: uvicorn inside our own event loop, stopped in order."""

import asyncio
import logging as standard_logging
import os
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from socket import socket
from time import perf_counter

import uvicorn
from litestar import Litestar

from api import app, connections, metrics, services
from api.bounds import HEAD_BYTES
from api.connections import Protocol
from api.patience import Allowance
from api.readiness import Part, Readiness
from api.services import Services
from infra import exposition, logging, process, secrecy
from infra.exposition import Insight
from infra.settings import Settings

log = logging.get(__name__)

SWEEP_TICKS = 10
"""Of uvicorn's, a tenth of a second each, between two looks at slow clients."""
GRACE_SECONDS = 5
"""For answers under way; streams are ended at once."""


class Server(uvicorn.Server):
    """Leaves the signals to us: uvicorn would end the process by raising them again."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Capture nothing."""
        yield

    def __init__(self, config: uvicorn.Config, allowance: Allowance) -> None:
        """``allowance``: how slow clients may be."""
        super().__init__(config)
        self._allowance = allowance
        self._swept_at = perf_counter()

    async def on_tick(self, counter: int) -> bool:
        """Do what uvicorn does all the time; now and then let slow clients go."""
        if counter % SWEEP_TICKS == 0:
            since, self._swept_at = self._swept_at, perf_counter()
            connections.sweep(
                self.server_state.connections, self._swept_at - since, self._allowance
            )
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start the application, then listen, and say where."""
        with self._greeting_in_time():
            await super().startup(sockets)
        log.info("serving", address=self.address)

    @contextmanager
    def _greeting_in_time(self) -> Generator[None]:
        """Have who does not end a TLS handshake let go; uvicorn leaves that to asyncio's minute."""
        if not self.config.is_ssl:
            yield
            return
        loop = asyncio.get_running_loop()
        listen, seconds = loop.create_server, self._allowance.head_seconds
        loop.create_server = partial(listen, ssl_handshake_timeout=seconds)
        try:
            yield
        finally:
            loop.create_server = listen

    @property
    def address(self) -> str:
        """Where the server listens."""
        host, port, *_ = self.servers[0].sockets[0].getsockname()
        scheme = "https" if self.config.is_ssl else "http"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    standard_logging.getLogger("uvicorn").setLevel(standard_logging.WARNING)
    stop = process.stop_on_signals()
    process.open_as_many_files_as_allowed()
    secrecy.forget(os.environ, settings.secrets)  # the processes that read files need none
    application = app.create(services.opened(settings))
    server = Server(configuration(application, settings), connections.allowance(settings))
    async with exposition.exposed(settings, insight(application)):
        serving = asyncio.create_task(server.serve())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        end(server, application)
        await serving


def insight(application: Litestar) -> Insight:
    """What the process knows of itself: nothing is there before it has started."""

    async def missing() -> list[str]:
        readiness: Readiness | None = application.state.get("readiness")
        return list(await readiness.missing()) if readiness else list(Part)

    async def look() -> None:
        opened: Services | None = application.state.get("services")
        metrics.STREAMS_OPEN.set(opened.hub.subscribers if opened else 0)

    return Insight(missing, look)


def configuration(application: Litestar, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs the application."""
    return uvicorn.Config(
        application,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # api.address says whom to believe
        http=partial(Protocol, most_of_address=settings.connections_per_address),  # pyright: ignore[reportArgumentType] - only ever called
        h11_max_incomplete_event_size=HEAD_BYTES,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def end(server: Server, application: Litestar) -> None:
    """Take no more requests, finish those under way, and end the streams, which never finish."""
    server.should_exit = True
    opened: Services | None = application.state.get("services")
    if opened is not None:
        opened.hub.close()
