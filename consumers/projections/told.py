"""A message of the log as an event, and as a line of the audit trail."""

from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from consumers.feed import Delivered
from consumers.projections import dead_letters
from consumers.projections.dead_letters import Letter, LetterKind
from consumers.projections.text import storable
from schemas.base import faults
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent


class Told(NamedTuple):
    """An event and its circumstances."""

    sequence: int
    subject: str
    stored_at: datetime
    data: bytes
    """As it was written."""
    written_as: str
    """Its type then."""
    event: LoggedEvent
    """As it reads today."""

    def line(self, entity: str, entity_id: str, owner_id: str | None) -> tuple[Any, ...]:
        """Its line of the audit trail, in the words of its time and the order of the columns."""
        actor = self.event.actor
        return (
            self.sequence,
            self.written_as,
            entity,
            entity_id,
            owner_id,
            actor.kind,
            actor.id,
            actor.address,
            self.event.occurred_at,
            self.stored_at,
            self.data,
        )


def read_message(message: Delivered) -> Told | Letter:
    """The event in ``message``, or why it must be set aside: it is none, or may not stand there."""
    data = storable(message.data)
    try:
        recorded = catalogue.recorded(data)
    except ValidationError as error:
        if (unknown := catalogue.unknown_type(error)) is None:
            return dead_letters.poison(message, "\n".join(faults(error)))
        return Letter(message, LetterKind.UNKNOWN, unknown, "only a newer version knows this type")
    event = catalogue.current(recorded)
    if wrong := catalogue.misplaced(event, message.subject):
        return dead_letters.poison(message, wrong)
    return Told(message.sequence, message.subject, message.stored_at, data, recorded.type, event)
