"""What a worker tells while the log is away."""

from collections.abc import Iterator

from structlog.testing import capture_logs

from worker.agent.absence import LONGEST_PAUSE_SECONDS, Absence


def lines_while_away(moments: Iterator[float]) -> list[float]:
    """How long the log has been away when it is told, asked at each of the ``moments``."""
    clock = {"now": 0.0}
    absence = Absence("outbox", lambda: clock["now"])
    with capture_logs() as lines:
        for clock["now"] in moments:
            absence.goes_on(ConnectionError("refused"))
    return [line["away_seconds"] for line in lines]


def test_an_absence_is_told_at_once_then_ever_more_rarely():
    """However often it is noticed."""
    told = lines_while_away(number / 2 for number in range(600))

    assert told == [0.0, 5.0, 15.0, 35.0, 75.0, 155.0]


def test_the_pauses_do_not_grow_for_ever():
    """Whoever looks at the last lines sees that it is still away."""
    told = lines_while_away(float(number) for number in range(0, 86_400, 10))

    assert told[-1] - told[-2] == LONGEST_PAUSE_SECONDS


def test_the_end_of_an_absence_is_told_once_and_the_next_one_begins_anew():
    """Whoever was never away says nothing."""
    absence = Absence("outbox", lambda: 0.0)
    with capture_logs() as lines:
        absence.ends()
        absence.goes_on(ConnectionError("refused"))
        absence.ends()
        absence.ends()
        absence.goes_on(ConnectionError("refused"))

    away, back = "the log is away", "the log is back"
    assert [line["event"] for line in lines] == [away, back, away]
