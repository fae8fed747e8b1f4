"""What a person hears of, and by which ways: nobody else's business, so not the log's either."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.notices import NoticeKind, heard_by
from schemas.roles import Role
from schemas.tables import users

Kinds = tuple[NoticeKind, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wants to hear of; each way in the order of what there is to hear."""

    user_id: str
    role: Role
    bell: Kinds
    """On the page: all, unless it was taken away."""
    email: Kinds
    """Nothing, unless it was asked for."""
    address: str | None
    bell_seen_at: datetime
    """Up to when the person has seen what the bell told."""

    @property
    def kinds(self) -> Kinds:
        """All that there is to hear."""
        return heard_by(self.role)


async def of(tx: AsyncConnection, user_id: str) -> Wishes:
    """What the person wants to hear of."""
    names = ("role", "email", "bell_without", "email_kinds", "bell_seen_at")
    query = select(*(users.c[name] for name in names)).where(users.c.user_id == user_id)
    row = (await tx.execute(query)).one()
    role = Role(row.role)
    bell = tuple(kind for kind in heard_by(role) if kind not in row.bell_without)
    email = tuple(kind for kind in heard_by(role) if kind in row.email_kinds)
    return Wishes(user_id, role, bell, email, row.email, row.bell_seen_at)


def values_of(
    known: Wishes, bell: Iterable[NoticeKind] | None, email: Iterable[NoticeKind] | None
) -> dict[str, Any]:
    """What the person's row is to hold; None stays as it is, and what is not theirs is left out.

    Of the bell what is *not* wanted is kept, so that it tells what a later version learns to tell.
    """
    values: dict[str, Any] = {}
    if bell is not None:
        values["bell_without"] = [kind for kind in known.kinds if kind not in set(bell)]
    if email is not None:
        values["email_kinds"] = [kind for kind in known.kinds if kind in set(email)]
    return values


async def seen(tx: AsyncConnection, user_id: str, until: datetime) -> None:
    """Keep that the person has seen what the bell told up to then; it never goes back."""
    later = func.greatest(users.c.bell_seen_at, until)
    await tx.execute(update(users).where(users.c.user_id == user_id).values(bell_seen_at=later))
