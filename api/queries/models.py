"""What the read model knows of trained models: their runs, and what became of them since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from api.commands.models import Trained
from api.sight import RUNS, Listing, Sight
from api.views.base import Row
from schemas import tables
from schemas.certainty import USUAL_REVIEW
from schemas.tasks import Task

runs, models, datasets = tables.runs, tables.trained_models, tables.datasets
versions, workers, uses = tables.dataset_versions, tables.workers, tables.model_uses

USE_NOTED_EVERY = timedelta(minutes=1)
REVOKED = "revoked"
"""A worker's status in the log."""

NAME = func.coalesce(models.c.name, runs.c.name)
REVIEW = func.coalesce(models.c.review_threshold, USUAL_REVIEW)
_JOINED = runs.join(models, models.c.model_id == runs.c.run_id, isouter=True)
_LABELS = func.jsonb_path_query_array(runs.c.report, literal_column("'$.labels[*].label'"))
_RATES = ("accuracy", "f1", "exact_match")
"""Of a report, whichever its headline is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFilter:
    """Which models to list."""

    listing: Listing
    search: str | None = None
    archived: bool = False


async def page(
    tx: AsyncConnection, sight: Sight, wanted: ModelFilter, limit: int, offset: int
) -> tuple[Sequence[Row], int]:
    """Some of the models listed, newest first, and how many there are.

    Raises:
        RefusedError: FORBIDDEN: others' are wanted.
    """
    condition = _condition(sight, wanted)
    total = await tx.scalar(select(func.count()).select_from(_JOINED).where(condition))
    query = _shown(sight).where(condition).order_by(runs.c.finished_at.desc(), runs.c.run_id)
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def one(tx: AsyncConnection, sight: Sight, run_id: UUID) -> Row | None:
    """The model of run ``run_id``, deleted or not, if there is one that the asker sees."""
    condition = and_(sight.seen(RUNS), runs.c.model.is_not(None), runs.c.run_id == run_id)
    return (await tx.execute(_shown(sight).where(condition))).mappings().one_or_none()


async def is_run(tx: AsyncConnection, sight: Sight, run_id: UUID) -> bool:
    """Whether there is such a run for the asker, whatever came of it."""
    condition = and_(sight.seen(RUNS), runs.c.run_id == run_id)
    return bool(await tx.scalar(select(func.count()).select_from(runs).where(condition)))


def trained(row: Row) -> Trained:
    """The model in ``row``, for decisions."""
    return Trained(
        run_id=row["run_id"],
        owner_id=row["owner_id"],
        name=row["run_name"],
        task=Task(row["task"]),
        worker_id=row["worker_id"],
        path=row["path"],
        worker_revoked=row["worker_status"] == REVOKED,
    )


async def doomed(tx: AsyncConnection, worker_id: str) -> Sequence[Row]:
    """The models that ``worker_id`` is to remove, and where they are."""
    query = (
        select(runs.c.run_id, runs.c.model["path"].as_string().label("path"))
        .join(models, models.c.model_id == runs.c.run_id)
        .where(runs.c.worker_id == worker_id, runs.c.model.is_not(None))
        .where(models.c.deletion_requested_at.is_not(None), models.c.deleted_at.is_(None))
        .order_by(models.c.last_sequence)
    )
    return (await tx.execute(query)).mappings().all()


async def note_use(tx: AsyncConnection, run_id: UUID, now: datetime) -> None:
    """Remember that the model was asked just now, once a minute at most."""
    noted = insert(uses).values(run_id=run_id, used_at=now)
    later = noted.on_conflict_do_update(
        index_elements=[uses.c.run_id],
        set_={"used_at": now},
        where=uses.c.used_at < now - USE_NOTED_EVERY,
    )
    await tx.execute(later)


def _shown(sight: Sight) -> Select[*tuple[object, ...]]:
    learned_from = and_(
        versions.c.dataset_id == runs.c.dataset_id, versions.c.version == runs.c.dataset_version
    )
    return (
        select(
            *(runs.c[name] for name in ("run_id", "owner_id", "task", "worker_id", "base_model")),
            *(runs.c[name] for name in ("dataset_id", "dataset_version", "finished_at")),
            *(models.c[name] for name in ("archived_at", "deletion_requested_at", "deleted_at")),
            NAME.label("name"),
            REVIEW.label("review_threshold"),
            runs.c.name.label("run_name"),
            sight.others_name(RUNS).label("owner_name"),
            func.coalesce(datasets.c.name, "").label("dataset_name"),
            versions.c.examples.label("examples"),
            workers.c.name.label("worker_name"),
            workers.c.status.label("worker_status"),
            uses.c.used_at,
            *_of_report(),
            *_of_files(),
        )
        .select_from(_JOINED)
        .join(datasets, datasets.c.dataset_id == runs.c.dataset_id, isouter=True)
        .join(versions, learned_from, isouter=True)
        .join(workers, workers.c.worker_id == runs.c.worker_id, isouter=True)
        .join(uses, uses.c.run_id == runs.c.run_id, isouter=True)
    )


def _of_report() -> Sequence[ColumnElement[Any]]:
    """What a card shows of it: the whole has a table of all labels."""
    report = runs.c.report
    return [
        _LABELS.label("labels"),
        report["validation_examples"].as_integer().label("exam_examples"),
        report["multi_label"].as_boolean().label("multi_label"),
        *(report[name].as_float().label(name) for name in _RATES),
    ]


def _of_files() -> Sequence[ColumnElement[Any]]:
    return [
        runs.c.model["path"].as_string().label("path"),
        cast(runs.c.model["size_bytes"].astext, BigInteger).label("size_bytes"),
    ]


def _condition(sight: Sight, wanted: ModelFilter) -> ColumnElement[bool]:
    put_away = models.c.archived_at.is_not(None)
    conditions = [
        sight.listed(RUNS, wanted.listing),
        runs.c.model.is_not(None),
        models.c.deleted_at.is_(None),
        put_away if wanted.archived else ~put_away,
    ]
    if wanted.search:
        texts = (NAME, cast(_LABELS, Text))
        conditions.append(or_(*(text.icontains(wanted.search, autoescape=True) for text in texts)))
    return and_(*conditions)
