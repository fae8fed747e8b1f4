"""What the log says of workers; how they are now is their presence."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from nats.aio.client import Client
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.views.runs import Row
from infra.presence import last_heartbeat
from schemas import tables
from schemas.lifecycle import RunStatus
from schemas.telemetry import Heartbeat


async def every(tx: AsyncConnection) -> Sequence[Row]:
    """All workers ever admitted, by name."""
    query = select(tables.workers).order_by(tables.workers.c.name, tables.workers.c.worker_id)
    return (await tx.execute(query)).mappings().all()


async def heartbeats(client: Client, rows: Sequence[Row]) -> list[Heartbeat | None]:
    """Each worker's last heartbeat, None where it has run out."""
    return await asyncio.gather(*(last_heartbeat(client, row["worker_id"]) for row in rows))


async def runs_of(tx: AsyncConnection, worker_id: str) -> Sequence[UUID]:
    """The runs that the worker is training, as far as the read model knows."""
    runs = tables.runs.c
    held = select(runs.run_id).where(
        runs.worker_id == worker_id, runs.status == RunStatus.RUNNING.value
    )
    return (await tx.scalars(held)).all()
