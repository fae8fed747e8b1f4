"""What can happen to a classification: a sheet's texts, answered by a finished model."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Event, NonBlank, Token


class ClassificationEventBase(Event):
    """What every event of a classification says."""

    classification_id: UUID
    run_id: UUID
    """The model's."""
    owner_id: NonBlank
    """Whoever asked for it: the texts are theirs, whosever the model is."""


class ClassificationRequested(ClassificationEventBase):
    """A sheet was stored for the one worker that has the model."""

    type: Literal["classification.requested.v1"] = "classification.requested.v1"
    worker_id: Token
    filename: NonBlank
    text_column: NonBlank
    rows: int
    size_bytes: int
    """Of what is kept of the sheet."""
    dataset_id: UUID | None = None
    """Whose original file it is; None where it was sent for this alone."""


class ClassificationStarted(ClassificationEventBase):
    """The worker has fetched the texts."""

    type: Literal["classification.started.v1"] = "classification.started.v1"
    worker_id: Token


class ClassificationCompleted(ClassificationEventBase):
    """Every row has its answers."""

    type: Literal["classification.completed.v1"] = "classification.completed.v1"
    worker_id: Token


class ClassificationFailureCode(StrEnum):
    """Why a classification failed; each has a sentence in every language."""

    MODEL_MISSING = "model_missing"
    """Its folder is not where it was left, or holds no model that can be asked."""
    CRASHED = "crashed"
    """The process that answers died of the same texts time and again."""


class ClassificationFailed(ClassificationEventBase):
    """There will be no answers."""

    type: Literal["classification.failed.v1"] = "classification.failed.v1"
    worker_id: Token
    code: ClassificationFailureCode
    detail: str = ""
    """The technical error, shown collapsed."""


class ClassificationCancelled(ClassificationEventBase):
    """Whoever asked for it did so no longer; its bytes are gone."""

    type: Literal["classification.cancelled.v1"] = "classification.cancelled.v1"


class ClassificationDeleted(ClassificationEventBase):
    """It was removed, or kept for long enough; its bytes are gone, this fact stays."""

    type: Literal["classification.deleted.v1"] = "classification.deleted.v1"


ClassificationEvent = Annotated[
    ClassificationRequested
    | ClassificationStarted
    | ClassificationCompleted
    | ClassificationFailed
    | ClassificationCancelled
    | ClassificationDeleted,
    Field(discriminator="type"),
]
classification_events: TypeAdapter[ClassificationEvent] = TypeAdapter(ClassificationEvent)
