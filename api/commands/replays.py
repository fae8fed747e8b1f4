"""Decisions about the tables themselves. No I/O here."""

from datetime import datetime
from uuid import UUID

from schemas.base import Command, answering
from schemas.events.setting import ReplayRequested
from schemas.installation import ReplayAction


class RequestReplay(Command):
    """Build the tables again from the log."""

    replay_id: UUID
    action: ReplayAction


def request(command: RequestReplay, now: datetime) -> list[ReplayRequested]:
    """Tell that it is wanted; whether one can begin is not in the log."""
    return [
        ReplayRequested(
            replay_id=command.replay_id,
            action=command.action,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]
