"""What stands in the log, as it is read back: events, and what is none for this version."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nats.aio.msg import Msg
from pydantic import ValidationError

from infra import logging
from schemas import subjects
from schemas.base import faults
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent
from schemas.events.run import RunStarted

log = logging.get(__name__)

TOLD_UNREAD = 3
"""Of the messages of a history that cannot be read, one by one; of the others their number."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the log keeps it."""

    sequence: int
    stored_at: datetime
    """By the broker's clock."""
    event: LoggedEvent


@dataclass(frozen=True, slots=True)
class Unread:
    """A message of the log that this version cannot read."""

    sequence: int
    subject: str
    type: str | None
    """As a newer version named it; None for what is no event, or none where it stands."""
    error: str


def unknown(stored: Iterable[Recorded | Unread], after: int) -> Iterator[Unread]:
    """Events above ``after`` of types that only a newer version knows, of those who may tell.

    Any worker can write anything about any run, so it is heard of those alone that it has begun.
    """
    holders: dict[UUID, str] = {}
    for item in stored:
        if isinstance(item, Unread):
            told = subjects.told_by(item.subject)
            counts = told is None or holders.get(told.run_id) == told.worker_id
            if item.type is not None and item.sequence > after and counts:
                yield item
        elif isinstance(item.event, RunStarted):
            holders[item.event.run_id] = item.event.worker_id


def header(message: Msg, name: str, default: str = "") -> str:
    """One of the message's headers."""
    return (message.headers or {}).get(name, default)


def read(message: Msg) -> Recorded | Unread:
    """What a message of the log says, if this version can read it and it may stand there."""
    sequence, subject = int(header(message, "Nats-Sequence")), header(message, "Nats-Subject")
    try:
        event = catalogue.decode(message.data)
    except ValidationError as error:
        reason = "; ".join(faults(error))
        return Unread(sequence, subject, catalogue.unknown_type(error), reason)
    if wrong := catalogue.misplaced(event, subject):
        return Unread(sequence, subject, None, wrong)
    return Recorded(
        sequence=sequence,
        stored_at=broker_time(header(message, "Nats-Time-Stamp")),
        event=event,
    )


def tell_unread(unread: Sequence[Unread]) -> None:
    """The first ones in full: a worker can write thousands, and histories are read often."""
    for item in unread[:TOLD_UNREAD]:
        log.error("unreadable event", subject=item.subject, error=item.error)
    if more := len(unread[TOLD_UNREAD:]):
        log.error("more unreadable events", messages=more)


def broker_time(stamp: str) -> datetime:
    """A broker's RFC 3339 time with nanoseconds, to the microsecond."""
    seconds, _, fraction = stamp.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{seconds}.{fraction[:6]:0<6}+00:00")
