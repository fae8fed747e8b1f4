"""A port of the process's own where Prometheus reads its figures and an orchestrator its health.

Loopback unless the administrator says otherwise. Aggregates only: no id, no name, no text.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from socket import AddressFamily
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any, TypeVar
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

from nats.aio.client import Client
from prometheus_client import make_wsgi_app

from infra import logging, metrics
from infra.settings import Settings
from infra.version import code_version

log = logging.get(__name__)

ANSWER_SECONDS = 5.0
"""For the process to look at itself; a busy one is not a dead one."""
POLL_SECONDS = 0.1
"""Between two looks whether the process is stopping."""

Answer = TypeVar("Answer")


async def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Insight:
    """What a process knows of itself."""

    missing: Callable[[], Awaitable[list[str]]]
    """What it cannot work without; nothing when it is ready."""
    look: Callable[[], Awaitable[None]] = _nothing
    """Brings the gauges up to date, before they are read."""


def of_connection(client: Client, look: Callable[[], Awaitable[None]] = _nothing) -> Insight:
    """Of a process that can work as long as it is connected to the broker."""

    async def missing() -> list[str]:
        return [] if client.is_connected else ["log"]

    return Insight(missing, look)


@asynccontextmanager
async def exposed(settings: Settings, insight: Insight) -> AsyncGenerator[None]:
    """``/metrics``, ``/health/live`` and ``/health/ready`` until leaving; a port of 0 opens none.

    A port that is taken is no reason not to work: it is told, and that is all.
    """
    metrics.BUILD.info({"version": code_version()})
    if not settings.metrics_port:
        yield
        return
    place = (settings.metrics_host, settings.metrics_port)
    try:
        server = _Server(place, _Quiet)
    except OSError as error:
        log.warning("metrics are not served", place=place, error=str(error))
        yield
        return
    page = _Page(insight, asyncio.get_running_loop())
    server.set_app(page)
    thread = Thread(target=server.serve_forever, args=[POLL_SECONDS], daemon=True)
    thread.start()
    try:
        yield
    finally:
        page.close()
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread of its own."""

    daemon_threads = True

    def __init__(self, place: tuple[str, int], handler: type[WSGIRequestHandler]) -> None:
        self.address_family = AddressFamily.AF_INET6 if ":" in place[0] else AddressFamily.AF_INET
        super().__init__(place, handler)


class _Quiet(WSGIRequestHandler):
    """Says nothing of each scrape."""

    timeout = 10
    """Seconds for a client to say what it wants."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


class _Page:
    """Answers from threads of its own, after asking the process's event loop."""

    def __init__(self, insight: Insight, loop: asyncio.AbstractEventLoop) -> None:
        self._figures = make_wsgi_app()
        self._insight = insight
        self._loop = loop
        self._open = True

    def close(self) -> None:
        """Ask the event loop no more: it is waiting for these threads."""
        self._open = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                self._ask(_call(self._insight.look))
                return self._figures(environ, start_response)
            case "/health/live" | "/health":
                alive = self._ask(_call(_nothing))
                return _json(start_response, {"status": "alive"}, ok=alive)
            case "/health/ready":
                missing: list[str] = []

                async def look() -> None:
                    missing.extend(await self._insight.missing())

                ready = self._ask(look()) and not missing
                return _json(start_response, {"ready": ready, "missing": missing}, ok=ready)
            case _:
                start_response("404 Not Found", [("Content-Type", "text/plain")])
                return [b""]

    def _ask(self, question: Coroutine[Any, Any, None]) -> bool:
        """Whether the event loop answered in time."""
        if not self._open:
            question.close()
            return False
        future = asyncio.run_coroutine_threadsafe(question, self._loop)
        try:
            future.result(ANSWER_SECONDS)
        except Exception as error:
            future.cancel()
            log.warning("the process could not look at itself", error=str(error) or repr(error))
            return False
        return True


async def _call(look: Callable[[], Awaitable[None]]) -> None:
    await look()


def _json(start_response: StartResponse, body: dict[str, Any], *, ok: bool) -> list[bytes]:
    status = "200 OK" if ok else "503 Service Unavailable"
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]
