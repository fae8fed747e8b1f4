"""Every event that the log can hold, and how it is written and read."""

import re
from contextlib import suppress
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from schemas import subjects, trace
from schemas.base import ActorKind, Event, Message, event_type
from schemas.events.classification import ClassificationEvent
from schemas.events.dataset import DatasetEvent, DatasetUploadedV1
from schemas.events.model import ModelEvent
from schemas.events.run import AttemptEvent, RunEvent
from schemas.events.setting import SettingEvent
from schemas.events.user import UserEvent
from schemas.events.worker import WorkerEvent

LoggedEvent = Annotated[
    RunEvent
    | DatasetEvent
    | ModelEvent
    | ClassificationEvent
    | WorkerEvent
    | UserEvent
    | SettingEvent,
    Field(discriminator="type"),
]
"""As events are written today."""
Superseded = DatasetUploadedV1
"""Shapes that are no longer written, for ever read."""
recorded_events: TypeAdapter[LoggedEvent | Superseded] = TypeAdapter(
    Annotated[
        RunEvent
        | DatasetEvent
        | ModelEvent
        | ClassificationEvent
        | WorkerEvent
        | UserEvent
        | SettingEvent
        | Superseded,
        Field(discriminator="type"),
    ]
)


def encode(event: Event) -> bytes:
    """The event as the JSON that the log keeps."""
    return event.model_dump_json().encode()


def recorded(data: bytes) -> LoggedEvent | Superseded:
    """The event in ``data``, in the shape in which it was written.

    Raises:
        pydantic.ValidationError: not an event that this version knows.
    """
    return recorded_events.validate_json(data)


_TYPE_NAME = re.compile(r"^[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$")


def unknown_type(error: ValidationError) -> str | None:
    """The type of the event that ``error`` is about, if only a newer version knows that type.

    None for what is no event at all, and for a known type whose fields are wrong.
    """
    [*_, first] = error.errors(include_url=False, include_input=False)
    if first["type"] != "union_tag_invalid" or first["loc"]:
        return None
    named = str(first.get("ctx", {}).get("tag"))
    return named if _TYPE_NAME.fullmatch(named) else None


class _Typed(Message):
    type: Annotated[str, Field(pattern=_TYPE_NAME.pattern)]


def claimed_type(data: bytes) -> str:
    """What ``data`` says it is, however wrong the rest may be; empty for what is no event."""
    with suppress(ValidationError):
        return _Typed.model_validate_json(data).type
    return ""


def current(event: LoggedEvent | Superseded) -> LoggedEvent:
    """The event in its newest shape."""
    return event.upcast() if isinstance(event, Superseded) else event


def decode(data: bytes) -> LoggedEvent:
    """The event in ``data``, in its newest shape.

    Raises:
        pydantic.ValidationError: not an event that this version knows.
    """
    return current(recorded(data))


def misplaced(event: LoggedEvent, subject: str) -> str | None:
    """Why ``event`` counts for nothing under ``subject``; None where it belongs there.

    The broker keeps a worker to the subjects that name it, but does not look at what it writes
    there: that must be about the same, and in no other's name.
    """
    if subject != (own := subjects.of(event)):
        return f"what belongs to {own} came as {subject}"
    by = event.actor
    if isinstance(event, AttemptEvent) and (by.kind, by.id) != (ActorKind.WORKER, event.worker_id):
        return f"the worker {event.worker_id} speaks in the name of {by.kind} {by.id}"
    return None


def headers(event: Event) -> dict[str, str]:
    """CloudEvents 1.0 attributes in NATS binary mode, the trace, and the id that drops copies."""
    return {
        "Nats-Msg-Id": str(event.event_id),
        "ce-specversion": "1.0",
        "ce-id": str(event.event_id),
        "ce-source": f"afina/{event.actor.kind}/{event.actor.id}",
        "ce-type": f"afina.{event_type(event)}",
        "ce-subject": subjects.of(event),
        "ce-time": event.occurred_at.isoformat(),
        "ce-datacontenttype": "application/json",
        "ce-correlationid": str(event.correlation_id),
        "ce-causationid": str(event.causation_id),
        trace.HEADER: event.span.header,
    }
