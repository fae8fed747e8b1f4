"""Workers and the queue as the API shows them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.views import samples
from api.views.base import View, like
from api.views.people import PRINTABLE
from api.views.runs import Row
from schemas.base import Token
from schemas.subjects import DEFAULT_POOL
from schemas.telemetry import Heartbeat

REVOKED = "revoked"


class WorkerStatus(StrEnum):
    """How a worker is."""

    ONLINE = "online"
    OFFLINE = "offline"
    REVOKED = "revoked"


class Worker(View):
    """A computer that trains. What it last said of itself is null while it is not heard."""

    model_config = like(samples.WORKER)

    id: str
    name: str
    pool: str
    status: WorkerStatus
    registered_at: datetime
    heard_at: datetime | None
    """By the worker's own clock."""
    paused: bool
    """Whether it takes nothing new; what it trains, it still ends."""
    busy: bool
    run_id: UUID | None
    """What it is training, if that is yours."""
    run_name: str | None
    device: str | None
    """``cpu``, ``cuda`` or ``mps``."""
    device_name: str | None
    device_memory_bytes: int | None
    memory_used_bytes: int | None
    utilisation: float | None
    """From 0 to 1."""
    temperature_celsius: float | None
    processor_utilisation: float | None
    """Of the computer's processors, from 0 to 1."""
    disk_used_bytes: int | None
    disk_bytes: int | None
    """Where it keeps models and checkpoints."""
    version: str | None


class WorkerList(View):
    """All workers ever admitted, by name."""

    items: list[Worker]
    total: int


class NewWorker(BaseModel):
    """A computer to be admitted."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=PRINTABLE)]
    """As people call it; names may repeat."""
    pool: Token = DEFAULT_POOL
    """Whose jobs it takes."""


class Registration(View):
    """A worker and its token."""

    id: str
    name: str
    pool: str
    token: str
    """Shown once; `afina worker join` needs it."""
    join_command: str
    """What is to be typed on that computer, token included."""


class PausedWorker(View):
    """A worker, and whether it takes nothing new."""

    id: str
    paused: bool


class RevokedWorker(View):
    """A worker that may work no more."""

    id: str
    status: WorkerStatus


class WorkersSelf(View):
    """What a worker needs to know to work."""

    id: str
    name: str
    pool: str
    nats_url: str
    """Where the broker is, for workers."""


class GrantGiven(View):
    """A permission to download the examples of one run."""

    grant: str
    """To be shown in the header `X-Afina-Grant`."""
    expires_at: datetime


class PoolStatus(View):
    """How busy a pool of workers is."""

    pool: str
    queued: int
    running: int


class QueueStatus(View):
    """How busy the whole system is."""

    model_config = like(samples.QUEUE_STATUS)

    pools: list[PoolStatus]
    """Those with something to do."""
    queued: int
    running: int
    workers_online: int


class WorkersNews(WorkerList):
    """The workers as they are now, as a message of ``/events``."""

    topics: list[str]
    """``workers``"""


class QueueNews(QueueStatus):
    """The queue as it is now, as a message of ``/events``."""

    topics: list[str]
    """``queue``"""
    positions: dict[UUID, int]
    """Of your waiting runs, by their ids; 1 is next in its pool."""


def status_of(row: Row, heartbeat: Heartbeat | None) -> WorkerStatus:
    """What the log and the worker's own voice say together."""
    if row["status"] == REVOKED:
        return WorkerStatus.REVOKED
    return WorkerStatus.OFFLINE if heartbeat is None else WorkerStatus.ONLINE


def worker_of(row: Row, heartbeat: Heartbeat | None, own: Mapping[UUID, str]) -> Worker:
    """The worker in ``row``; which run it trains stays untold unless it is among ``own``."""
    run_id = heartbeat.run_id if heartbeat and heartbeat.run_id in own else None
    device = ("device", "device_name", "device_memory_bytes", "memory_used_bytes")
    disk = ("disk_used_bytes", "disk_bytes")
    load = ("utilisation", "temperature_celsius", "processor_utilisation")
    gauges = (*device, *load, *disk, "version")
    return Worker.model_validate(
        {
            "id": row["worker_id"],
            "name": row["name"],
            "pool": row["pool"],
            "status": status_of(row, heartbeat),
            "registered_at": row["registered_at"],
            "heard_at": heartbeat.sent_at if heartbeat else None,
            "paused": row["paused"],
            "busy": heartbeat is not None and heartbeat.run_id is not None,
            "run_id": run_id,
            "run_name": own[run_id] if run_id else None,
            **{name: getattr(heartbeat, name, None) for name in gauges},
        }
    )
