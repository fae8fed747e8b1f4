"""What deserves attention, of an owner's runs, of workers and of the installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, Uuid, case, cast, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import Subquery

from api.sight import RUNS, Listing, Sight
from api.views.runs import Row
from schemas import tables

alerts = tables.alerts
installation = tables.installation_alerts
runs = tables.runs


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts to list."""

    listing: Listing
    only_open: bool = False


async def page(
    tx: AsyncConnection, sight: Sight, wanted: AlertFilter, limit: int, offset: int
) -> tuple[Sequence[Row], int]:
    """Some of the alerts listed, newest first, and how many there are.

    Raises:
        RefusedError: FORBIDDEN: those of others' runs are wanted.
    """
    seen = _listed(sight, wanted.listing)
    query = select(seen)
    if wanted.only_open:
        query = query.where(seen.c.closed_at.is_(None))
    total = await tx.scalar(select(func.count()).select_from(query.subquery()))
    query = query.order_by(seen.c.raised_at.desc(), seen.c.entity_id, seen.c.code)
    found = await tx.execute(query.limit(limit).offset(offset))
    return found.mappings().all(), total or 0


async def open_of_run(tx: AsyncConnection, run_id: UUID) -> Sequence[Row]:
    """The run's open alerts, oldest first."""
    of_run = (alerts.c.entity_id == str(run_id), alerts.c.closed_at.is_(None))
    query = select(alerts, null().label("run_name")).where(*of_run).order_by(alerts.c.raised_at)
    return (await tx.execute(query)).mappings().all()


def _listed(sight: Sight, listing: Listing) -> Subquery:
    """The listed runs' alerts; workers' and the installation's are everybody's."""
    run_id = case((alerts.c.entity == "run", cast(alerts.c.entity_id, Uuid)))
    of_things = (
        select(
            alerts.c.entity,
            alerts.c.entity_id,
            alerts.c.code,
            alerts.c.params,
            alerts.c.raised_at,
            alerts.c.closed_at,
            runs.c.name.label("run_name"),
        )
        .join(runs, runs.c.run_id == run_id, isouter=True)
        .where(or_(sight.listed(RUNS, listing), alerts.c.entity == "worker"))
    )
    of_installation = select(
        literal("installation"),
        cast(installation.c.alert_id, Text),
        installation.c.code,
        installation.c.params,
        installation.c.raised_at,
        installation.c.closed_at,
        null(),
    )
    return union_all(of_things, of_installation).subquery()
