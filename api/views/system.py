"""The installation as administrators are shown it."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.readiness import Part
from api.views.base import DESCRIBED, View
from schemas.installation import (
    BackupsTold,
    ReadModelTold,
    ReplayAction,
    ReplayOutcome,
)


class DiskShown(View):
    """A disk on the server."""

    used_bytes: int
    free_bytes: int
    total_bytes: int


class StreamShown(View):
    """A stream at the broker."""

    name: str
    messages: int
    size_bytes: int
    last_sequence: int


class BrokerShown(View):
    """The broker, and what it keeps."""

    version: str
    streams: list[StreamShown]
    """The log first."""
    size_bytes: int
    """Of all streams together."""
    limit_bytes: int | None
    """That they may take; null without a limit."""


class DatabaseShown(View):
    """The database, and how far what it shows is."""

    version: str
    size_bytes: int
    behind: int | None
    """Events of the log that are not to be seen yet; null while the log does not answer."""
    dead_letters: int
    """Messages that could not be projected."""


class SealsShown(View):
    """What bears witness to the log."""

    sequence: int | None
    """Up to which event it is sealed; null before the first seal."""
    sealed_at: datetime | None


class WorkersShown(View):
    """How many workers there are."""

    online: int
    paused: int
    total: int
    """Without those that were revoked."""


class ReplayShown(View):
    """A replay that was asked for, and what came of it."""

    id: UUID
    action: ReplayAction
    requested_by: str
    """A person's id."""
    requested_by_name: str | None
    began_at: datetime
    ended_at: datetime | None
    """Null while it is at work, or where it was cut short."""
    outcome: ReplayOutcome | None
    refusal: str | None
    """Why it did not come to be: ``no_space``, ``no_previous``, ``other_shape``, ``busy`` …"""
    params: dict[str, int]
    differences: list[str]
    """Tables that are not the same."""
    messages: int


class ConsumersShown(View):
    """What the process that projects, watches and tells knows of itself."""

    version: str
    read_models: list[ReadModelTold]
    replaying: bool
    replay: ReplayShown | None
    backups: BackupsTold | None
    """Null where none are made by themselves."""


class SystemShown(View):
    """How the installation fares; what does not answer is null."""

    version: str
    missing: list[Part]
    """What the API stands on and is not there."""
    disk: DiskShown
    """Where the API keeps what is being sent, and in most installations everything."""
    broker: BrokerShown | None
    database: DatabaseShown | None
    seals: SealsShown | None
    workers: WorkersShown | None
    consumers: ConsumersShown | None


class NewReplay(BaseModel):
    """What is to become of the tables."""

    model_config = DESCRIBED | ConfigDict(extra="forbid")

    action: ReplayAction


class ReplayBegun(View):
    """A replay that is at work from now on."""

    id: UUID
    action: ReplayAction
