"""Who sees what is another's, and whom one could let see it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.views.base import Row
from schemas import tables
from schemas.shares import Shared

shares = tables.shares
users = tables.users

MOST_NAMES = 20


async def of(tx: AsyncConnection, entity: Shared, entity_id: UUID) -> Sequence[Row]:
    """With whom the dataset or model is shared, the first first; everyone has no name."""
    query = (
        select(shares.c.grantee, users.c.name, shares.c.shared_at)
        .join(users, users.c.user_id == shares.c.grantee, isouter=True)
        .where(shares.c.entity == entity, shares.c.entity_id == entity_id)
        .where(shares.c.ended_at.is_(None))
        .order_by(shares.c.shared_at, shares.c.grantee)
    )
    return (await tx.execute(query)).mappings().all()


async def is_here(tx: AsyncConnection, user_id: str) -> bool:
    """Whether there is such a person, who may come in."""
    query = select(users.c.user_id).where(users.c.user_id == user_id, _here())
    return await tx.scalar(query) is not None


async def names(tx: AsyncConnection, like: str, but: str) -> Sequence[Row]:
    """The first few people whose name has ``like`` in it, without the person ``but``."""
    named = users.c.name.icontains(like, autoescape=True)
    query = select(users.c.user_id, users.c.name).where(named, users.c.user_id != but, _here())
    found = await tx.execute(query.order_by(users.c.name, users.c.user_id).limit(MOST_NAMES))
    return found.mappings().all()


def _here() -> ColumnElement[bool]:
    return and_(users.c.disabled_at.is_(None), users.c.erased_at.is_(None))
