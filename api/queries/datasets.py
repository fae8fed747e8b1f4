"""What the read model knows of datasets and their versions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.views.runs import Row
from schemas import tables

datasets = tables.datasets
versions = tables.dataset_versions

_CONTENTS = [
    column
    for column in versions.columns
    if column.name not in {"dataset_id", "version", "created_at", "last_sequence"}
]


async def page(
    tx: AsyncConnection, owner_id: str, limit: int, offset: int
) -> tuple[Sequence[Row], int]:
    """Some of the owner's datasets in their newest version, newest first; how many there are."""
    condition = _present(owner_id)
    total = await tx.scalar(select(func.count()).select_from(datasets).where(condition))
    query = _newest().where(condition).order_by(datasets.c.last_sequence.desc())
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def one(tx: AsyncConnection, owner_id: str, dataset_id: UUID) -> Row | None:
    """The owner's dataset in its newest version, if it is there and not deleted."""
    condition = and_(_present(owner_id), datasets.c.dataset_id == dataset_id)
    return (await tx.execute(_newest().where(condition))).mappings().one_or_none()


async def versions_of(tx: AsyncConnection, owner_id: str, dataset_id: UUID) -> Sequence[Row]:
    """The versions of the owner's dataset, oldest first; none where there is no such dataset."""
    query = (
        select(versions)
        .join(datasets, datasets.c.dataset_id == versions.c.dataset_id)
        .where(_present(owner_id), versions.c.dataset_id == dataset_id, _of_this_life())
        .order_by(versions.c.version)
    )
    return (await tx.execute(query)).mappings().all()


def _newest() -> Select[tuple[object, ...]]:
    newest = and_(
        versions.c.dataset_id == datasets.c.dataset_id, versions.c.version == datasets.c.version
    )
    return select(datasets, *_CONTENTS).join(versions, newest)


def _of_this_life() -> ColumnElement[bool]:
    """Not a version of a dataset that was deleted and then uploaded again."""
    return versions.c.version <= datasets.c.version


def _present(owner_id: str) -> ColumnElement[bool]:
    return and_(datasets.c.owner_id == owner_id, datasets.c.deleted_at.is_(None))
