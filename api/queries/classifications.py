"""What the read model knows of classifications."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.sight import CLASSIFICATIONS, Sight
from api.views.base import Row
from schemas import tables
from schemas.classification import OPEN

jobs, models, runs = tables.classifications, tables.trained_models, tables.runs


async def page(
    tx: AsyncConnection, sight: Sight, run_id: UUID, limit: int, offset: int
) -> tuple[Sequence[Row], int]:
    """Some of the asker's classifications with a model, newest first, and how many there are."""
    condition = and_(_there(), sight.own(CLASSIFICATIONS), jobs.c.run_id == run_id)
    total = await tx.scalar(select(func.count()).select_from(jobs).where(condition))
    query = select(jobs).where(condition).order_by(jobs.c.requested_sequence.desc())
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def one(tx: AsyncConnection, sight: Sight, classification_id: UUID) -> Row | None:
    """The classification, if the asker sees it and it is not deleted."""
    condition = and_(
        _there(), sight.changed(CLASSIFICATIONS), jobs.c.classification_id == classification_id
    )
    return (await tx.execute(select(jobs).where(condition))).mappings().one_or_none()


async def place(tx: AsyncConnection, row: Row) -> int | None:
    """How many open ones of its worker come up to this one; None once it has begun or ended."""
    if row["started_at"] is not None or row["finished_at"] is not None:
        return None
    before = and_(
        _open(),
        jobs.c.worker_id == row["worker_id"],
        jobs.c.requested_sequence <= row["requested_sequence"],
    )
    return await tx.scalar(select(func.count()).select_from(jobs).where(before))


async def going_on(tx: AsyncConnection, owner_ids: Collection[str]) -> Sequence[Row]:
    """Some owners' that wait or go on, with the places of those that wait, among everybody's."""
    turn = func.row_number().over(partition_by=jobs.c.worker_id, order_by=jobs.c.requested_sequence)
    place = case((jobs.c.started_at.is_(None), turn)).label("queue_position")
    columns = ("classification_id", "run_id", "owner_id", "status", "rows", "requested_sequence")
    everybodys = select(*(jobs.c[name] for name in columns), place).where(_open()).subquery()
    own = everybodys.c.owner_id.in_(owner_ids)
    query = select(everybodys).where(own).order_by(everybodys.c.requested_sequence)
    return (await tx.execute(query)).mappings().all()


async def open_of_person(tx: AsyncConnection, owner_id: str) -> int:
    """How many of a person's wait or go on."""
    query = select(func.count()).where(_open(), Sight(owner_id).own(CLASSIFICATIONS))
    return await tx.scalar(query) or 0


async def open_of_model(tx: AsyncConnection, run_id: UUID) -> int:
    """How many of anybody's wait for the model or use it."""
    query = select(func.count()).where(_open(), jobs.c.run_id == run_id)
    return await tx.scalar(query) or 0


async def of_person(tx: AsyncConnection, owner_id: str) -> Sequence[UUID]:
    """All of a person's that are not deleted."""
    query = select(jobs.c.classification_id)
    found = await tx.scalars(query.where(_there(), Sight(owner_id).own(CLASSIFICATIONS)))
    return found.all()


async def next_of_worker(tx: AsyncConnection, worker_id: str) -> Row | None:
    """The one that a worker is to do now, and where its model is."""
    query = (
        select(
            *(jobs.c[name] for name in ("classification_id", "run_id", "rows")),
            runs.c.model["path"].as_string().label("path"),
        )
        .join(runs, runs.c.run_id == jobs.c.run_id)
        .where(_open(), jobs.c.worker_id == worker_id)
        .order_by(jobs.c.requested_sequence)
        .limit(1)
    )
    return (await tx.execute(query)).mappings().one_or_none()


def _there() -> ColumnElement[bool]:
    return jobs.c.deleted_at.is_(None)


def _open() -> ColumnElement[bool]:
    return and_(_there(), jobs.c.status.in_(OPEN))
