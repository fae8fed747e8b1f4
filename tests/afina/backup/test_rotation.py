"""Which backups stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from afina.backup.rotation import kept
from schemas.retention import Retention

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def policy(newest: int, daily: int, weekly: int) -> Retention:
    return Retention(backups_newest=newest, backups_daily=daily, backups_weekly=weekly)


def test_the_newest_and_the_last_of_each_day_and_week_stay():
    """Four a day for three weeks: three newest, a day more, a week more."""
    taken = [MONDAY + timedelta(hours=6 * number) for number in range(4 * 21)]

    stay = sorted(kept(taken, policy(3, 3, 3)), reverse=True)

    ago = [(taken[-1] - moment).total_seconds() / 3600 for moment in stay]
    assert ago == [0, 6, 12, 36, 180]


@given(
    st.sets(st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1)), max_size=60),  # noqa: DTZ001 - given a zone below
    st.integers(1, 5),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_the_newest_always_stays_and_no_more_than_asked_for(
    moments: set[datetime], newest: int, daily: int, weekly: int
):
    taken = {moment.replace(tzinfo=UTC) for moment in moments}

    stay = kept(taken, policy(newest, daily, weekly))

    assert stay <= taken
    assert set(sorted(taken, reverse=True)[:newest]) <= stay
    assert len(stay) <= newest + daily + weekly
    assert kept(stay, policy(newest, daily, weekly)) == stay
