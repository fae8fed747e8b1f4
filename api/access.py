"""Who is asking: a person with a token or a session, or a worker with a token.

A browser keeps a session in a cookie that scripts can't read. Other sites can make a browser send
cookies, but not headers of ours; so with a cookie every change needs one.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import UUID, uuid4

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import HTTPScope
from sqlalchemy import ColumnElement, Row, Select, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from api.inquiry import Inquiry
from api.mailbox import Follower
from api.problems import RefusedError
from api.services import Services
from api.sight import Sight
from infra.tokens import digest, new_token
from schemas.base import Actor, ActorKind
from schemas.problems import ProblemCode
from schemas.roles import Role, Scope
from schemas.tables import tokens, users

COOKIE = "afina_session"
CHANGE_HEADER = "X-Afina-Request"
SESSION_LIFE = timedelta(days=30)
USE_NOTED_EVERY = timedelta(minutes=1)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Connection = ASGIConnection[BaseRouteHandler, "Principal", None, Any]


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
        return self.role is Role.ADMIN and Scope.ADMIN in self.scopes

    @property
    def sight(self) -> Sight:
        """What they see and change."""
        return Sight(self.subject, everything=self.administrates)

    @property
    def follower(self) -> Follower:
        """On whose behalf a stream is open."""
        return Follower(self.sight, self.token_id)


class Authentication(AbstractAuthenticationMiddleware):
    """Lets nobody pass who cannot be named."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The principal behind the request's token or cookie.

        Raises:
            RefusedError: there is none, or the request may come from another site.
        """
        bearer = _bearer(connection.headers.get("authorization"))
        token = bearer or connection.cookies.get(COOKIE)
        if token is None:
            raise RefusedError(ProblemCode.UNAUTHENTICATED)
        principal = await identify(connection.app.state.identities, token)
        if bearer is None:
            _refuse_other_sites(connection)
        return AuthenticationResult(
            user=replace(principal, address=_address(connection)), auth=None
        )


def _address(connection: Connection) -> str | None:
    return connection.client.host if connection.client else None


def _bearer(header: str | None) -> str | None:
    scheme, _, token = (header or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _refuse_other_sites(connection: Connection) -> None:
    changes = cast("HTTPScope", connection.scope)["method"] not in SAFE_METHODS
    if changes and connection.headers.get(CHANGE_HEADER) != "1":
        raise RefusedError(ProblemCode.CROSS_SITE_REQUEST, {"header": CHANGE_HEADER})


def identities(services: Services) -> Inquiry[bytes, Principal]:
    """Who is behind the digests of tokens."""
    return Inquiry(services.hub.engine, lambda tx, shown: behind(tx, shown, services.now()))


async def identify(identities: Inquiry[bytes, Principal], token: str) -> Principal:
    """Whose token it is.

    Raises:
        RefusedError: it is unknown, expired or revoked.
    """
    shown = digest(token)
    found = await identities.about([shown])
    if shown not in found:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    return found[shown]


async def behind(
    tx: AsyncConnection, digests: Collection[bytes], now: datetime
) -> dict[bytes, Principal]:
    """Whose the valid ones of tokens are; their use is noted, at most once a minute."""
    valid = and_(tokens.c.token_sha256.in_(digests), _works(now))
    rows = (await tx.execute(_shown().where(valid))).all()
    before = now - USE_NOTED_EVERY
    due = [row.token_id for row in rows if row.last_used_at is None or row.last_used_at <= before]
    if due:
        # Another process may have noted it meanwhile.
        unnoted = or_(tokens.c.last_used_at.is_(None), tokens.c.last_used_at <= before)
        used = and_(tokens.c.token_id.in_(due), unnoted)
        await tx.execute(update(tokens).where(used).values(last_used_at=now))
    return {row.token_sha256: _principal(row) for row in rows}


async def principals(
    tx: AsyncConnection, token_ids: Collection[UUID], now: datetime
) -> dict[UUID, Principal]:
    """Whose the valid ones of tokens are, without noting a use."""
    valid = and_(tokens.c.token_id.in_(token_ids), _works(now))
    return {row.token_id: _principal(row) for row in await tx.execute(_shown().where(valid))}


def _shown() -> Select[*tuple[Any, ...]]:
    return select(tokens, users.c.role).outerjoin(users, users.c.user_id == tokens.c.subject)


def _principal(row: Row[*tuple[Any, ...]]) -> Principal:
    return Principal(
        CredentialKind(row.kind),
        row.subject,
        row.name,
        row.token_id,
        Role(row.role or Role.USER),
        frozenset(Scope if row.scopes is None else map(Scope, row.scopes)),
    )


def _works(now: datetime) -> ColumnElement[bool]:
    """Neither revoked nor past its day, and of nobody who may not come in.

    A session is worth nothing once its person has no token left that could open another.
    """
    base = tokens.alias("base")
    of_person = and_(base.c.subject == tokens.c.subject, base.c.kind == CredentialKind.USER)
    has_a_base = select(1).where(of_person, _lasts(base.c, now)).correlate(tokens).exists()
    comes_in = and_(
        users.c.user_id == tokens.c.subject,
        users.c.disabled_at.is_(None),
        users.c.erased_at.is_(None),
    )
    return and_(
        _lasts(tokens.c, now),
        or_(tokens.c.kind != CredentialKind.SESSION, has_a_base),
        or_(
            tokens.c.kind == CredentialKind.WORKER,
            select(1).where(comes_in).correlate(tokens).exists(),
        ),
    )


def _lasts(token: ReadOnlyColumnCollection[str, Any], now: datetime) -> ColumnElement[bool]:
    lasts = or_(token.expires_at.is_(None), token.expires_at > now)
    return and_(token.revoked_at.is_(None), lasts)


async def open_session(engine: AsyncEngine, principal: Principal, now: datetime) -> str:
    """A new session token for the person."""
    token = new_token()
    async with engine.begin() as tx:
        await tx.execute(
            insert(tokens).values(
                token_id=uuid4(),
                token_sha256=digest(token),
                kind=CredentialKind.SESSION,
                subject=principal.subject,
                name=principal.name,
                created_at=now,
                expires_at=now + SESSION_LIFE,
            )
        )
    return token


async def close_session(engine: AsyncEngine, principal: Principal, now: datetime) -> None:
    """Make the session's token useless."""
    async with engine.begin() as tx:
        own = tokens.c.token_id == principal.token_id
        await tx.execute(update(tokens).where(own).values(revoked_at=now))


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
