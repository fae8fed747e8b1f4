"""What Afina tells people who are not looking at it."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, FiniteFloat

from schemas.base import Message
from schemas.classification import ClassificationStatus
from schemas.lifecycle import RunStatus
from schemas.roles import Role

Figure = str | int | FiniteFloat


class NoticeKind(StrEnum):
    """What may be told; an administrator chooses, and every person for themselves."""

    RUN_COMPLETED = "run_completed"
    RUN_FAILED = "run_failed"
    RUN_CANCELLED = "run_cancelled"
    WORKER_LOST = "worker_lost"
    WORKER_BACK = "worker_back"
    ALERT_RAISED = "alert_raised"
    ALERT_CLOSED = "alert_closed"
    LOG_SEALED = "log_sealed"
    """Once a day: a seal of the log, for whoever keeps it elsewhere."""
    CLASSIFICATION_COMPLETED = "classification_completed"
    CLASSIFICATION_FAILED = "classification_failed"


RUN_ENDS = {
    RunStatus.COMPLETED: NoticeKind.RUN_COMPLETED,
    RunStatus.FAILED: NoticeKind.RUN_FAILED,
    RunStatus.CANCELLED: NoticeKind.RUN_CANCELLED,
}
SHEET_ENDS = {
    ClassificationStatus.COMPLETED: NoticeKind.CLASSIFICATION_COMPLETED,
    ClassificationStatus.FAILED: NoticeKind.CLASSIFICATION_FAILED,
}
"""Whoever cancels a classification knows of it."""
WORKER_NEWS = {
    "worker.lost.v1": NoticeKind.WORKER_LOST,
    "worker.back.v1": NoticeKind.WORKER_BACK,
}
"""By the event's type."""
OF_OWNERS = (
    NoticeKind.RUN_COMPLETED,
    NoticeKind.RUN_FAILED,
    NoticeKind.RUN_CANCELLED,
    NoticeKind.ALERT_RAISED,
    NoticeKind.CLASSIFICATION_COMPLETED,
    NoticeKind.CLASSIFICATION_FAILED,
)
"""What anybody may hear of their own things."""
OF_ADMINISTRATORS = (NoticeKind.WORKER_LOST, NoticeKind.WORKER_BACK)
"""What belongs to nobody and is told to administrators alone; so are the installation's alerts."""


def heard_by(role: Role) -> tuple[NoticeKind, ...]:
    """What a person of that role may hear of, in the order in which it is asked."""
    return (*OF_OWNERS, *OF_ADMINISTRATORS) if role is Role.ADMIN else OF_OWNERS


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
    filename: str | None = None
    """Of the sheet that was classified; the run is then the model's."""
    owner_id: str | None = None
    """Of the run, or of the sheet."""
    worker_id: str | None = None

    def concerns(self, user_id: str, role: Role) -> bool:
        """Whether it is that person's business: what belongs to nobody is administrators'."""
        if self.kind not in heard_by(role):
            return False
        return role is Role.ADMIN if self.owner_id is None else self.owner_id == user_id

    def link(self, page: str) -> str | None:
        """Where the page that is served at ``page`` shows run or model; None without either."""
        where = "treinos" if self.filename is None else "modelos"
        return f"{page.rstrip('/')}/{where}/{self.run_id}" if page and self.run_id else None
