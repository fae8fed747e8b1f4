from dataclasses import replace
from datetime import UTC, datetime, timedelta

from consumers.backups import Standing
from consumers.watchdog.ailments import PATIENCE, Figures, Milestone, ailing, pursued
from schemas.alerts import AlertCode

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WELL = Figures(dead_letters=0, end=100, position=100, used_bytes=10, limit_bytes=100)
REACHED = Milestone(100, DAWN)


def codes(figures: Figures, after: timedelta = timedelta(0)) -> set[AlertCode]:
    milestone = pursued(None, figures, DAWN)
    return set(ailing(figures, milestone, DAWN + after))


def test_a_sound_installation_needs_no_attention():
    assert codes(WELL, timedelta(days=1)) == set()


def test_a_message_that_was_set_aside_is_told_with_how_many_there_are():
    ill = replace(WELL, dead_letters=3)

    assert ailing(ill, REACHED, DAWN) == {AlertCode.DEAD_LETTERS: {"messages": 3}}


def test_a_log_that_ends_before_its_newest_seal_was_cut():
    cut = replace(WELL, sealed=101)

    assert codes(replace(WELL, sealed=100)) == set()
    assert ailing(cut, REACHED, DAWN) == {AlertCode.LOG_CUT: {"end": 100, "sealed": 101}}


def test_a_store_is_almost_full_at_85_per_cent():
    assert codes(replace(WELL, used_bytes=84)) == set()
    assert codes(replace(WELL, used_bytes=85)) == {AlertCode.STORE_FULL}


def test_nobody_can_tell_how_full_a_store_without_a_limit_is():
    assert codes(replace(WELL, used_bytes=10**15, limit_bytes=0)) == set()


def test_a_projector_is_behind_once_what_happened_cannot_be_read_for_a_minute():
    behind = replace(WELL, position=40)

    assert codes(behind, PATIENCE - SECOND) == set()
    assert ailing(behind, Milestone(100, DAWN), DAWN + PATIENCE) == {
        AlertCode.PROJECTOR_BEHIND: {"messages": 60, "behind_seconds": 60}
    }


def test_a_projector_that_keeps_up_a_moment_late_is_not_behind():
    """The log has always grown meanwhile: what counts is how long one event has to wait."""
    milestone = None
    for step in range(1000):
        now = DAWN + step * 15 * SECOND
        busy = replace(WELL, end=1000 * (step + 1), position=1000 * step)
        milestone = pursued(milestone, busy, now)
        assert ailing(busy, milestone, now) == {}


def test_a_milestone_stays_until_it_is_reached():
    milestone = pursued(None, replace(WELL, position=40), DAWN)
    later = replace(WELL, end=500, position=99)

    assert pursued(milestone, later, DAWN + SECOND) == milestone
    reached = replace(later, position=100)
    assert pursued(milestone, reached, DAWN + SECOND) == Milestone(500, DAWN + SECOND)


def test_a_backup_that_failed_is_told_at_once_and_one_that_is_missing_after_two_intervals():
    day = timedelta(days=1)
    made = replace(WELL, backups=Standing(day, DAWN, failed=False))
    failed = replace(WELL, backups=Standing(day, DAWN, failed=True))

    assert codes(made, 2 * day) == set()
    assert codes(made, 2 * day + SECOND) == {AlertCode.BACKUP_OLD}
    assert codes(failed) == {AlertCode.BACKUP_FAILED}
    assert ailing(failed, REACHED, DAWN + day)[AlertCode.BACKUP_FAILED] == {"old_seconds": 86_400}
