"""A run's events with only what a test cares about spelled out."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from infra.bus import Recorded
from schemas.base import Actor, ActorKind
from schemas.events.catalogue import LoggedEvent
from schemas.events.run import (
    CancelRequested,
    Environment,
    EpochCompleted,
    FailureCode,
    RunAbandoned,
    RunRequested,
    RunStalled,
    RunStarted,
    StallReason,
)
from schemas.hyperparameters import Hyperparameters
from schemas.metrics import EpochMetrics
from schemas.tasks import Task

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUN = UUID("00000000-0000-4000-8000-000000000001")

ENVIRONMENT = Environment(
    code_version="0.1.0",
    python="3.11.7",
    torch="2.13.0",
    transformers="5.23.0",
    cuda=None,
    device="cpu",
    device_name="processor",
    device_memory_bytes=1,
    hostname="here",
)


def lineage(worker_id: str = "here") -> dict[str, Any]:
    cause = uuid4()
    actor = Actor(kind=ActorKind.WORKER, id=worker_id)
    return {"occurred_at": NOW, "correlation_id": cause, "causation_id": cause, "actor": actor}


def requested(run_id: UUID = RUN) -> RunRequested:
    return RunRequested(
        run_id=run_id,
        owner_id="local",
        name="Triagem",
        dataset_id=uuid4(),
        dataset_sha256="a" * 64,
        examples_sha256="b" * 64,
        examples_size_bytes=1,
        task=Task.TEXT_CLASSIFICATION,
        base_model="tiny",
        preset=None,
        hyperparameters=Hyperparameters(),
        pool="default",
        max_retries=3,
        **lineage(),
    )


def started(attempt: int, worker_id: str = "here", run_id: UUID = RUN) -> RunStarted:
    return RunStarted(
        run_id=run_id,
        worker_id=worker_id,
        attempt=attempt,
        environment=ENVIRONMENT,
        **lineage(worker_id),
    )


def epoch(number: int, attempt: int = 1, run_id: UUID = RUN) -> EpochCompleted:
    metrics = EpochMetrics(
        epoch=number,
        step=number * 10,
        train_loss=1.0,
        validation_loss=1.0,
        train_accuracy=0.5,
        validation_accuracy=0.5,
        macro_f1=0.5,
        weighted_f1=0.5,
        learning_rate=1e-5,
        seconds=1.0,
        examples_per_second=10.0,
        is_best=True,
    )
    return EpochCompleted(
        run_id=run_id, worker_id="here", attempt=attempt, metrics=metrics, **lineage()
    )


def cancel(run_id: UUID = RUN, *, keep_model: bool = False) -> CancelRequested:
    return CancelRequested(run_id=run_id, keep_model=keep_model, **lineage())


def stalled(
    attempt: int,
    worker_id: str = "here",
    run_id: UUID = RUN,
    reason: StallReason = StallReason.WORKER_LOST,
) -> RunStalled:
    return RunStalled(
        run_id=run_id, worker_id=worker_id, attempt=attempt, reason=reason, **lineage()
    )


def abandoned() -> RunAbandoned:
    return RunAbandoned(run_id=RUN, code=FailureCode.CRASHED, **lineage())


def recorded(*events: LoggedEvent) -> list[Recorded]:
    return [Recorded(sequence, NOW, event) for sequence, event in enumerate(events, start=11)]
