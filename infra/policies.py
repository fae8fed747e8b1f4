"""What an administrator has set for everybody, as it is in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.tables import settings

Value = TypeVar("Value", bound=BaseModel)


async def read(tx: AsyncConnection, name: str, kind: type[Value]) -> Value:
    """The setting ``name``; what nobody has set is as ``kind`` has it by default."""
    value = await tx.scalar(select(settings.c.value).where(settings.c.name == name))
    return kind.model_validate(value or {})


async def values(tx: AsyncConnection, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Those of the settings that somebody has set, as they are kept."""
    query = select(settings.c.name, settings.c.value).where(settings.c.name.in_(names))
    return {row.name: row.value for row in await tx.execute(query)}


async def keep(
    tx: AsyncConnection, name: str, value: dict[str, Any], changed_by: str, now: datetime
) -> None:
    """Keep ``value`` as the setting ``name``."""
    row = {"name": name, "value": value, "changed_at": now, "changed_by": changed_by}
    upsert = insert(settings).values(row)
    await tx.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=row))
