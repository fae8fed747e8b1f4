from datetime import UTC, datetime, timedelta

from infra import clock


def test_the_present_is_told_in_utc():
    now = clock.now()

    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)
