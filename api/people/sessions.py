"""Sessions: what a browser that signed in keeps, how long it lasts, and how it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import outbox
from api.people.visitor import Visitor
from infra.tokens import digest, new_token
from schemas.base import Actor
from schemas.events.user import SignedIn, SignedOut
from schemas.roles import SignInMethod
from schemas.tables import tokens

KIND = "session"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser that is signed in."""

    token_id: UUID
    agent: str
    method: SignInMethod | None
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    address: str | None


def begun(user_id: str, method: SignInMethod, visitor: Visitor, now: datetime) -> SignedIn:
    """What is told of it."""
    by = outbox.oneself(user_id, visitor.address)
    return SignedIn(**outbox.of(user_id, by, now), method=method)


async def begin(
    tx: AsyncConnection,
    signed_in: SignedIn,
    visitor: Visitor,
    life: timedelta,
    base: UUID | None = None,
) -> str:
    """The secret of a session nobody has had before; ``base`` is the token that it began with."""
    token, now = new_token(), signed_in.occurred_at
    values: dict[str, Any] = {
        "token_id": uuid4(),
        "token_sha256": digest(token),
        "kind": KIND,
        "subject": signed_in.user_id,
        "name": visitor.agent,
        "method": signed_in.method,
        "base": base,
        "address": visitor.address,
        "created_at": now,
        "expires_at": now + life,
    }
    if base is not None:
        values |= await _no_more_than(tx, base, now + life)
    await tx.execute(insert(tokens).values(values))
    return token


async def _no_more_than(tx: AsyncConnection, token_id: UUID, ends_at: datetime) -> dict[str, Any]:
    own = tokens.c.token_id == token_id
    row = (await tx.execute(select(tokens.c.scopes, tokens.c.expires_at).where(own))).one()
    return {"scopes": row.scopes, "expires_at": min(ends_at, row.expires_at or ends_at)}


async def of_person(
    tx: AsyncConnection, user_id: str, idle: timedelta, now: datetime
) -> list[OpenSession]:
    """The person's open ones, the newest first."""
    columns = tokens.c
    query = (
        select(
            columns.token_id,
            columns.name,
            columns.method,
            columns.created_at,
            columns.expires_at,
            columns.last_used_at,
            columns.address,
        )
        .where(_open(user_id), lasts(idle, now))
        .order_by(columns.created_at.desc())
    )
    return [
        OpenSession(row[0], row[1], row[2] and SignInMethod(row[2]), *row[3:])
        for row in await tx.execute(query)
    ]


async def end(tx: AsyncConnection, user_id: str, token_id: UUID, now: datetime) -> bool:
    """End one of the person's sessions; whether there was such an open one."""
    own = and_(_open(user_id), tokens.c.token_id == token_id)
    return await _ended(tx, own, now) > 0


async def end_others(tx: AsyncConnection, user_id: str, kept: UUID | None, now: datetime) -> int:
    """End the person's sessions but ``kept``; how many were open."""
    others = _open(user_id) if kept is None else and_(_open(user_id), tokens.c.token_id != kept)
    return await _ended(tx, others, now)


def ended(user_id: str, actor: Actor, count: int, now: datetime) -> SignedOut:
    """What is told of it."""
    return SignedOut(**outbox.of(user_id, actor, now), sessions=count)


async def method(tx: AsyncConnection, token_id: UUID) -> SignInMethod | None:
    """How the session began; None for what is no session."""
    found = await tx.scalar(select(tokens.c.method).where(tokens.c.token_id == token_id))
    return None if found is None else SignInMethod(found)


async def last_seen(tx: AsyncConnection) -> dict[str, datetime]:
    """When people last asked for anything, to the minute."""
    used = func.max(tokens.c.last_used_at)
    query = select(tokens.c.subject, used).where(tokens.c.last_used_at.is_not(None))
    return {row[0]: row[1] for row in await tx.execute(query.group_by(tokens.c.subject))}


def lasts(idle: timedelta, now: datetime) -> ColumnElement[bool]:
    """Used not too long ago, and not past its day."""
    used = func.coalesce(tokens.c.last_used_at, tokens.c.created_at) > now - idle
    return and_(used, tokens.c.expires_at > now)


def _open(user_id: str) -> ColumnElement[bool]:
    return and_(tokens.c.kind == KIND, tokens.c.subject == user_id, tokens.c.revoked_at.is_(None))


async def _ended(tx: AsyncConnection, which: ColumnElement[bool], now: datetime) -> int:
    return (await tx.execute(update(tokens).where(which).values(revoked_at=now))).rowcount
