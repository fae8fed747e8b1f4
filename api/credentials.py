"""Workers' tokens: made, and ended. Only their digests are stored."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api import access
from api.access import CredentialKind
from infra.tokens import digest, new_token
from schemas.tables import tokens


async def issue(engine: AsyncEngine, worker_id: str, name: str, now: datetime) -> str:
    """A worker's new token, which cannot be read back later; its earlier ones open nothing more."""
    token = new_token()
    async with engine.begin() as tx:
        await tx.execute(alone(worker_id))
        await tx.execute(update(tokens).where(_working(worker_id)).values(revoked_at=now))
        await tx.execute(
            insert(tokens).values(
                token_id=uuid4(),
                token_sha256=digest(token),
                kind=CredentialKind.WORKER,
                subject=worker_id,
                name=name,
                created_at=now,
            )
        )
    return token


async def end(engine: AsyncEngine, worker_id: str, now: datetime) -> None:
    """Make the worker's tokens useless at once."""
    async with engine.begin() as tx:
        await tx.execute(update(tokens).where(_working(worker_id)).values(revoked_at=now))


async def shown(tx: AsyncConnection, worker_ids: Collection[str]) -> set[str]:
    """Those of the workers that have a token which counts."""
    of_workers = and_(tokens.c.subject.in_(worker_ids), access.worker_tokens_that_work())
    return set(await tx.scalars(select(tokens.c.subject).where(of_workers)))


def alone(worker_id: str) -> Select[Any]:
    """Waits until nobody else makes a key of the worker: of two at once one would not be seen."""
    name = f"worker key {worker_id}"
    return select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)))


def _working(worker_id: str) -> ColumnElement[bool]:
    return and_(tokens.c.subject == worker_id, access.worker_tokens_that_work())
