"""Notes of what is wrong in a sheet: kept row by row, until one version is made of them all.

They are a recipe in the making and change nothing by themselves.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from api.problems import RefusedError
from api.views.base import Row
from schemas.problems import ProblemCode
from schemas.recipe import DropRows, RelabelRows, Step
from schemas.tables import corrections

MOST = 1_000
"""Of one dataset; a version empties the list."""


async def noted(tx: AsyncConnection, dataset_id: UUID) -> Sequence[Row]:
    """In the order of the sheet."""
    query = select(corrections).where(corrections.c.dataset_id == dataset_id)
    return (await tx.execute(query.order_by(corrections.c.row))).mappings().all()


async def note(
    tx: AsyncConnection, dataset_id: UUID, row: int, label: str | None, now: datetime
) -> None:
    """Note what is right in a row, or that it is to be left out, in place of what was noted.

    Raises:
        RefusedError: TOO_MANY_CORRECTIONS.
    """
    others = select(func.count()).where(
        corrections.c.dataset_id == dataset_id, corrections.c.row != row
    )
    if (await tx.scalar(others) or 0) >= MOST:
        raise RefusedError(ProblemCode.TOO_MANY_CORRECTIONS, {"limit": MOST})
    said = {"label": label, "noted_at": now}
    new = insert(corrections).values(dataset_id=dataset_id, row=row, **said)
    await tx.execute(new.on_conflict_do_update(index_elements=["dataset_id", "row"], set_=said))


async def forget(tx: AsyncConnection, dataset_id: UUID, rows: Collection[int]) -> None:
    """Take back what was noted of these rows."""
    await _delete(tx, dataset_id, corrections.c.row.in_(rows))


async def forget_all(tx: AsyncConnection, dataset_id: UUID) -> None:
    """Of a dataset that is no longer there."""
    await _delete(tx, dataset_id)


async def _delete(tx: AsyncConnection, dataset_id: UUID, *which: ColumnElement[bool]) -> None:
    await tx.execute(delete(corrections).where(corrections.c.dataset_id == dataset_id, *which))


def steps(found: Sequence[Row]) -> list[Step]:
    """What the corrections change, in as few steps as can be; the rows that go are last."""
    rows: dict[str | None, list[int]] = {}
    for one in found:
        rows.setdefault(one["label"], []).append(one["row"])
    dropped = rows.pop(None, [])
    relabelled = [
        RelabelRows(rows=rows[label], label=label) for label in sorted(filter(None, rows))
    ]
    return [*relabelled, *([DropRows(rows=dropped)] if dropped else [])]
