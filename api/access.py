"""Who is asking: a person with a token or a session, or a worker with a token.

A browser keeps a session in a cookie that scripts can't read. Other sites can make a browser send
cookies, but not headers of ours; so with a cookie every change needs one, and the browser must not
say that another site asked for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp, HTTPScope
from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from api.inquiry import Inquiry
from api.mailbox import Follower
from api.people import cookies, sessions, visitor
from api.people.visitor import Visitor
from api.problems import RefusedError
from api.services import Services
from api.sight import Sight
from infra.settings import Settings
from infra.tokens import digest
from schemas.base import Actor, ActorKind
from schemas.problems import ProblemCode
from schemas.roles import Role, Scope, SignInMethod
from schemas.tables import tokens, users

CHANGE_HEADER = "X-Afina-Request"
USE_NOTED_EVERY = timedelta(minutes=1)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Connection = ASGIConnection[BaseRouteHandler, "Principal", None, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]


class CredentialKind(StrEnum):
    """What was shown."""

    USER = "user"
    SESSION = "session"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever is asking."""

    kind: CredentialKind
    subject: str
    """The owner's id, or the worker's."""
    name: str
    """Of the token."""
    token_id: UUID
    role: Role = Role.USER
    """A worker's means nothing."""
    scopes: frozenset[Scope] = frozenset(Scope)
    """What the credential may be used for."""
    address: str | None = None
    """Of the computer from which this was asked."""

    @property
    def actor(self) -> Actor:
        """Who will have caused the events."""
        return Actor(kind=ActorKind.USER, id=self.subject, address=self.address)

    @property
    def administrates(self) -> bool:
        """Whether everything of everyone is open to what was shown."""
        return Scope.ADMIN in self.usable

    @property
    def usable(self) -> frozenset[Scope]:
        """Those of the scopes that the role allows."""
        return self.scopes if self.role is Role.ADMIN else self.scopes - {Scope.ADMIN}

    @property
    def sight(self) -> Sight:
        """What they see and change."""
        return Sight(self.subject, everything=self.administrates)

    @property
    def follower(self) -> Follower:
        """On whose behalf a stream is open."""
        return Follower(self.sight, self.token_id)


class Authentication(AbstractAuthenticationMiddleware):
    """Lets nobody pass who cannot be named, whatever the method: there is nothing for strangers."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self.exclude_http_methods = ()  # the framework would let OPTIONS pass without a name

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The principal behind the request's token or cookie.

        Raises:
            RefusedError: there is none, or the request may come from another site.
        """
        bearer = bearer_of(connection)
        asking = visitor_of(connection)
        kept = cookies.shown(connection.cookies, secure=asking.secure)
        token = bearer or kept.get(cookies.SESSION)
        if token is None:
            raise RefusedError(ProblemCode.UNAUTHENTICATED)
        shown = Shown(digest(token), asking.address)
        principal = await identify(connection.app.state.identities, shown)
        if bearer is None:
            refuse_other_sites(connection)
        return AuthenticationResult(user=principal, auth=None)


