"""What ails the installation itself: pure rules over a few figures. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consumers.backups import Standing
from schemas.alerts import AlertCode
from schemas.notices import Figure

FULL_SHARE = 0.85
"""Of what the store may hold."""
PATIENCE = timedelta(minutes=1)
"""That people's view may be older than what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured in one look."""

    dead_letters: int
    end: int
    """The newest sequence of the log."""
    position: int
    """The sequence up to which it can be read."""
    sealed: int = 0
    """The newest sequence that was sealed."""
    used_bytes: int
    limit_bytes: int
    """Of the store, or of the stream that is nearest to its limit; 0 where there is none."""
    backups: Standing | None = None
    """None where none are made."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """An end of the log that the projector has not reached yet, and since when it was the end."""

    sequence: int
    since: datetime


def pursued(milestone: Milestone | None, figures: Figures, now: datetime) -> Milestone:
    """The milestone to measure by: the same one until it is reached, then the present end."""
    if milestone is None or figures.position >= milestone.sequence:
        return Milestone(figures.end, now)
    return milestone


def ailing(
    figures: Figures, milestone: Milestone, now: datetime
) -> Mapping[AlertCode, dict[str, Figure]]:
    """The alerts that should be open, with their figures."""
    found: dict[AlertCode, dict[str, Figure]] = {}
    if figures.dead_letters:
        found[AlertCode.DEAD_LETTERS] = {"messages": figures.dead_letters}
    if figures.end < figures.sealed:
        found[AlertCode.LOG_CUT] = {"end": figures.end, "sealed": figures.sealed}
    if figures.limit_bytes and figures.used_bytes >= FULL_SHARE * figures.limit_bytes:
        found[AlertCode.STORE_FULL] = {
            "used_bytes": figures.used_bytes,
            "limit_bytes": figures.limit_bytes,
        }
    if figures.backups is not None:
        found |= _without_backup(figures.backups, now)
    behind = now - milestone.since
    if figures.position < milestone.sequence and behind >= PATIENCE:
        found[AlertCode.PROJECTOR_BEHIND] = {
            "messages": figures.end - figures.position,
            "behind_seconds": int(behind.total_seconds()),
        }
    return found


def _without_backup(backups: Standing, now: datetime) -> dict[AlertCode, dict[str, Figure]]:
    figures: dict[str, Figure] = {"old_seconds": int((now - backups.newest).total_seconds())}
    calls_for = {
        AlertCode.BACKUP_FAILED: backups.failed,
        AlertCode.BACKUP_OLD: backups.is_late(now),
    }
    return {code: figures for code, called_for in calls_for.items() if called_for}
