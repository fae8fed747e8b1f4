"""What the read model knows of runs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.commands.datasets import Uses
from api.sight import RUNS, Holding, Listing, Sight
from api.views.runs import Row as AnyRow
from schemas import tables
from schemas.lifecycle import RunStatus
from schemas.shares import Shared
from schemas.tasks import Task

runs = tables.runs
epochs = tables.epochs
progress = tables.progress
datasets = tables.datasets
shares = tables.shares

MOST_OF_DATASET = 50
"""Runs that are told one by one with a dataset."""
_OF_DATASET = (
    "run_id",
    "name",
    "status",
    "dataset_id",
    "dataset_version",
    "best_accuracy",
    "requested_sequence",
)


class RunOrder(StrEnum):
    """By what a list of runs is ordered."""

    CREATED = "created"
    NAME = "name"
    DATASET = "dataset"
    STATUS = "status"
    HITS = "hits"
    """The figure by which people follow a run: right answers; of entities, F1."""
    DURATION = "duration"
    """From the first attempt's beginning to the end; those without one come last."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A run that a worker trains."""

    name: str
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """Which runs to list, and in which order."""

    listing: Listing
    status: RunStatus | None = None
    dataset_id: UUID | None = None
    search: str | None = None
    """In the name, in whatever case."""
    order: RunOrder = RunOrder.CREATED
    descending: bool = True


@dataclass(frozen=True, slots=True)
class PoolLoad:
    """How busy a pool of workers is."""

    pool: str
    queued: int
    running: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run in the queue."""

    run_id: UUID
    owner_id: str
    position: int
    """1 is next in its pool."""


def with_names_and_progress(sight: Sight) -> Select[*tuple[object, ...]]:
    """Every run with its dataset's and its owner's names and its latest reported progress."""
    return (
        select(
            runs,
            sight.others_name(RUNS).label("owner_name"),
            func.coalesce(datasets.c.name, "").label("dataset_name"),
            progress.c.data.label("progress"),
            progress.c.attempt.label("progress_attempt"),
            progress.c.updated_at.label("progress_at"),
        )
        .join(datasets, datasets.c.dataset_id == runs.c.dataset_id, isouter=True)
        .join(progress, progress.c.run_id == runs.c.run_id, isouter=True)
    )


async def page(
    tx: AsyncConnection, sight: Sight, wanted: RunFilter, limit: int, offset: int
) -> tuple[Sequence[AnyRow], int]:
    """Some of the runs listed, in the order wanted, and how many there are.

    Raises:
        RefusedError: FORBIDDEN: others' are wanted.
    """
    condition = _condition(sight, wanted)
    total = await tx.scalar(select(func.count()).select_from(runs).where(condition))
    query = with_names_and_progress(sight).where(condition).order_by(*_order(wanted))
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def one(tx: AsyncConnection, sight: Sight, run_id: UUID) -> AnyRow | None:
    """The run, if there is one that the asker sees."""
    condition = and_(sight.seen(RUNS), runs.c.run_id == run_id)
    found = await tx.execute(with_names_and_progress(sight).where(condition))
    return found.mappings().one_or_none()


async def several(
    tx: AsyncConnection, sight: Sight, run_ids: Collection[UUID]
) -> dict[UUID, AnyRow]:
    """Those of the runs that the asker sees, each with how its dataset was read."""
    condition = and_(sight.seen(RUNS), runs.c.run_id.in_(run_ids))
    query = with_names_and_progress(sight).add_columns(datasets.c.reading).where(condition)
    return {row["run_id"]: row for row in (await tx.execute(query)).mappings()}


async def report(tx: AsyncConnection, sight: Sight, run_id: UUID) -> AnyRow | None:
    """The final report (null until it is completed) of the run, if the asker sees it."""
    condition = and_(sight.seen(RUNS), runs.c.run_id == run_id)
    found = await tx.execute(select(runs.c.report).where(condition))
    return found.mappings().one_or_none()


async def metrics(tx: AsyncConnection, sight: Sight, run_id: UUID) -> list[dict[str, object]]:
    """Every epoch's metrics of a run that the asker sees, in order.

    Where another worker has begun anew, those that it has not yet come to again are left out.
    """
    told = epochs.c.epoch <= runs.c.last_epoch
    seen = and_(runs.c.run_id == epochs.c.run_id, sight.seen(RUNS), told)
    query = select(epochs.c.metrics).join(runs, seen).where(epochs.c.run_id == run_id)
    return list(await tx.scalars(query.order_by(epochs.c.epoch)))


async def holdings(tx: AsyncConnection, run_ids: Collection[UUID]) -> dict[UUID, Holding]:
    """Whose ``run_ids`` are and with whom their models are shared, of those that there are."""
    of_model = and_(
        shares.c.entity == Shared.MODEL,
        shares.c.entity_id == runs.c.run_id,
        shares.c.ended_at.is_(None),
    )
    query = (
        select(runs.c.run_id, runs.c.owner_id, func.array_agg(shares.c.grantee).label("grantees"))
        .join(shares, of_model, isouter=True)
        .where(runs.c.run_id.in_(run_ids))
        .group_by(runs.c.run_id)
    )
    return {
        row.run_id: Holding(row.owner_id, frozenset(filter(None, row.grantees)))
        for row in await tx.execute(query)
    }


async def trained(tx: AsyncConnection, run_ids: Collection[UUID]) -> dict[UUID, Trained]:
    """What those of ``run_ids`` are called that there are, and whose they are."""
    held = await holdings(tx, run_ids)
    rows = await tx.execute(select(runs.c.run_id, runs.c.name).where(runs.c.run_id.in_(run_ids)))
    return {row.run_id: Trained(row.name, held[row.run_id]) for row in rows}


async def waiting(tx: AsyncConnection, owner_ids: Collection[str]) -> list[Waiting]:
    """The queued runs of some owners, with their places among everybody's."""
    place = func.row_number().over(partition_by=runs.c.pool, order_by=runs.c.requested_sequence)
    queued = (
        select(runs.c.run_id, runs.c.owner_id, place.label("place"))
        .where(runs.c.status == RunStatus.QUEUED)
        .subquery()
    )
    found = await tx.execute(select(queued).where(queued.c.owner_id.in_(owner_ids)))
    return [Waiting(*row) for row in found]


