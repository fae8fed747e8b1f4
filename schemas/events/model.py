"""What can happen to a trained model: it is what its run has learned, and bears that one's id."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Event, NonBlank
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


ModelEvent = Annotated[ModelShared | ModelUnshared, Field(discriminator="type")]
model_events: TypeAdapter[ModelEvent] = TypeAdapter(ModelEvent)
