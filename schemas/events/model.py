"""What can happen to a trained model: it is what its run has learned, and bears that one's id."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Event, NonBlank, Token
from schemas.certainty import Probability
from schemas.shares import Grantee


class ModelEventBase(Event):
    """What every event of a model says."""

    run_id: UUID
    owner_id: NonBlank
    """The run's."""


class ModelShared(ModelEventBase):
    """Somebody besides the owner may see the model, its run and what was measured."""

    type: Literal["model.shared.v1"] = "model.shared.v1"
    grantee: Grantee


class ModelUnshared(ModelEventBase):
    """That ended."""

    type: Literal["model.unshared.v1"] = "model.unshared.v1"
    grantee: Grantee


class ModelRenamed(ModelEventBase):
    """The model is called otherwise than its run."""

    type: Literal["model.renamed.v1"] = "model.renamed.v1"
    name: NonBlank


class ModelArchived(ModelEventBase):
    """The model is put away: it stays where it is, but out of the way of those in use."""

    type: Literal["model.archived.v1"] = "model.archived.v1"


class ModelUnarchived(ModelEventBase):
    """The model is among those in use again."""

    type: Literal["model.unarchived.v1"] = "model.unarchived.v1"


class ModelReviewSet(ModelEventBase):
    """Answers that the model is less sure of go to a person."""

    type: Literal["model.review_set.v1"] = "model.review_set.v1"
    review_threshold: Probability


class ModelDeletionRequested(ModelEventBase):
    """The model may not be used any more, and its worker is to remove its files."""

    type: Literal["model.deletion_requested.v1"] = "model.deletion_requested.v1"


class ModelDeleted(ModelEventBase):
    """Its worker has removed the model's files, or found them gone; this fact stays."""

    type: Literal["model.deleted.v1"] = "model.deleted.v1"
    worker_id: Token


ModelEvent = Annotated[
    ModelShared
    | ModelUnshared
    | ModelRenamed
    | ModelArchived
    | ModelUnarchived
    | ModelReviewSet
    | ModelDeletionRequested
    | ModelDeleted,
    Field(discriminator="type"),
]
model_events: TypeAdapter[ModelEvent] = TypeAdapter(ModelEvent)