async def queue_position(tx: AsyncConnection, row: AnyRow) -> int | None:
    """How many jobs of the pool come up to this one; None unless it is queued, still."""
    if row["status"] != RunStatus.QUEUED:
        return None
    before = and_(
        runs.c.pool == row["pool"],
        runs.c.status == RunStatus.QUEUED,
        runs.c.requested_sequence <= row["requested_sequence"],
    )
    # Whoever was claimed since the row was read, with nobody queued before it, has no place.
    return await tx.scalar(select(func.count()).select_from(runs).where(before)) or None


async def seconds_left(tx: AsyncConnection, pool: str) -> list[float | None]:
    """Of every run that is trained in the pool, as far as it knows: numbers only."""
    left = progress.c.data["seconds_left"].as_float()
    told = and_(progress.c.run_id == runs.c.run_id, progress.c.attempt == runs.c.attempt)
    training = and_(runs.c.pool == pool, runs.c.status == RunStatus.RUNNING)
    query = select(left).select_from(runs).join(progress, told, isouter=True).where(training)
    return list(await tx.scalars(query))


async def using_dataset(tx: AsyncConnection, dataset_id: UUID) -> Uses:
    """The runs, of its owner and of others, that learned or will learn from the dataset."""
    active = func.count().filter(runs.c.status.in_([RunStatus.QUEUED, RunStatus.RUNNING]))
    counted = select(func.count(), active).where(runs.c.dataset_id == dataset_id)
    return Uses(*(await tx.execute(counted)).one())


async def of_datasets(
    tx: AsyncConnection, sight: Sight, dataset_ids: Collection[UUID]
) -> Sequence[AnyRow]:
    """The newest runs on each dataset that the asker sees, with the number of all of these.

    Of those that are completed, and of the others, at most ``MOST_OF_DATASET`` each.
    """
    completed = runs.c.status == RunStatus.COMPLETED
    newest_first = runs.c.requested_sequence.desc()
    kind = (runs.c.dataset_id, completed)
    ranked = (
        select(
            *(runs.c[name] for name in _OF_DATASET),
            func.count().over(partition_by=runs.c.dataset_id).label("of_dataset"),
            func.row_number().over(partition_by=kind, order_by=newest_first).label("place"),
        )
        .where(sight.seen(RUNS), runs.c.dataset_id.in_(dataset_ids))
        .subquery()
    )
    query = select(ranked).where(ranked.c.place <= MOST_OF_DATASET)
    found = await tx.execute(query.order_by(ranked.c.requested_sequence.desc()))
    return found.mappings().all()


async def loads(tx: AsyncConnection) -> list[PoolLoad]:
    """How busy every pool is, all owners together: numbers only."""
    query = (
        select(runs.c.pool, _counted(RunStatus.QUEUED), _counted(RunStatus.RUNNING))
        .where(or_(runs.c.status == RunStatus.QUEUED, runs.c.status == RunStatus.RUNNING))
        .group_by(runs.c.pool)
        .order_by(runs.c.pool)
    )
    found: Sequence[Row[str, int, int]] = (await tx.execute(query)).all()
    return [PoolLoad(pool, queued, running) for pool, queued, running in found]


def _counted(status: RunStatus) -> ColumnElement[int]:
    return func.count().filter(runs.c.status == status)


def _condition(sight: Sight, wanted: RunFilter) -> ColumnElement[bool]:
    conditions = [sight.listed(RUNS, wanted.listing)]
    if wanted.status is not None:
        conditions.append(runs.c.status == wanted.status)
    if wanted.dataset_id is not None:
        conditions.append(runs.c.dataset_id == wanted.dataset_id)
    if wanted.search:
        conditions.append(runs.c.name.icontains(wanted.search, autoescape=True))
    return and_(*conditions)


def _order(wanted: RunFilter) -> tuple[ColumnElement[Any], ...]:
    """What is not known comes last either way; of equals, the newer first."""
    chosen = ORDERS[wanted.order]
    directed = chosen.desc() if wanted.descending else chosen.asc()
    return directed.nulls_last(), runs.c.requested_sequence.desc()


ORDERS: dict[RunOrder, ColumnElement[Any]] = {
    RunOrder.CREATED: runs.c.requested_sequence,
    RunOrder.NAME: func.lower(runs.c.name),
    RunOrder.DATASET: func.lower(datasets.c.name),
    RunOrder.STATUS: runs.c.status,
    RunOrder.HITS: case(
        (runs.c.task == Task.TOKEN_CLASSIFICATION, runs.c.best_score), else_=runs.c.best_accuracy
    ),
    RunOrder.DURATION: runs.c.finished_at - runs.c.started_at,
}
