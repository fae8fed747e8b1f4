"""What the read model knows of datasets and their versions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.sight import DATASETS, Listing, Sight
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
    tx: AsyncConnection, sight: Sight, listing: Listing, limit: int, offset: int
) -> tuple[Sequence[Row], int]:
    """Some of the datasets listed, in their newest version, newest first; how many there are.

    Raises:
        RefusedError: FORBIDDEN: others' are wanted.
    """
    condition = and_(sight.listed(DATASETS, listing), datasets.c.deleted_at.is_(None))
    total = await tx.scalar(select(func.count()).select_from(datasets).where(condition))
    query = _newest(sight).where(condition).order_by(datasets.c.last_sequence.desc())
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def one(tx: AsyncConnection, sight: Sight, dataset_id: UUID) -> Row | None:
    """The dataset in its newest version, if the asker sees it and it is not deleted."""
    condition = and_(_present(sight), datasets.c.dataset_id == dataset_id)
    return (await tx.execute(_newest(sight).where(condition))).mappings().one_or_none()


async def versions_of(tx: AsyncConnection, sight: Sight, dataset_id: UUID) -> Sequence[Row]:
    """The versions of a dataset that the asker sees, oldest first."""
    query = (
        select(versions)
        .join(datasets, datasets.c.dataset_id == versions.c.dataset_id)
        .where(_present(sight), versions.c.dataset_id == dataset_id, _of_this_life())
        .order_by(versions.c.version)
    )
    return (await tx.execute(query)).mappings().all()


def _newest(sight: Sight) -> Select[tuple[object, ...]]:
    newest = and_(
        versions.c.dataset_id == datasets.c.dataset_id, versions.c.version == datasets.c.version
    )
    owner_name = sight.others_name(DATASETS).label("owner_name")
    return select(datasets, owner_name, *_CONTENTS).join(versions, newest)


def _of_this_life() -> ColumnElement[bool]:
    """Not a version of a dataset that was deleted and then uploaded again."""
    return versions.c.version <= datasets.c.version


def _present(sight: Sight) -> ColumnElement[bool]:
    return and_(sight.seen(DATASETS), datasets.c.deleted_at.is_(None))
