"""People who asked for e-mail of what is theirs: who they are, and where each is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas import tables
from schemas.notices import Notice
from schemas.roles import Role

users = tables.users


@dataclass(frozen=True, slots=True)
class Hearer:
    """One of them."""

    user_id: str
    role: Role
    email: str
    language: str | None
    """None for the installation's."""
    kinds: frozenset[str]
    """Of notices, as they were asked for."""

    def wants(self, notice: Notice) -> bool:
        """Whether the person asked for it, and it is still theirs to hear."""
        return notice.kind in self.kinds and notice.concerns(self.user_id, self.role)


async def every(tx: AsyncConnection) -> Sequence[Hearer]:
    """Whoever hears of anything at all."""
    return [_hearer(row) for row in await tx.execute(_reachable())]


async def one(tx: AsyncConnection, user_id: str) -> Hearer | None:
    """The person as they are now; None if nothing reaches them any more."""
    row = (await tx.execute(_reachable().where(users.c.user_id == user_id))).one_or_none()
    return None if row is None else _hearer(row)


def _reachable() -> Select[Any]:
    columns = ("user_id", "role", "email", "language", "email_kinds")
    in_use = and_(users.c.joined_at.is_not(None), users.c.disabled_at.is_(None))
    asked = and_(users.c.email.is_not(None), users.c.email_kinds != [])
    return select(*(users.c[name] for name in columns)).where(in_use, asked)


def _hearer(row: Any) -> Hearer:
    kinds = frozenset(row.email_kinds)
    return Hearer(row.user_id, Role(row.role), row.email, row.language, kinds)
