"""How often somebody may ask: a bucket of tokens each, filled steadily, up to a burst.

People have one each, so nobody slows others down; strangers share one with their address. What
costs us more costs more tokens. Each process counts for itself.
"""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import perf_counter
from typing import cast

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api import address
from api.access import Authentication, Connection, CredentialKind, Principal
from api.problems import RefusedError
from api.services import Services
from infra.settings import Settings
from schemas.problems import ProblemCode

COST = "rate_cost"
"""Of a route, in its ``opt``: how many tokens a request takes; 1 by default."""
COUNTED = "/api"
"""What is below it; pages and health are given to everybody."""
POLICY_HEADER = "RateLimit-Policy"
LIMIT_HEADER = "RateLimit"
MOST_BUCKETS = 10_000
"""That are kept; then those that are full again are forgotten."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a bucket fills, and how much it holds."""

    per_second: float
    burst: int

    @property
    def policy(self) -> str:
        """As draft-ietf-httpapi-ratelimit-headers has it: the burst, and the seconds to refill."""
        return f'"default";q={self.burst};w={math.ceil(self.burst / self.per_second)}'


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tokens there were at a moment."""

    tokens: float
    at: float
    """In seconds of a clock that never goes back."""

    def filled(self, rate: Rate, now: float) -> float:
        """How many tokens there are now."""
        return min(rate.burst, self.tokens + (now - self.at) * rate.per_second)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a request for tokens."""

    remaining: int
    wait_seconds: float
    """Until there are enough; 0 where there were, and they are taken."""

    def header(self) -> str:
        """What is left, and after how many seconds there is more."""
        return f'"default";r={self.remaining};t={math.ceil(self.wait_seconds)}'


class Rates:
    """The buckets of one kind."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = perf_counter) -> None:
        self.rate = rate
        self._clock = clock
        self._buckets: dict[Hashable, Bucket] = {}

    def take(self, who: Hashable, cost: int = 1) -> Taken:
        """Take ``cost`` tokens of somebody's, or none. No cost is beyond a full bucket."""
        now, rate = self._clock(), self.rate
        bucket = self._buckets.get(who)
        tokens = bucket.filled(rate, now) if bucket else float(rate.burst)
        missing = min(cost, rate.burst) - tokens
        if missing <= 0:
            tokens = -missing
            self._keep(who, Bucket(tokens, now))
        return Taken(int(tokens), max(0.0, missing / rate.per_second))

    def _keep(self, who: Hashable, bucket: Bucket) -> None:
        self._buckets[who] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            full, now = self.rate.burst, self._clock()
            self._buckets = {
                who: kept
                for who, kept in self._buckets.items()
                if kept.filled(self.rate, now) < full
            }


@dataclass(frozen=True, slots=True)
class Gauges:
    """Who is counted, and how."""

    people: Rates
    strangers: Rates

    @classmethod
    def of(cls, settings: Settings) -> "Gauges":
        """As an administrator has set them."""
        return cls(
            people=Rates(Rate(settings.rate_per_second, settings.rate_burst)),
            strangers=Rates(Rate(settings.stranger_rate_per_second, settings.stranger_rate_burst)),
        )


class Strangers(ASGIMiddleware):
    """Counts by its address whatever shows no credential, shows a wrong one, or needs none."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Refuse what is too much."""
        if scope["path"].startswith(COUNTED) and not _may_be_known(scope):
            _count_stranger(scope)
        try:
            await next_app(scope, receive, send)
        except RefusedError as refused:
            if refused.code is ProblemCode.UNAUTHENTICATED and _may_be_known(scope):
                _count_stranger(scope)
            raise


class People(ASGIMiddleware):
    """Counts what people ask, each for themselves, and tells them what is left; not workers."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Refuse what is too much."""
        principal: Principal = scope["user"]
        if principal.kind is CredentialKind.WORKER:
            await next_app(scope, receive, send)
            return
        rates: Rates = scope["litestar_app"].state.gauges.people
        taken = rates.take(principal.subject, scope["route_handler"].opt.get(COST, 1))
        _refuse_beyond(taken)

        async def send_telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.update({POLICY_HEADER: rates.rate.policy, LIMIT_HEADER: taken.header()})
            await send(message)

        await next_app(scope, receive, send_telling)


def _may_be_known(scope: Scope) -> bool:
    """Whether a credential is shown where one is looked at."""
    headers = Headers.from_scope(scope)
    shown = "authorization" in headers or "cookie" in headers
    return shown and Authentication in scope["route_handler"].resolve_middleware()


def _count_stranger(scope: Scope) -> None:
    state = scope["litestar_app"].state
    gauges, services = cast("Gauges", state.gauges), cast("Services", state.services)
    asked_from = address.of(Connection(scope), services.settings.trusted_proxies)
    _refuse_beyond(gauges.strangers.take(address.network(asked_from)))


def _refuse_beyond(taken: Taken) -> None:
    """Go on, if there were tokens.

    Raises:
        RefusedError: TOO_MANY_REQUESTS.
    """
    if taken.wait_seconds:
        params = {"retry_after": math.ceil(taken.wait_seconds)}
        raise RefusedError(ProblemCode.TOO_MANY_REQUESTS, params)


def few_streams(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: one person does not follow everything at once.

    Raises:
        RefusedError: TOO_MANY_STREAMS.
    """
    services: Services = connection.app.state.services
    limit = services.settings.streams_per_user
    if services.hub.streams_of(connection.user.subject) >= limit:
        raise RefusedError(ProblemCode.TOO_MANY_STREAMS, {"limit": limit})
