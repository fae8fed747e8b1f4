"""How far the projectors are, and whether one is alive."""

from sqlalchemy import Text, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas import tables

PROJECTOR_LOCK = text(
    """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND ((classid::bigint << 32) | objid::bigint) = hashtextextended(:key, 0)
    )
    """
).bindparams(bindparam("key"))

_POSITION = select(tables.positions.c.sequence).where(
    tables.positions.c.projection == bindparam("of", type_=Text)
)


async def of(tx: AsyncConnection, projection: str) -> int | None:
    """The sequence up to which ``projection`` is done; None before it has ever run."""
    return await tx.scalar(_POSITION, {"of": projection})


async def is_projected(tx: AsyncConnection, projection: str) -> bool:
    """Whether some process holds the projection's advisory lock, so is at work on it."""
    key = tables.projector_lock(projection)
    return bool(await tx.scalar(PROJECTOR_LOCK, {"key": key}))
