"""Secrets with which the API signs what it wants to recognise, the same in all processes."""

from secrets import token_bytes

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from schemas.tables import keys

SIZE_BYTES = 32


async def key(engine: AsyncEngine, name: str) -> bytes:
    """The secret called ``name``, made when it is first asked for."""
    async with engine.begin() as tx:
        query = select(keys.c.secret).where(keys.c.name == name)
        if (found := await tx.scalar(query)) is None:
            new = {"name": name, "secret": token_bytes(SIZE_BYTES)}
            await tx.execute(insert(keys).values(new).on_conflict_do_nothing())
            found = await tx.scalar(query)
    return bytes(found or b"")
