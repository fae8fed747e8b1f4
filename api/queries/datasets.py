"""What the read model knows of datasets."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.views.runs import Row
from schemas import tables

datasets = tables.datasets


async def page(
    tx: AsyncConnection, owner_id: str, limit: int, offset: int
) -> tuple[Sequence[Row], int]:
    """Some of the owner's datasets, newest first, and how many there are."""
    condition = _present(owner_id)
    total = await tx.scalar(select(func.count()).select_from(datasets).where(condition))
    query = select(datasets).where(condition).order_by(datasets.c.last_sequence.desc())
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def one(tx: AsyncConnection, owner_id: str, dataset_id: UUID) -> Row | None:
    """The owner's dataset, if it is there and not deleted."""
    condition = and_(_present(owner_id), datasets.c.dataset_id == dataset_id)
    return (await tx.execute(select(datasets).where(condition))).mappings().one_or_none()


async def needed(tx: AsyncConnection, file_sha256: str, examples_sha256: str) -> tuple[bool, bool]:
    """Whether anybody's dataset stands on these original bytes, and on these examples."""
    here = datasets.c.deleted_at.is_(None)
    found = await tx.execute(
        select(
            select(1).where(here, datasets.c.file_sha256 == file_sha256).exists(),
            select(1).where(here, datasets.c.examples_sha256 == examples_sha256).exists(),
        )
    )
    original, examples = found.one()
    return bool(original), bool(examples)


def _present(owner_id: str) -> ColumnElement[bool]:
    return and_(datasets.c.owner_id == owner_id, datasets.c.deleted_at.is_(None))
