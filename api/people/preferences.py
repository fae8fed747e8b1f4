"""How a person wants the page: it is nobody else's business, so the log does not hear of it."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.tables import users


class Theme(StrEnum):
    """The page's colours; ``auto`` follows the computer."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person prefers; the defaults are a newcomer's."""

    technical: bool = False
    """Whether the page shows what only experts ask for."""
    welcomed: bool = False
    """Whether the introduction has been seen, or passed over."""
    theme: Theme = Theme.AUTO


async def of(tx: AsyncConnection, user_id: str) -> Preferences:
    """What the person prefers."""
    columns = (users.c[name] for name in Preferences.__slots__)
    row = (await tx.execute(select(*columns).where(users.c.user_id == user_id))).one()
    return Preferences(row.technical, row.welcomed, Theme(row.theme))
