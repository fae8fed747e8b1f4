"""Decisions about what an administrator sets for everybody. No I/O here."""

from datetime import datetime
from typing import Any

from schemas.base import Command, Token, answering
from schemas.events.setting import SettingChanged, SettingEvent

Value = dict[str, Any]


class ChangeSetting(Command):
    """Have a setting be otherwise, from now on."""

    setting: Token
    value: Value
    """Whole."""


def evolve(value: Value | None, event: SettingEvent) -> Value:
    """The setting after ``event``; empty where nobody has set anything."""
    return event.value if isinstance(event, SettingChanged) else value or {}


def change(command: ChangeSetting, value: Value | None, now: datetime) -> list[SettingEvent]:
    """Set it, or nothing where it is so already."""
    if value == command.value:
        return []
    return [
        SettingChanged(
            setting=command.setting,
            value=command.value,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]
