"""What happened to people, written down with the change itself until the log has it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from schemas.base import Actor, ActorKind, Command, answering
from schemas.events.user import UserEventBase
from schemas.tables import OUTBOX_CHANNEL, OUTBOX_LOCK, user_outbox

HOST = Actor(kind=ActorKind.SYSTEM, id="host")
"""Whoever uses the command line on the computer that all this runs on."""
STRANGER = "stranger"
"""The id of an actor of whom no more than an address is known."""


async def tell(tx: AsyncConnection, *events: UserEventBase) -> None:
    """Let the log have ``events`` if the transaction is committed: the last thing that it does.

    One transaction at a time gets as far as this, so that the log has them in the order in which
    they came true.
    """
    if not events:
        return
    await tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(OUTBOX_LOCK, 0))))
    rows = [{"event": event.model_dump(mode="json")} for event in events]
    await tx.execute(insert(user_outbox), rows)
    await tx.execute(select(func.pg_notify(OUTBOX_CHANNEL, "")))


def of(user_id: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """What every event of a person says: about whom, by whom, when, and what it answers."""
    lineage = answering(Command(actor=actor))
    return {"user_id": user_id, "actor": actor, "occurred_at": now, **lineage}


def oneself(user_id: str, address: str | None) -> Actor:
    """The person, who changes something of their own."""
    return Actor(kind=ActorKind.USER, id=user_id, address=address)
