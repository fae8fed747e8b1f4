"""What the read model knows of active runs, and up to where it knows that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.commands.quotas import ActiveRun
from schemas import tables
from schemas.lifecycle import RunStatus

ACTIVE = [status.value for status in RunStatus if not status.ended]

runs = tables.runs
positions = tables.positions
users = tables.users


@dataclass(frozen=True, slots=True)
class Known:
    """Runs at one moment of the read model."""

    position: int
    """The sequence up to which everything is in it."""
    runs: Mapping[UUID, ActiveRun | None]
    """Every active one, and those asked about; None once one has ended."""


async def known(tx: AsyncConnection, projection: str, asked: Collection[UUID]) -> Known:
    """The active runs and those of ``asked`` that are there, of one moment with the position."""
    at = func.coalesce(func.max(positions.c.sequence), 0).label("position")
    position = select(at).where(positions.c.projection == projection).subquery()
    wanted = or_(runs.c.status.in_(ACTIVE), runs.c.run_id.in_(asked))
    query = select(
        position.c.position, runs.c.run_id, runs.c.owner_id, runs.c.name, runs.c.status
    ).select_from(position.outerjoin(runs, wanted))
    rows = (await tx.execute(query)).all()
    return Known(rows[0].position, {row.run_id: _active(*row[1:]) for row in rows if row.run_id})


async def exceptions(tx: AsyncConnection) -> dict[str, int]:
    """How many active runs they may have who may have more or fewer than others, by person."""
    own = users.c.max_active_runs
    rows = await tx.execute(select(users.c.user_id, own).where(own.isnot(None)))
    return {row.user_id: row.max_active_runs for row in rows}


def _active(run_id: UUID, owner_id: str, name: str, status: str) -> ActiveRun | None:
    return ActiveRun(run_id, owner_id, name) if status in ACTIVE else None
