"""What can happen to a worker."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from schemas.base import Event, NonBlank, Token


class WorkerEventBase(Event):
    """What every event of a worker says."""

    worker_id: Token


class WorkerRegistered(WorkerEventBase):
    """A computer was admitted to a pool."""

    type: Literal["worker.registered.v1"] = "worker.registered.v1"
    name: NonBlank
    pool: Token


class WorkerRevoked(WorkerEventBase):
    """The computer may not work any more."""

    type: Literal["worker.revoked.v1"] = "worker.revoked.v1"


class WorkerLost(WorkerEventBase):
    """No heartbeat came for a whole lease."""

    type: Literal["worker.lost.v1"] = "worker.lost.v1"


class WorkerBack(WorkerEventBase):
    """A lost worker was heard again."""

    type: Literal["worker.back.v1"] = "worker.back.v1"


class WorkerPaused(WorkerEventBase):
    """It ends what it trains, and takes nothing new."""

    type: Literal["worker.paused.v1"] = "worker.paused.v1"


class WorkerResumed(WorkerEventBase):
    """It takes jobs again."""

    type: Literal["worker.resumed.v1"] = "worker.resumed.v1"


class WorkerKeyRenewed(WorkerEventBase):
    """The key that it had opens nothing any more; whoever renewed it was shown another."""

    type: Literal["worker.key_renewed.v1"] = "worker.key_renewed.v1"


OrderEvent = WorkerPaused | WorkerResumed | WorkerKeyRenewed
"""What an administrator wants of a worker; nothing is said of its being there."""
WorkerEvent = Annotated[
    WorkerRegistered | WorkerRevoked | WorkerLost | WorkerBack | OrderEvent,
    Field(discriminator="type"),
]
worker_events: TypeAdapter[WorkerEvent] = TypeAdapter(WorkerEvent)
