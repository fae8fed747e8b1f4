"""Decisions about trained models: (command, state, now) -> events. No I/O here."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID

from api.problems import RefusedError
from schemas.base import Command, NonBlank, answering
from schemas.certainty import USUAL_REVIEW, Probability
from schemas.events.model import (
    ModelArchived,
    ModelDeleted,
    ModelDeletionRequested,
    ModelEvent,
    ModelRenamed,
    ModelReviewSet,
    ModelShared,
    ModelUnarchived,
    ModelUnshared,
)
from schemas.problems import ProblemCode
from schemas.tasks import Task


@dataclass(frozen=True, slots=True)
class Model:
    """What a run has learned, as far as its own events tell of it."""

    grantees: frozenset[str] = field(default=frozenset())
    """With whom it is shared."""
    name: str | None = None
    """None where it is called as its run is."""
    archived: bool = False
    review_threshold: float = USUAL_REVIEW
    deletion_requested: bool = False
    """From here on nobody may use it."""
    deleted: bool = False


UNTOUCHED = Model()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model as its run left it."""

    run_id: UUID
    owner_id: str
    name: str
    """The run's."""
    task: Task
    worker_id: str
    path: str
    """Its folder on the worker."""
    worker_revoked: bool


class ChangeModel(Command):
    """Call a model otherwise, put it away or back, say when a person is to look; None stays."""

    run_id: UUID
    name: NonBlank | None = None
    archived: bool | None = None
    review_threshold: Probability | None = None


class DeleteModel(Command):
    """Have a model's files removed."""

    run_id: UUID


def evolve(model: Model | None, event: ModelEvent) -> Model:
    """The model after ``event``."""
    known = model or UNTOUCHED
    match event:
        case ModelShared():
            return replace(known, grantees=known.grantees | {event.grantee})
        case ModelUnshared():
            return replace(known, grantees=known.grantees - {event.grantee})
        case ModelRenamed():
            return replace(known, name=event.name)
        case ModelArchived():
            return replace(known, archived=True)
        case ModelUnarchived():
            return replace(known, archived=False)
        case ModelReviewSet():
            return replace(known, review_threshold=event.review_threshold)
        case ModelDeletionRequested():
            return replace(known, deletion_requested=True)
        case ModelDeleted():
            return replace(known, deletion_requested=True, deleted=True)
    assert_never(event)


def review_threshold(model: Model | None) -> float:
    """Below which certainty an answer of the model goes to a person."""
    return (model or UNTOUCHED).review_threshold


def refuse_deleted(model: Model | None) -> None:
    """Let a model be used or changed.

    Raises:
        RefusedError: MODEL_DELETED, or it is about to be.
    """
    if model is not None and model.deletion_requested:
        raise RefusedError(ProblemCode.MODEL_DELETED)


def change(
    command: ChangeModel, model: Model | None, trained: Trained, now: datetime
) -> list[ModelEvent]:
    """Tell what becomes different; nothing where the model is so already.

    Raises:
        RefusedError: MODEL_DELETED.
    """
    refuse_deleted(model)
    known, told = model or UNTOUCHED, _told(command, trained, now)
    events: list[ModelEvent] = []
    if command.name is not None and command.name != (known.name or trained.name):
        events.append(ModelRenamed(name=command.name, **told))
    if command.archived is not None and command.archived != known.archived:
        kind = ModelArchived if command.archived else ModelUnarchived
        events.append(kind(**told))
    limit = command.review_threshold
    if limit is not None and limit != known.review_threshold:
        events.append(ModelReviewSet(review_threshold=limit, **told))
    return events


def request_deletion(
    command: DeleteModel, model: Model | None, trained: Trained, open_jobs: int, now: datetime
) -> list[ModelEvent]:
    """Have the files removed, once; whoever classifies with them ends that first.

    Raises:
        RefusedError: MODEL_IN_USE, by so many classifications.
    """
    if model is not None and model.deletion_requested:
        return []
    if open_jobs:
        raise RefusedError(ProblemCode.MODEL_IN_USE, {"classifications": open_jobs})
    return [ModelDeletionRequested(**_told(command, trained, now))]


def tell_deleted(
    command: DeleteModel, model: Model | None, trained: Trained, now: datetime
) -> list[ModelEvent]:
    """Take its worker's word that the files are gone, once.

    Raises:
        RefusedError: FORBIDDEN, another worker has the model, or nobody has asked for that.
    """
    if command.actor.id != trained.worker_id or model is None or not model.deletion_requested:
        raise RefusedError(ProblemCode.FORBIDDEN)
    if model.deleted:
        return []
    return [ModelDeleted(worker_id=trained.worker_id, **_told(command, trained, now))]


def _told(command: ChangeModel | DeleteModel, trained: Trained, now: datetime) -> dict[str, Any]:
    """What every such event says."""
    told = {"run_id": trained.run_id, "owner_id": trained.owner_id, "occurred_at": now}
    return told | {"actor": command.actor} | answering(command)
