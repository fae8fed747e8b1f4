"""What Afina tells people who are not looking at it."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, FiniteFloat

from schemas.base import Message

Figure = str | int | FiniteFloat


class NoticeKind(StrEnum):
    """What may be told; an administrator chooses."""

    RUN_COMPLETED = "run_completed"
    RUN_FAILED = "run_failed"
    RUN_CANCELLED = "run_cancelled"
    WORKER_LOST = "worker_lost"
    WORKER_BACK = "worker_back"
    ALERT_RAISED = "alert_raised"
    ALERT_CLOSED = "alert_closed"
    LOG_SEALED = "log_sealed"
    """Once a day: a seal of the log, for whoever keeps it elsewhere."""


class Notice(Message):
    """One thing to tell, in codes; its receiver's language is chosen when it is sent."""

    kind: NoticeKind
    cause_id: UUID
    """Of the event that it is about; an alert of the installation has one of its own."""
    sequence: int | None
    """Of that event in the log."""
    happened_at: AwareDatetime
    """By the broker's clock; for an alert of the installation, the watchdog's."""
    code: str | None = None
    """Of a failure or an alert."""
    params: dict[str, Figure] = {}
    """Of the code."""
    run_id: UUID | None = None
    run_name: str | None = None
    owner_id: str | None = None
    """Of the run."""
    worker_id: str | None = None

    def link(self, page: str) -> str | None:
        """Where the page that is served at ``page`` shows the run; None without either."""
        return f"{page.rstrip('/')}/treinos/{self.run_id}" if page and self.run_id else None
