"""Who is asking: a person with a token or a session, or a worker with a token.

A browser keeps a session in a cookie that scripts can't read. Other sites can make a browser send
cookies, but not headers of ours; so with a cookie every change needs one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import UUID, uuid4

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import HTTPScope
from sqlalchemy import ColumnElement, Row, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.problems import RefusedError
from api.services import Services
from infra.tokens import digest, new_token
from schemas.base import Actor, ActorKind
from schemas.problems import ProblemCode
from schemas.tables import tokens

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
    token_id: UUID

    @property
    def actor(self) -> Actor:
        """Who will have caused the events."""
        return Actor(kind=ActorKind.USER, id=self.subject)


class Authentication(AbstractAuthenticationMiddleware):
    """Lets nobody pass who cannot be named."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The principal behind the request's token or cookie.

        Raises:
            RefusedError: there is none, or the request may come from another site.
        """
        services: Services = connection.app.state.services
        bearer = _bearer(connection.headers.get("authorization"))
        token = bearer or connection.cookies.get(COOKIE)
        if token is None:
            raise RefusedError(ProblemCode.UNAUTHENTICATED)
        principal = await identify(services.engine, token, services.now())
        if bearer is None:
            _refuse_other_sites(connection)
        return AuthenticationResult(user=principal, auth=None)


def _bearer(header: str | None) -> str | None:
    scheme, _, token = (header or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _refuse_other_sites(connection: Connection) -> None:
    changes = cast("HTTPScope", connection.scope)["method"] not in SAFE_METHODS
    if changes and connection.headers.get(CHANGE_HEADER) != "1":
        raise RefusedError(ProblemCode.CROSS_SITE_REQUEST, {"header": CHANGE_HEADER})


async def identify(engine: AsyncEngine, token: str, now: datetime) -> Principal:
    """Whose token it is; its use is noted, at most once a minute.

    Raises:
        RefusedError: it is unknown, expired or revoked.
    """
    valid = and_(tokens.c.token_sha256 == digest(token), _works(now))
    async with engine.begin() as tx:
        row = (await tx.execute(select(tokens).where(valid))).one_or_none()
        if row is None or not await _has_a_base(tx, row, now):
            raise RefusedError(ProblemCode.UNAUTHENTICATED)
        if row.last_used_at is None or row.last_used_at <= now - USE_NOTED_EVERY:
            own = tokens.c.token_id == row.token_id
            await tx.execute(update(tokens).where(own).values(last_used_at=now))
    return Principal(CredentialKind(row.kind), row.subject, row.name, row.token_id)


def _works(now: datetime) -> ColumnElement[bool]:
    """Neither revoked nor past its day."""
    lasts = or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now)
    return and_(tokens.c.revoked_at.is_(None), lasts)


async def _has_a_base(tx: AsyncConnection, row: Row[Any], now: datetime) -> bool:
    """A session is worth nothing once its person has no token left that could open another."""
    if row.kind != CredentialKind.SESSION:
        return True
    of_person = and_(tokens.c.subject == row.subject, tokens.c.kind == CredentialKind.USER)
    return bool(await tx.scalar(select(select(1).where(of_person, _works(now)).exists())))


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
    """Guard: workers have no business here.

    Raises:
        RefusedError: FORBIDDEN.
    """
    if connection.user.kind is CredentialKind.WORKER:
        raise RefusedError(ProblemCode.FORBIDDEN)


def workers_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Guard: people have no business here.

    Raises:
        RefusedError: FORBIDDEN.
    """
    if connection.user.kind is not CredentialKind.WORKER:
        raise RefusedError(ProblemCode.FORBIDDEN)
