"""How the watchdog speaks: under its own name, in answer to an event, and only in time."""

from datetime import datetime
from typing import Any

from schemas.base import Actor, ActorKind, Event, answering

WATCHDOG = Actor(kind=ActorKind.SYSTEM, id="watchdog")


def lineage(cause: Event, now: datetime) -> dict[str, Any]:
    """The fields of an event of the watchdog's that answers ``cause``."""
    return answering(cause) | {"occurred_at": now, "actor": WATCHDOG}
