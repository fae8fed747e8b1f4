"""Every request is counted, timed, traced and named in the log, those that lead nowhere too.

A request that comes with a ``traceparent`` goes on with that trace, else it begins one. The trace
is the request's name: in the answer's ``X-Request-Id``, in a problem's ``trace_id``, in every line
of the log, and as the correlation of every event that follows from it.
"""

from datetime import datetime
from time import perf_counter
from uuid import UUID

from litestar import Litestar
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import (
    HTTPScope,
    LifeSpanReceive,
    LifeSpanScope,
    LifeSpanSend,
    Message,
    Receive,
    Scope,
    Send,
)

from api import metrics
from infra import clock, logging, tracing
from infra.tracing import Attributes, Kind, Step
from schemas import trace
from schemas.trace import Span

log = logging.get(__name__)

REQUEST_ID = "X-Request-Id"
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
NOWHERE = "nowhere"
"""The route of an address that leads nowhere."""
UNANSWERED = 499
"""The status of a request whose client left before its answer began."""


class Application(Litestar):
    """The application, which observes what it answers."""

    async def __call__(
        self,
        scope: Scope | LifeSpanScope,
        receive: Receive | LifeSpanReceive,
        send: Send | LifeSpanSend,
    ) -> None:
        """Answer one request, or live from start to stop."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        observation = Observation(scope, send)
        current = trace.current.set(observation.span)
        try:
            with logging.bound(trace_id=observation.span.trace_id.hex):
                await super().__call__(scope, receive, observation.send)
                observation.over(UNANSWERED)
        finally:
            trace.current.reset(current)


class Observation:
    """One request, from its first byte to its answer's."""

    def __init__(self, scope: HTTPScope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._began: datetime = clock.now()
        self._started = perf_counter()
        self._is_over = False
        self._parent = trace.parse(Headers.from_scope(scope).get(trace.HEADER, ""))
        self.span: Span = tracing.beneath(self._parent) if self._parent else tracing.first()

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on; its beginning is the end: streams go on for hours."""
        if message["type"] == "http.response.start":
            MutableScopeHeaders.from_message(message)[REQUEST_ID] = self.span.trace_id.hex
            self.over(message["status"])
        await self._send(message)

    def over(self, status: int) -> None:
        """Tell how it went, once."""
        if self._is_over:
            return
        self._is_over = True
        seconds = perf_counter() - self._started
        method = self._scope["method"] if self._scope["method"] in METHODS else "OTHER"
        route = self._scope.get("path_template") or NOWHERE
        metrics.REQUESTS.labels(method, route, status).inc()
        metrics.REQUEST_SECONDS.labels(method, route).observe(seconds)
        log.debug("answered", method=method, route=route, status=status, seconds=round(seconds, 4))
        attributes: Attributes = {"http.route": route, "http.response.status_code": status}
        self._record(f"{method} {route}", attributes)

    def _record(self, name: str, attributes: Attributes) -> None:
        tracing.record(
            Step(
                name=name,
                span=self.span,
                parent=self._parent,
                began=self._began,
                kind=Kind.SERVER,
                attributes=attributes,
            )
        )


def request_id() -> UUID | None:
    """The trace of the request that is being answered."""
    request = trace.current.get()
    return request.trace_id if request else None
