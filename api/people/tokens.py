"""Access tokens of people: named, scoped, of limited life, shown once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, and_, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import accounts, outbox
from api.problems import RefusedError
from infra.tokens import REVOKE, digest, new_token
from schemas.base import Actor
from schemas.events.user import TokenMade, TokenRevoked
from schemas.problems import ProblemCode
from schemas.roles import Scope, SignInMethod
from schemas.tables import tokens

KIND = "user"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token afterwards."""

    token_id: UUID
    name: str
    scopes: list[Scope] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    address: str | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a token is to be."""

    name: str
    scopes: list[Scope] | None
    """None for all that the person's role allows."""
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Base:
    """What a token is made with, and what that cannot give more of."""

    token_id: UUID
    scopes: Collection[Scope]
    expires_at: datetime | None
    """None where only the plain limit of any token holds."""


async def base(
    tx: AsyncConnection, user_id: str, token_id: UUID, scopes: Collection[Scope]
) -> Base:
    """What the person shows, whose account is held until the transaction ends.

    A session that began with a token gives none that outlives that token; one that began
    otherwise, or with the local user's own, does.

    Raises:
        RefusedError: UNAUTHENTICATED: it has been revoked meanwhile; USER_NOT_FOUND.
    """
    await accounts.held(tx, user_id)
    shown, first = tokens.alias("shown"), tokens.alias("first")
    columns = (shown.c.kind, shown.c.method, shown.c.expires_at)
    found = await tx.execute(
        select(*columns, *(column.label(f"first_{column.name}") for column in first.c))
        .outerjoin(first, first.c.token_id == shown.c.base)
        .where(shown.c.token_id == token_id, shown.c.revoked_at.is_(None))
    )
    row = found.one_or_none()
    if row is None:
        raise RefusedError(ProblemCode.UNAUTHENTICATED)
    if row.kind == KIND:
        return Base(token_id, scopes, row.expires_at)
    return Base(token_id, scopes, None if _is_plain(row) else row.first_expires_at)


def _is_plain(session: Row[Any]) -> bool:
    """Whether it began with no token, or with one that a computer gave its own user."""
    is_local = session.first_subject == accounts.LOCAL and session.first_base is None
    return session.method != SignInMethod.TOKEN or (is_local and session.first_scopes is None)


async def make(
    tx: AsyncConnection, user_id: str, wish: Wish, base: Base, actor: Actor, now: datetime
) -> tuple[UUID, str]:
    """A new token and its id; the token cannot be read back later.

    Raises:
        RefusedError: SCOPE_EXCEEDED.
    """
    check(wish, base)
    return await put(tx, user_id, wish, base.token_id, actor, now)


async def put(
    tx: AsyncConnection,
    user_id: str,
    wish: Wish,
    base: UUID | None,
    actor: Actor,
    now: datetime,
) -> tuple[UUID, str]:
    """The same whatever it may do: ``base`` is None where the computer itself vouches for it."""
    token, token_id = new_token(), uuid4()
    values = {
        "token_id": token_id,
        "token_sha256": digest(token),
        "kind": KIND,
        "subject": user_id,
        "name": wish.name,
        "scopes": wish.scopes,
        "created_at": now,
        "expires_at": wish.expires_at,
        "base": base,
    }
    await tx.execute(insert(tokens).values(values))
    told = outbox.of(user_id, actor, now)
    made = TokenMade(**told, token_id=token_id, scopes=wish.scopes, expires_at=wish.expires_at)
    await outbox.tell(tx, made)
    return token_id, token


def check(wish: Wish, own: Base) -> None:
    """Let a wish pass that asks for no more than whoever asks has.

    Raises:
        RefusedError: SCOPE_EXCEEDED.
    """
    lasts_longer = own.expires_at is not None and (
        wish.expires_at is None or wish.expires_at > own.expires_at
    )
    if lasts_longer or wish.scopes is None or not set(wish.scopes) <= set(own.scopes):
        raise RefusedError(ProblemCode.SCOPE_EXCEEDED)


async def of_person(tx: AsyncConnection, user_id: str) -> list[Token]:
    """All that the person ever had, the newest first."""
    columns = (tokens.c[name] for name in Token.__slots__)
    own = and_(tokens.c.kind == KIND, tokens.c.subject == user_id)
    rows = await tx.execute(select(*columns).where(own).order_by(tokens.c.created_at.desc()))
    return [Token(*row) for row in rows]


async def revoke(
    tx: AsyncConnection, user_id: str, token_id: UUID, actor: Actor, now: datetime
) -> None:
    """Make the person's token worthless at once, and with it all that was made with it.

    Raises:
        RefusedError: TOKEN_NOT_FOUND: the person has no such token that still counts.
    """
    await accounts.held(tx, user_id)
    own = and_(tokens.c.token_id == token_id, tokens.c.kind == KIND, tokens.c.subject == user_id)
    gone = []
    if await tx.scalar(select(tokens.c.token_id).where(own)) is not None:
        gone = (await tx.exec_driver_sql(REVOKE, {"token_id": token_id, "now": now})).all()
    if not gone:
        raise RefusedError(ProblemCode.TOKEN_NOT_FOUND)
    ended = [row.token_id for row in gone if row.kind == KIND]
    told = (TokenRevoked(**outbox.of(user_id, actor, now), token_id=each) for each in ended)
    await outbox.tell(tx, *told)
