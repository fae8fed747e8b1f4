"""How the watchdog speaks: under its own name, in answer to an event, and only in time."""

from datetime import datetime
from typing import Any

from nats.errors import Error as NatsError
from sqlalchemy.exc import InterfaceError, OperationalError

from infra.bus import UnavailableError
from schemas.base import Actor, ActorKind, Event, answering

WATCHDOG = Actor(kind=ActorKind.SYSTEM, id="watchdog")
OUTAGES = (UnavailableError, NatsError, TimeoutError, OperationalError, InterfaceError)
"""Of the broker or the database: they pass, and nothing is lost meanwhile."""


def lineage(cause: Event, now: datetime) -> dict[str, Any]:
    """The fields of an event of the watchdog's that answers ``cause``."""
    return answering(cause) | {"occurred_at": now, "actor": WATCHDOG}
