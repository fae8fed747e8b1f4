"""What the database tells of the installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from api.queries import positions
from api.readiness import PROJECTION
from schemas import tables

_SIZE = text("SELECT pg_database_size(current_database())")
_VERSION = text("SHOW server_version")


@dataclass(frozen=True, slots=True)
class Database:
    """The database at one moment."""

    version: str
    size_bytes: int
    position: int
    dead_letters: int
    sealed: tuple[int, datetime] | None
    """The newest seal: its event's number, and when it was made."""


async def look(tx: AsyncConnection) -> Database:
    """How it stands now."""
    letters = select(func.count()).select_from(tables.dead_letters)
    seals = tables.seals.c
    newest = select(seals.sequence, seals.sealed_at).order_by(seals.sequence.desc()).limit(1)
    seal = (await tx.execute(newest)).one_or_none()
    return Database(
        version=str(await tx.scalar(_VERSION)).split()[0],
        size_bytes=await tx.scalar(_SIZE) or 0,
        position=await positions.of(tx, PROJECTION) or 0,
        dead_letters=await tx.scalar(letters) or 0,
        sealed=None if seal is None else (seal.sequence, seal.sealed_at),
    )


async def names(tx: AsyncConnection, user_ids: list[str]) -> Mapping[str, str]:
    """What people are called, by their ids."""
    users = tables.users.c
    query = select(users.user_id, users.name).where(users.user_id.in_(user_ids))
    return {row.user_id: row.name for row in await tx.execute(query)}
