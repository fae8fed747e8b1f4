"""Which of many backups are kept: the newest ones, and one of each of so many days and weeks."""

from collections.abc import Collection, Hashable, Iterable
from datetime import datetime
from itertools import islice

from schemas.retention import Retention


def kept(taken_at: Collection[datetime], policy: Retention) -> set[datetime]:
    """Those that stay; the newest is always among them."""
    newest_first = sorted(taken_at, reverse=True)
    return {
        *newest_first[: policy.backups_newest],
        *_last_of_each(newest_first, policy.backups_daily, weekly=False),
        *_last_of_each(newest_first, policy.backups_weekly, weekly=True),
    }


def _last_of_each(newest_first: Iterable[datetime], most: int, *, weekly: bool) -> list[datetime]:
    """The last backup of each of the latest days, or weeks, that have any."""
    last: dict[Hashable, datetime] = {}
    for moment in newest_first:
        year, week, _day = moment.isocalendar()
        last.setdefault((year, week) if weekly else moment.date(), moment)
    return list(islice(last.values(), most))
