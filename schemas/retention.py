"""How long things are kept that nobody needs for ever. The log itself is not among them."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from schemas.base import Message, Numeric

TELEMETRY_DAYS = 14
"""That the broker keeps log lines and progress."""

Days = Annotated[int, Field(ge=1, le=36_500), Numeric]


class RetentionKind(StrEnum):
    """What goes by itself; each has a name in every language."""

    LOG_LINES = "log_lines"
    """Of trainings, in the database."""
    NOTICES = "notices"
    """That were sent or given up, and alerts of the installation that are closed."""
    CREDENTIALS = "credentials"
    """Tokens, sessions, invitations and resets that are of no use any more."""
    INCOMING = "incoming"
    """What uploads left that came to no end."""
    DELETED_FILES = "deleted_files"
    """Bytes of deleted datasets: they go at once, and here if that failed."""
    ORPHANED_FILES = "orphaned_files"
    """Bytes that no dataset has ever named."""
    CLASSIFICATIONS = "classifications"
    """Sheets that a model has answered, with the answers."""
    READ_MODELS = "read_models"
    """The read model that was in use before the present one."""
    BACKUPS = "backups"
    """Those that Afina makes by itself."""


class Retention(Message):
    """The policy, as an administrator may set it."""

    log_lines_days: Annotated[int, Field(gt=TELEMETRY_DAYS, le=36_500), Numeric] = 90
    """Longer than the broker keeps them: what it still has, a replay would bring back."""
    notices_days: Days = 30
    credentials_days: Days = 30
    incoming_days: Days = 1
    orphaned_files_days: Days = 1
    classifications_days: Days = 30
    """After their end."""
    read_models_days: Days = 7
    backups_newest: Annotated[int, Field(ge=1, le=1000), Numeric] = 3
    """Kept whatever their age; and besides, the newest of each of so many days and weeks."""
    backups_daily: Annotated[int, Field(ge=0, le=1000), Numeric] = 7
    backups_weekly: Annotated[int, Field(ge=0, le=1000), Numeric] = 4


class Found(Message):
    """What would go now, of one kind."""

    kind: RetentionKind
    count: int
    size_bytes: int
    oldest: AwareDatetime | None = None
    newest: AwareDatetime | None = None
    examples: list[str] = []
    """Names of a few, the oldest first."""


class Preview(Message):
    """The answer of whoever can look: what would go now; None if it could not be looked for."""

    found: list[Found] | None


class Removed(Message):
    """What went, of one kind."""

    kind: RetentionKind
    count: int
    size_bytes: int
    failed: int = 0
    """How many should have gone and are still there; the next pass tries again."""