def bearer_of(connection: AnyConnection) -> str | None:
    """The token that a program shows."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def visitor_of(connection: AnyConnection) -> Visitor:
    """Who asks, before anything was shown."""
    return visitor.at(connection, connection.app.state.services.settings)


def refuse_other_sites(connection: AnyConnection) -> None:
    """Let a change pass that Afina's own page asks for.

    Raises:
        RefusedError: CROSS_SITE_REQUEST.
    """
    if cast("HTTPScope", connection.scope)["method"] in SAFE_METHODS:
        return
    if connection.headers.get(CHANGE_HEADER) != "1" or not _is_own_site(connection):
        raise RefusedError(ProblemCode.CROSS_SITE_REQUEST, {"header": CHANGE_HEADER})


def _is_own_site(connection: AnyConnection) -> bool:
    """As far as the browser says: newer ones by Sec-Fetch-Site, others by Origin."""
    headers = connection.headers
    if (site := headers.get("sec-fetch-site")) is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


class Shown(NamedTuple):
    """A credential as it came in."""

    token_sha256: bytes
    address: str | None
    """Where from."""


def identities(services: Services) -> Inquiry[Shown, Principal]:
    """Who is behind the digests of tokens."""
    idle = idle_of(services.settings)
    return Inquiry(services.hub.engine, lambda tx, shown: behind(tx, shown, idle, services.now()))


def idle_of(settings: Settings) -> timedelta:
    """How long a session lasts that is not used."""
    return timedelta(hours=settings.session_idle_hours)


async def identify(identities: Inquiry[Shown, Principal], shown: Shown) -> Principal:
    """Whose token it is.

    Raises:
        RefusedError: it is unknown, expired or revoked.
    """
    found = await identities.about([shown])
    if shown not in found:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    return found[shown]


async def behind(
    tx: AsyncConnection, shown: Collection[Shown], idle: timedelta, now: datetime
) -> dict[Shown, Principal]:
    """Whose the valid ones of tokens are; their use is noted, at most once a minute."""
    digests = {each.token_sha256 for each in shown}
    valid = and_(tokens.c.token_sha256.in_(digests), _works(idle, now))
    rows = {row.token_sha256: row for row in await tx.execute(_known().where(valid))}
    found = {each: rows[each.token_sha256] for each in shown if each.token_sha256 in rows}
    for each, row in found.items():
        await _note_use(tx, row, each.address, now)
    return {each: _principal(row, each.address) for each, row in found.items()}


async def _note_use(
    tx: AsyncConnection, row: Row[*tuple[Any, ...]], address: str | None, now: datetime
) -> None:
    before = now - USE_NOTED_EVERY
    if row.last_used_at is not None and row.last_used_at > before:
        return
    # Another process may have noted it meanwhile.
    unnoted = or_(tokens.c.last_used_at.is_(None), tokens.c.last_used_at <= before)
    own = and_(tokens.c.token_id == row.token_id, unnoted)
    await tx.execute(update(tokens).where(own).values(last_used_at=now, address=address))


async def principals(
    tx: AsyncConnection, token_ids: Collection[UUID], idle: timedelta, now: datetime
) -> dict[UUID, Principal]:
    """Whose the valid ones of tokens are, without noting a use."""
    valid = and_(tokens.c.token_id.in_(token_ids), _works(idle, now))
    return {row.token_id: _principal(row, None) for row in await tx.execute(_known().where(valid))}


def _known() -> Select[*tuple[Any, ...]]:
    return select(tokens, users.c.role).outerjoin(users, users.c.user_id == tokens.c.subject)


def _principal(row: Row[*tuple[Any, ...]], address: str | None) -> Principal:
    return Principal(
        CredentialKind(row.kind),
        row.subject,
        row.name,
        row.token_id,
        Role(row.role or Role.USER),
        frozenset(Scope if row.scopes is None else map(Scope, row.scopes)),
        address,
    )


def _works(idle: timedelta, now: datetime) -> ColumnElement[bool]:
    """Neither revoked nor past its day, and of nobody who may not come in."""
    comes_in = and_(
        users.c.user_id == tokens.c.subject,
        users.c.disabled_at.is_(None),
        users.c.erased_at.is_(None),
    )
    return and_(
        _lasts(tokens.c, now),
        or_(tokens.c.kind != CredentialKind.SESSION, _session_works(idle, now)),
        or_(
            tokens.c.kind == CredentialKind.WORKER,
            select(1).where(comes_in).correlate(tokens).exists(),
        ),
    )


def _session_works(idle: timedelta, now: datetime) -> ColumnElement[bool]:
    """It was used of late; one that began with a token, as long as that counts."""
    base = tokens.alias("base")
    began = base.c.token_id == tokens.c.base
    has_its_base = select(1).where(began, _lasts(base.c, now)).correlate(tokens).exists()
    by_token = tokens.c.method.is_not_distinct_from(SignInMethod.TOKEN)
    return and_(sessions.lasts(idle, now), or_(~by_token, has_its_base))


def worker_tokens_that_work() -> ColumnElement[bool]:
    """Tokens that workers may show; they have no end of their own."""
    return and_(tokens.c.kind == CredentialKind.WORKER, tokens.c.revoked_at.is_(None))


def _lasts(token: ReadOnlyColumnCollection[str, Any], now: datetime) -> ColumnElement[bool]:
    lasts = or_(token.expires_at.is_(None), token.expires_at > now)
    return and_(token.revoked_at.is_(None), lasts)


def people_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: workers have no business here, and a token does only what it was made for.

    Raises:
        RefusedError: FORBIDDEN.
    """
    principal = connection.user
    reads = cast("HTTPScope", connection.scope)["method"] in SAFE_METHODS
    needed = Scope.READ if reads else Scope.WRITE
    if principal.kind is CredentialKind.WORKER or needed not in principal.scopes:
        raise RefusedError(ProblemCode.FORBIDDEN)


def administrators_only(connection: Connection, route: BaseRouteHandler) -> None:
    """Guard: only who may do everything has business here.

    Raises:
        RefusedError: FORBIDDEN.
    """
    people_only(connection, route)
    if not connection.user.administrates:
        raise RefusedError(ProblemCode.FORBIDDEN)


def workers_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: people have no business here.

    Raises:
        RefusedError: FORBIDDEN.
    """
    if connection.user.kind is not CredentialKind.WORKER:
        raise RefusedError(ProblemCode.FORBIDDEN)
