"""Access tokens of people: named, scoped, of limited life, shown once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import accounts, outbox, sessions
from api.problems import RefusedError
from infra.tokens import digest, new_token
from schemas.base import Actor
from schemas.events.user import TokenMade, TokenRevoked
from schemas.problems import ProblemCode
from schemas.roles import Scope
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
class Limits:
    """What whoever asks has themselves, and cannot give more of."""

    scopes: Collection[Scope]
    expires_at: datetime | None


async def limits(tx: AsyncConnection, token_id: UUID, scopes: Collection[Scope]) -> Limits:
    """Those of who shows the credential: a session gives tokens that outlive it, a token none."""
    own = and_(tokens.c.token_id == token_id, tokens.c.kind == KIND)
    return Limits(scopes, await tx.scalar(select(tokens.c.expires_at).where(own)))


async def make(
    tx: AsyncConnection, user_id: str, wish: Wish, actor: Actor, now: datetime
) -> tuple[UUID, str]:
    """A new token and its id; the token cannot be read back later.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    await accounts.held(tx, user_id)
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
    }
    await tx.execute(insert(tokens).values(values))
    told = outbox.of(user_id, actor, now)
    made = TokenMade(**told, token_id=token_id, scopes=wish.scopes, expires_at=wish.expires_at)
    await outbox.tell(tx, made)
    return token_id, token


def check(wish: Wish, own: Limits) -> None:
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
    tx: AsyncConnection, user_id: str, token_id: UUID, actor: Actor, kept: UUID, now: datetime
) -> None:
    """Make the person's token worthless at once, and end what browsers began with a token.

    Which of the tokens it was is not kept, so all of those sessions end but the actor's own.

    Raises:
        RefusedError: TOKEN_NOT_FOUND: the person has no such token that still counts.
    """
    own = and_(
        tokens.c.token_id == token_id,
        tokens.c.kind == KIND,
        tokens.c.subject == user_id,
        tokens.c.revoked_at.is_(None),
    )
    if (await tx.execute(update(tokens).where(own).values(revoked_at=now))).rowcount == 0:
        raise RefusedError(ProblemCode.TOKEN_NOT_FOUND)
    await sessions.end_by_token(tx, user_id, kept, now)
    await outbox.tell(tx, TokenRevoked(**outbox.of(user_id, actor, now), token_id=token_id))
