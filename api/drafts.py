"""Trainings that a person is putting together: nobody else sees them, no event tells of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import accounts
from api.problems import RefusedError
from api.views.drafts import Draft, Wish
from schemas.problems import ProblemCode
from schemas.tables import drafts

MOST = 50
"""Of one person; whoever begins another loses the one that was left alone for longest."""


async def begin(
    tx: AsyncConnection, user_id: str, dataset_id: UUID | None, wish: Wish, now: datetime
) -> Draft:
    """A new one.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    await accounts.held(tx, user_id)
    await _make_room(tx, user_id)
    values = {
        "draft_id": uuid4(),
        "user_id": user_id,
        "dataset_id": dataset_id,
        "wish": wish.model_dump(mode="json"),
        "created_at": now,
        "changed_at": now,
    }
    await tx.execute(insert(drafts).values(values))
    return _draft(values)


async def of_person(tx: AsyncConnection, user_id: str) -> list[Draft]:
    """All of the person's, the one changed last first."""
    newest = drafts.c.changed_at.desc(), drafts.c.draft_id
    query = select(drafts).where(drafts.c.user_id == user_id).order_by(*newest)
    return [_draft(row) for row in (await tx.execute(query)).mappings()]


async def one(tx: AsyncConnection, user_id: str, draft_id: UUID, *, held: bool = False) -> Draft:
    """The person's own; ``held`` until the transaction ends.

    Raises:
        RefusedError: DRAFT_NOT_FOUND.
    """
    query = select(drafts).where(_own(user_id, draft_id))
    found = (await tx.execute(query.with_for_update() if held else query)).mappings().first()
    if found is None:
        raise RefusedError(ProblemCode.DRAFT_NOT_FOUND)
    return _draft(found)


async def keep(tx: AsyncConnection, user_id: str, draft: Draft, now: datetime) -> Draft:
    """The draft as it is from now on."""
    values = {
        "dataset_id": draft.dataset_id,
        "wish": Wish.of(draft).model_dump(mode="json"),
        "changed_at": now,
    }
    await tx.execute(update(drafts).where(_own(user_id, draft.id)).values(values))
    return draft.model_copy(update={"changed_at": now})


async def drop(tx: AsyncConnection, user_id: str, draft_id: UUID) -> None:
    """Forget it.

    Raises:
        RefusedError: DRAFT_NOT_FOUND.
    """
    await one(tx, user_id, draft_id, held=True)
    await tx.execute(delete(drafts).where(_own(user_id, draft_id)))


def _own(user_id: str, draft_id: UUID) -> ColumnElement[bool]:
    return and_(drafts.c.draft_id == draft_id, drafts.c.user_id == user_id)


async def _make_room(tx: AsyncConnection, user_id: str) -> None:
    """For one more."""
    newest = drafts.c.changed_at.desc(), drafts.c.draft_id
    own = select(drafts.c.draft_id).where(drafts.c.user_id == user_id).order_by(*newest)
    await tx.execute(delete(drafts).where(drafts.c.draft_id.in_(own.offset(MOST - 1))))


def _draft(row: Mapping[Any, Any]) -> Draft:
    own = {name: row[name] for name in ("dataset_id", "created_at", "changed_at")}
    return Draft.model_validate(row["wish"] | own | {"id": row["draft_id"]})
