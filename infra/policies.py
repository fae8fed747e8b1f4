"""What an administrator has set for everybody, as it is in the database."""

from datetime import datetime
from typing import TypeVar

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


async def write(
    tx: AsyncConnection, name: str, value: BaseModel, changed_by: str, now: datetime
) -> None:
    """Keep ``value`` as the setting ``name``."""
    row = {
        "name": name,
        "value": value.model_dump(mode="json"),
        "changed_at": now,
        "changed_by": changed_by,
    }
    upsert = insert(settings).values(row)
    await tx.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=row))
