"""What a person hears of, and by which ways."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.people.notices import Wishes
from api.sentences import Language, wording
from api.views.base import View
from api.views.people import Body, Email
from schemas.notices import Notice, NoticeKind

Wanted = Annotated[list[NoticeKind], Field(max_length=len(NoticeKind))]


class BellNotice(View):
    """One thing that happened."""

    id: UUID
    kind: NoticeKind
    title: str
    """What happened to what, in a few words of the language asked for."""
    happened_at: datetime
    new: bool
    """Whether you have not seen it yet."""
    run_id: UUID | None
    """The run that it is about; of a classified sheet, the model's."""
    filename: str | None
    """The sheet that was classified."""
    worker_id: str | None


class Bell(View):
    """What you may want to hear of, of the last 30 days, newest first."""

    items: list[BellNotice]


class BellSeen(Body):
    """Up to when you have seen what the bell tells."""

    until: AwareDatetime


class NoticeWishes(View):
    """What you hear of, and by which ways."""

    kinds: list[NoticeKind]
    """All that there is for you to hear; what belongs to nobody is administrators'."""
    bell: list[NoticeKind]
    """What the page tells you."""
    email: list[NoticeKind]
    """What e-mail tells you."""
    address: str | None
    """Where e-mail reaches you; without it none does."""
    sends_email: bool
    """Whether this installation sends any."""


class NoticeWishesChange(Body):
    """What you change of it; the rest stays."""

    bell: Wanted | None = None
    email: Wanted | None = None
    address: Email | Literal[""] | None = None
    """Empty for none."""


def told_of(notice: Notice, seen_at: datetime, language: Language) -> BellNotice:
    """The notice in an answer."""
    return BellNotice(
        id=notice.cause_id,
        kind=notice.kind,
        title=wording(notice, language).subject,
        happened_at=notice.happened_at,
        new=notice.happened_at > seen_at,
        run_id=notice.run_id,
        filename=notice.filename,
        worker_id=notice.worker_id,
    )


def wishes_of(wishes: Wishes, *, sends_email: bool) -> NoticeWishes:
    """The wishes in an answer."""
    return NoticeWishes(
        kinds=list(wishes.kinds),
        bell=list(wishes.bell),
        email=list(wishes.email),
        address=wishes.address,
        sends_email=sends_email,
    )
