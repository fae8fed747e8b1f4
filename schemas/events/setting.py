"""What can happen to what an administrator sets for everybody."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Event, Token
from schemas.installation import ReplayAction
from schemas.retention import Removed, RetentionKind

RETENTION = "retention"
"""The setting's name."""
READ_MODEL = "read-model"
"""Under which stands what is wished of the tables themselves."""


class SettingEventBase(Event):
    """What every event of a setting says."""

    setting: Token


class SettingChanged(SettingEventBase):
    """It has another value from now on."""

    type: Literal["setting.changed.v1"] = "setting.changed.v1"
    value: dict[str, Any]
    """Whole, as it is now."""


class RetentionApplied(SettingEventBase):
    """What was older than it may be went."""

    type: Literal["setting.retention_applied.v1"] = "setting.retention_applied.v1"
    setting: Token = RETENTION
    removed: list[Removed]
    """Of the kinds of which something went, or should have."""
    unread: list[RetentionKind] = []
    """Kinds that could not even be looked for."""


class ReplayRequested(SettingEventBase):
    """An administrator wants the tables built again from the log."""

    type: Literal["setting.replay_requested.v1"] = "setting.replay_requested.v1"
    setting: Token = READ_MODEL
    replay_id: UUID
    action: ReplayAction


SettingEvent = Annotated[
    SettingChanged | RetentionApplied | ReplayRequested, Field(discriminator="type")
]
setting_events: TypeAdapter[SettingEvent] = TypeAdapter(SettingEvent)
