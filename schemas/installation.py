"""What the consumers tell of the installation, and what they are asked to do about it."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Actor, Message
from schemas.retention import Removed, RetentionKind


class ReplayAction(StrEnum):
    """What is to become of a read model that a replay builds, or has built."""

    PROVE = "prove"
    """Compare it with the one in use, and drop it."""
    SWITCH = "switch"
    """Use it from now on if it is the same."""
    ACCEPT = "accept"
    """Use it from now on though it differs."""
    ROLLBACK = "rollback"
    """Use the one again that was in use before."""


class ReplayOutcome(StrEnum):
    """What came of a replay."""

    EQUAL = "equal"
    DIFFERENT = "different"
    SWITCHED = "switched"
    REFUSED = "refused"
    """Nothing was changed; the refusal says why."""
    FAILED = "failed"


class ReplayWish(Message):
    """That somebody wants a replay."""

    replay_id: UUID
    action: ReplayAction
    requested_by: str


class ReplayAnswer(Message):
    """Whether the replay began; else another one is at work."""

    begun: bool


class ReplayTold(Message):
    """A replay that was asked for, and what came of it."""

    replay_id: UUID
    action: ReplayAction
    requested_by: str
    began_at: AwareDatetime
    ended_at: AwareDatetime | None
    """None while it is at work, or where it was cut short."""
    outcome: ReplayOutcome | None
    refusal: str | None
    params: dict[str, int]
    """Figures of the refusal."""
    differences: list[str]
    """Tables that are not the same."""
    messages: int
    """That were read."""


class ReadModelTold(Message):
    """A set of the tables, as it stands."""

    role: str
    """``live``, ``next`` or ``previous``."""
    sequence: int
    """Up to which of the log's events."""
    size_bytes: int
    code_version: str | None
    """Whose replay built it; None of the one that the installation began with."""
    built_at: AwareDatetime | None
    """None while it is being built, too."""
    done: int
    """Messages read, and below to be read in all."""
    total: int


class BackupsTold(Message):
    """How it stands with automatic backups."""

    every_hours: float
    newest: AwareDatetime | None
    """None before the first."""
    checked_at: AwareDatetime | None
    """When the newest was last read and compared with its hashes; None since the last start."""
    failed: bool
    """Whether the last try was in vain."""
    late: bool


class ConsumersTold(Message):
    """What the consumers know of the installation."""

    version: str
    read_models: list[ReadModelTold]
    replaying: bool
    """Whether a replay is at work this moment, whoever asked for it."""
    replay: ReplayTold | None
    """The last one that was asked for here."""
    backups: BackupsTold | None
    """None where none are made by themselves."""


class Installation(Message):
    """The answer of whoever can look; None if it could not be looked at."""

    told: ConsumersTold | None


class CleaningWish(Message):
    """That somebody wants what is too old to go now."""

    actor: Actor


class Cleaning(Message):
    """What went; None where another pass is at work, or it could not be done."""

    removed: list[Removed] | None
    unread: list[RetentionKind] = []
