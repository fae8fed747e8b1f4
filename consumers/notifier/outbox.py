"""Who is still to be told of what: rows that outlive every crash and every replay.

They lie beside the read model, whose versions come and go; so does the place that was reached in
the audit trail. Both change in one transaction: nothing is told of twice, nothing is forgotten.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from consumers.notifier import hearers, news
from consumers.notifier.channel import Channel, Delivery
from schemas import tables
from schemas.notices import Notice, NoticeKind

outbox = tables.outbox
cursors = tables.notice_cursors

AUDIT = "audit"
BATCH_LINES = 500
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
GROWTH = 3


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is told, and of what."""

    channels: Sequence[Channel]
    """To those whom an administrator named."""
    kinds: frozenset[NoticeKind]
    """What these are told."""
    people: Channel | None = None
    """To people who asked for themselves; None where there is no way to them."""

    @property
    def ways(self) -> Sequence[Channel]:
        """All that have somebody to tell."""
        return self.channels if self.people is None else (*self.channels, self.people)


NOBODY = Subscription((), frozenset())


async def begin(tx: AsyncConnection, end: int) -> None:
    """Start at ``end`` of the log, unless a place was reached before: the past is not told of."""
    place = {"name": AUDIT, "sequence": end}
    await tx.execute(insert(cursors).values(place).on_conflict_do_nothing())


async def collect(tx: AsyncConnection, told: Subscription, now: datetime) -> int:
    """Put what the audit trail has new into the outbox; how many lines were worth telling."""
    own = cursors.c.name == AUDIT
    at = await tx.scalar(select(cursors.c.sequence).where(own).with_for_update())
    until = await tx.scalar(news.end())
    if at is None or until is None or until <= at:
        return 0
    lines = (await tx.execute(news.after(at, until, BATCH_LINES))).mappings().all()
    await put(tx, [news.notice_of(line) for line in lines], told, now)
    reached = lines[-1]["sequence"] if len(lines) == BATCH_LINES else until
    await tx.execute(update(cursors).where(own).values(sequence=reached))
    return len(lines)


async def put(
    tx: AsyncConnection, notices: Collection[Notice], told: Subscription, now: datetime
) -> None:
    """One row for each receiver of each notice that is wanted; again, none."""
    rows = [
        _row(notice, channel.name, recipient, now)
        for notice in notices
        if notice.kind in told.kinds
        for channel in told.channels
        for recipient in channel.recipients
    ]
    if notices and told.people is not None:
        asked = await hearers.every(tx)
        rows += [
            _row(notice, told.people.name, hearer.user_id, now)
            for notice in notices
            for hearer in asked
            if hearer.wants(notice)
        ]
    if rows:
        await tx.execute(insert(outbox).values(rows).on_conflict_do_nothing())


def _row(notice: Notice, channel: str, recipient: str, now: datetime) -> dict[str, Any]:
    return {
        "cause_id": notice.cause_id,
        "channel": channel,
        "recipient": recipient,
        "notice": notice.model_dump(mode="json"),
        "created_at": now,
        "due_at": now,
        "tries": 0,
    }


async def take(tx: AsyncConnection, channel: str, now: datetime) -> tuple[Delivery, int] | None:
    """The delivery that is due the longest, and how often it was tried; others pass it over.

    It is the caller's until the transaction ends.
    """
    waiting = and_(outbox.c.sent_at.is_(None), outbox.c.given_up_at.is_(None))
    due = and_(waiting, outbox.c.channel == channel, outbox.c.due_at <= now)
    query = select(outbox).where(due).order_by(outbox.c.due_at).limit(1)
    row = (await tx.execute(query.with_for_update(skip_locked=True))).one_or_none()
    if row is None:
        return None
    notice = Notice.model_validate(row.notice)
    return Delivery(row.channel, row.recipient, notice, now), row.tries


async def mark(tx: AsyncConnection, delivery: Delivery, **outcome: Any) -> None:
    """Keep how a try has ended."""
    own = and_(
        outbox.c.cause_id == delivery.notice.cause_id,
        outbox.c.channel == delivery.channel,
        outbox.c.recipient == delivery.recipient,
    )
    await tx.execute(update(outbox).where(own).values(outcome))


def pause(tries: int) -> timedelta:
    """Before the next try, after ``tries`` that failed: ten seconds, thrice that, up to an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * GROWTH ** min(tries - 1, 10))
