"""Seals: the chain as it was at some messages, kept beside the read model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from consumers.notary.chain import Link
from schemas import tables

seals = tables.seals


@dataclass(frozen=True, slots=True)
class Seal:
    """What bears witness that the log was so."""

    link: Link
    sealed_at: datetime
    log: str
    """Which stream was read; another one is in its place after a backup was restored."""


async def newest(tx: AsyncConnection) -> Seal | None:
    """The last one; None before the first."""
    query = select(seals).order_by(seals.c.sequence.desc()).limit(1)
    row = (await tx.execute(query)).one_or_none()
    return None if row is None else _seal(row)


async def between(tx: AsyncConnection, after: int, until: int) -> Sequence[Seal]:
    """Those above ``after`` and up to ``until``, oldest first."""
    wanted = (seals.c.sequence > after, seals.c.sequence <= until)
    found = await tx.execute(select(seals).where(*wanted).order_by(seals.c.sequence))
    return [_seal(row) for row in found]


async def put(tx: AsyncConnection, seal: Seal) -> None:
    """Keep one more; a message that is sealed already stays as it was sealed."""
    row = {
        "sequence": seal.link.sequence,
        "digest": seal.link.digest,
        "sealed_at": seal.sealed_at,
        "log": seal.log,
    }
    await tx.execute(insert(seals).values(row).on_conflict_do_nothing())


async def forget(tx: AsyncConnection) -> None:
    """Remove all of them: the log that they are of is no more."""
    await tx.execute(delete(seals))


def _seal(row: Row[*tuple[Any, ...]]) -> Seal:
    return Seal(Link(row.sequence, row.digest), row.sealed_at, row.log)
