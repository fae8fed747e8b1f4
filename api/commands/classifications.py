"""Decisions about classifications of sheets: (command, state, now) -> events. No I/O here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID, uuid4

from pydantic import Field

from api.commands import models
from api.commands.models import Model, Trained
from api.problems import RefusedError
from api.sight import Holding, Sight
from schemas.base import Command, NonBlank, answering
from schemas.classification import ClassificationStatus
from schemas.events.classification import (
    ClassificationCancelled,
    ClassificationCompleted,
    ClassificationDeleted,
    ClassificationEvent,
    ClassificationFailed,
    ClassificationFailureCode,
    ClassificationRequested,
    ClassificationStarted,
)
from schemas.problems import ProblemCode
from schemas.tasks import Task

OPEN_OF_PERSON = 3
"""Classifications of one person that wait or go on at once."""
ANSWERING_SHEETS = frozenset({Task.TEXT_CLASSIFICATION, Task.TOKEN_CLASSIFICATION})
"""Tasks whose models need nothing but a text."""


@dataclass(frozen=True, slots=True)
class Classification:
    """A classification as its own events tell it."""

    requested: ClassificationRequested
    status: ClassificationStatus = ClassificationStatus.QUEUED
    deleted: bool = False

    @property
    def holding(self) -> Holding:
        """Whose it is; it cannot be shared."""
        return Holding(self.requested.owner_id)


class RequestClassification(Command):
    """Have a sheet's texts answered by a model."""

    classification_id: UUID = Field(default_factory=uuid4)
    filename: NonBlank
    text_column: NonBlank
    rows: int
    size_bytes: int
    dataset_id: UUID | None = None


class WorkOnClassification(Command):
    """What a worker says of a classification that it holds."""

    classification_id: UUID


class FailClassification(WorkOnClassification):
    """That it cannot be done."""

    code: ClassificationFailureCode
    detail: str = ""


class RemoveClassification(Command):
    """End a classification that waits or goes on; take away one that is over."""

    classification_id: UUID
    for_good: bool = False
    """Take it away in any case."""


def evolve(before: Classification | None, event: ClassificationEvent) -> Classification:
    """The classification after ``event``; its end is final.

    Raises:
        ValueError: its first event is not its request.
    """
    if isinstance(event, ClassificationRequested):
        return before or Classification(event)
    if before is None:
        raise ValueError(f"classification {event.classification_id} was never requested")
    if isinstance(event, ClassificationDeleted):
        return replace(before, deleted=True)
    return replace(before, status=before.status.after(_status(event)))


def _status(
    event: ClassificationStarted
    | ClassificationCompleted
    | ClassificationFailed
    | ClassificationCancelled,
) -> ClassificationStatus:
    match event:
        case ClassificationStarted():
            return ClassificationStatus.RUNNING
        case ClassificationCompleted():
            return ClassificationStatus.COMPLETED
        case ClassificationFailed():
            return ClassificationStatus.FAILED
        case ClassificationCancelled():
            return ClassificationStatus.CANCELLED
    assert_never(event)


def refuse_unfit(model: Model | None, trained: Trained) -> None:
    """Let a sheet be classified with the model.

    Raises:
        RefusedError: MODEL_DELETED; WORKER_REVOKED, nobody reaches it any more; TASK_NOT_OF_SHEETS.
    """
    models.refuse_deleted(model)
    if trained.worker_revoked:
        raise RefusedError(ProblemCode.WORKER_REVOKED)
    if trained.task not in ANSWERING_SHEETS:
        raise RefusedError(ProblemCode.TASK_NOT_OF_SHEETS, {"task": trained.task.value})


def refuse_beyond(open_jobs: int) -> None:
    """Let one more classification of a person's begin.

    Raises:
        RefusedError: QUOTA_CLASSIFICATIONS.
    """
    if open_jobs >= OPEN_OF_PERSON:
        params = {"active": open_jobs, "limit": OPEN_OF_PERSON}
        raise RefusedError(ProblemCode.QUOTA_CLASSIFICATIONS, params)


def request(
    command: RequestClassification, before: Classification | None, trained: Trained, now: datetime
) -> list[ClassificationEvent]:
    """Queue the sheet for the worker that has the model, once."""
    if before is not None:
        return []
    return [
        ClassificationRequested(
            classification_id=command.classification_id,
            run_id=trained.run_id,
            owner_id=command.actor.id,
            worker_id=trained.worker_id,
            filename=command.filename,
            text_column=command.text_column,
            rows=command.rows,
            size_bytes=command.size_bytes,
            dataset_id=command.dataset_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def start(
    command: WorkOnClassification, before: Classification | None, now: datetime
) -> list[ClassificationEvent]:
    """Tell that the worker has the texts, the first time.

    Raises:
        RefusedError: it is not the worker's, or over.
    """
    found = held(before, command.actor.id)
    if found.status is not ClassificationStatus.QUEUED:
        return []
    told = _told(command, found.requested, now)
    return [ClassificationStarted(worker_id=command.actor.id, **told)]


def complete(
    command: WorkOnClassification, before: Classification | None, now: datetime
) -> list[ClassificationEvent]:
    """Tell that every row is answered.

    Raises:
        RefusedError: it is not the worker's, or over.
    """
    found = held(before, command.actor.id)
    told = _told(command, found.requested, now)
    return [ClassificationCompleted(worker_id=command.actor.id, **told)]


def fail(
    command: FailClassification, before: Classification | None, now: datetime
) -> list[ClassificationEvent]:
    """Tell that there will be no answers.

    Raises:
        RefusedError: it is not the worker's, or over.
    """
    found = held(before, command.actor.id)
    told = _told(command, found.requested, now)
    why = {"code": command.code, "detail": command.detail}
    return [ClassificationFailed(worker_id=command.actor.id, **why, **told)]


def remove(
    command: RemoveClassification, before: Classification | None, sight: Sight, now: datetime
) -> list[ClassificationEvent]:
    """End it, if it is not over; take it away, if it is or that is wanted.

    Raises:
        RefusedError: CLASSIFICATION_NOT_FOUND.
    """
    found = seen(before, sight)
    told = _told(command, found.requested, now)
    events: list[ClassificationEvent] = []
    if not found.status.ended:
        events.append(ClassificationCancelled(**told))
    if found.status.ended or command.for_good:
        events.append(ClassificationDeleted(**told))
    return events


def seen(found: Classification | None, sight: Sight) -> Classification:
    """The classification, if it is there for the asker.

    Raises:
        RefusedError: CLASSIFICATION_NOT_FOUND.
    """
    if found is None or found.deleted or not sight.changes(found.holding):
        raise RefusedError(ProblemCode.CLASSIFICATION_NOT_FOUND)
    return found


def held(found: Classification | None, worker_id: str) -> Classification:
    """The classification, if ``worker_id`` is to work on it.

    Raises:
        RefusedError: GRANT_INVALID: it is another's, or over.
    """
    if found is None or found.requested.worker_id != worker_id or found.status.ended:
        raise RefusedError(ProblemCode.GRANT_INVALID)
    return found


def _told(command: Command, requested: ClassificationRequested, now: datetime) -> dict[str, Any]:
    """What every event after the first says."""
    about = {name: getattr(requested, name) for name in ("classification_id", "run_id", "owner_id")}
    return about | {"occurred_at": now, "actor": command.actor} | answering(command)
