"""Every event that the log can hold, and how it is written and read."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from schemas import subjects, trace
from schemas.base import Event
from schemas.events.dataset import DatasetEvent, DatasetUploadedV1
from schemas.events.run import RunEvent
from schemas.events.worker import WorkerEvent

LoggedEvent = Annotated[RunEvent | DatasetEvent | WorkerEvent, Field(discriminator="type")]
"""As events are written today."""
Superseded = DatasetUploadedV1
"""Shapes that are no longer written, for ever read."""
recorded_events: TypeAdapter[LoggedEvent | Superseded] = TypeAdapter(
    Annotated[RunEvent | DatasetEvent | WorkerEvent | Superseded, Field(discriminator="type")]
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


def current(event: LoggedEvent | Superseded) -> LoggedEvent:
    """The event in its newest shape."""
    return event.upcast() if isinstance(event, Superseded) else event


def decode(data: bytes) -> LoggedEvent:
    """The event in ``data``, in its newest shape.

    Raises:
        pydantic.ValidationError: not an event that this version knows.
    """
    return current(recorded(data))


def headers(event: Event) -> dict[str, str]:
    """CloudEvents 1.0 attributes in NATS binary mode, the trace, and the id that drops copies."""
    return {
        "Nats-Msg-Id": str(event.event_id),
        "ce-specversion": "1.0",
        "ce-id": str(event.event_id),
        "ce-source": f"afina/{event.actor.kind}/{event.actor.id}",
        "ce-type": f"afina.{getattr(event, 'type')}",  # noqa: B009
        "ce-subject": subjects.of(event),
        "ce-time": event.occurred_at.isoformat(),
        "ce-datacontenttype": "application/json",
        "ce-correlationid": str(event.correlation_id),
        "ce-causationid": str(event.causation_id),
        trace.HEADER: event.span.header,
    }
