"""What every message carries, whoever sends it."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticKnownError

from schemas import trace
from schemas.trace import Span

NonBlank = Annotated[str, Field(min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
NAME_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
Token = Annotated[str, Field(pattern=NAME_PATTERN)]
"""A name that may stand alone between two dots of a subject."""


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticKnownError("float_type")
    return value


Numeric = BeforeValidator(_number)
"""On a number that people send: true is no 1."""


class Message(BaseModel):
    """A frozen value that crosses a process boundary.

    Unknown fields are ignored, so that an old reader understands a newer writer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


def faults(error: ValidationError) -> list[str]:
    """What is wrong with a message, and where in it; pydantic's own text names every type."""
    found = error.errors(include_url=False, include_input=False)
    return [
        ": ".join(part for part in (".".join(map(str, one["loc"])), _what(one)) if part)
        for one in found
    ]


def _what(one: ErrorDetails) -> str:
    if one["type"] == "union_tag_invalid":
        return f"no type that is known: {one.get('ctx', {}).get('tag')}"
    return one["msg"]


class ActorKind(StrEnum):
    """Who may cause an event."""

    USER = "user"
    WORKER = "worker"
    SYSTEM = "system"


class Actor(Message):
    """Who caused an event."""

    kind: ActorKind
    id: NonBlank
    address: str | None = None
    """Of the computer from which a person asked; None where that is not known."""


class Event(Message):
    """A fact, in the past tense; never edited, never deleted."""

    event_id: UUID = Field(default_factory=uuid4)
    """Sent as ``Nats-Msg-Id``: the log drops a second copy."""
    occurred_at: AwareDatetime
    """The writer's clock; for display only, no decision uses it."""
    correlation_id: UUID
    """The request that began the whole chain."""
    causation_id: UUID
    """The one message that this event answers."""
    actor: Actor

    @property
    def span(self) -> Span:
        """The step of its trace in which this event was written."""
        return trace.of(self.correlation_id, self.event_id)

    @property
    def cause(self) -> Span:
        """The step that this event answers; its own where it begins the chain."""
        return trace.of(self.correlation_id, self.causation_id)


def event_type(event: Event) -> str:
    """``run.epoch_completed.v1``; every event but the base class has one."""
    return str(getattr(event, "type"))  # noqa: B009


class Command(BaseModel):
    """A wish, in the imperative; may be refused. Unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command_id: UUID = Field(default_factory=uuid4)
    correlation_id: UUID = Field(default_factory=trace.begun)
    actor: Actor


def answering(cause: Command | Event) -> dict[str, Any]:
    """The lineage fields of an event that answers ``cause``; the actor is the answerer's own."""
    causation_id = cause.event_id if isinstance(cause, Event) else cause.command_id
    return {"correlation_id": cause.correlation_id, "causation_id": causation_id}
