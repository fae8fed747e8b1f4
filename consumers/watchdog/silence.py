"""When a run has been still for too long, and what to do about it: pure rules. No I/O.

A run is still for as long as the watchdog, by its own clock and without a break, has heard nothing
new of it. What workers say of the time is not read.

    running    still for no_progress ──► alert ──► still for no_progress_restart ──► restart
               one epoch for stuck_epoch and several forecasts ──► alert and restart
    queued     nobody of the pool there for unclaimed ──► alert
    restarted for the last time ──► abandoned
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from schemas.alerts import OF_RUNS, AlertCode
from schemas.events.run import StallReason
from schemas.lifecycle import RunState, RunStatus
from schemas.telemetry import Phase

BREAK = timedelta(seconds=30)
"""Between two looks at the runs: after a longer one every silence is measured anew."""
QUIET_PHASES = frozenset({Phase.PREPARING, Phase.SAVING})
"""A large base model may load for long, and an export take long, without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long is too long; None turns a rule off."""

    no_progress: timedelta | None = timedelta(minutes=15)
    no_progress_restart: timedelta | None = timedelta(minutes=30)
    """Since the last progress, not since the alert."""
    quiet: timedelta = timedelta(hours=1)
    """No progress is no matter for this long while a phase is a quiet one."""
    stuck_epoch: timedelta | None = timedelta(minutes=30)
    forecasts: float = 3.0
    """An epoch may take this many times what was forecast of it, however long that is."""
    unclaimed: timedelta | None = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where an attempt was when it last reported."""

    attempt: int
    phase: Phase
    epoch: int
    step: int
    fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is known of a run that has not ended."""

    run_id: UUID
    state: RunState
    pool: str
    spoken: int
    """The sequence of the newest event of the latest attempt; 0 before the first."""
    mark: Mark | None
    """The newest report of the latest attempt's worker, of whatever attempt."""
    epoch_seconds: float | None
    """That an epoch takes by the latest attempt's forecast; None before there is one."""
    alerts: frozenset[str] = frozenset()
    """The codes that are open."""

    @property
    def place(self) -> tuple[object, ...]:
        """What changes when the run gets on."""
        return (self.state.status, self.state.attempt, self.spoken, self.mark)

    @property
    def epoch(self) -> tuple[int, ...]:
        """The attempt, and the epoch that it is at, by its events and by its reports."""
        reported = self.mark.epoch if self.mark else 0
        return (self.state.attempt, self.state.last_epoch, reported)

    @property
    def phase(self) -> Phase:
        """What the attempt is doing; one that has not reported yet is preparing."""
        mark = self.mark
        return mark.phase if mark and mark.attempt == self.state.attempt else Phase.PREPARING


@dataclass(frozen=True, slots=True)
class Heard:
    """What was last known of a run, and since when, by the watchdog's clock."""

    sight: Sight
    seen_at: datetime
    """When this vigil first looked at it."""
    moved_at: datetime
    """When it was last seen to get on; when it was first seen, if never."""
    epoch_at: datetime
    """When it was last seen to come to another epoch; likewise."""


@dataclass(frozen=True, slots=True)
class Vigil:
    """What the watchdog remembers of all runs that have not ended."""

    looked_at: datetime | None = None
    heard: Mapping[UUID, Heard] = field(default_factory=dict[UUID, Heard])


@dataclass(frozen=True, slots=True)
class Warn:
    """Raise an alert."""

    code: AlertCode
    params: dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Close:
    """What an open alert told of is over."""

    code: AlertCode


@dataclass(frozen=True, slots=True)
class Restart:
    """Take the attempt from its worker and offer the job again."""

    reason: StallReason


@dataclass(frozen=True, slots=True)
class Abandon:
    """No attempt is left."""


Decision = Warn | Close | Restart | Abandon


def look(vigil: Vigil, sights: Collection[Sight], now: datetime) -> Vigil:
    """The vigil after a look at all runs that have not ended, as the read model knows them.

    After a break, or where the clock was set back, nobody knows what went unheard: every silence
    begins now.
    """
    unbroken = vigil.looked_at is not None and timedelta(0) <= now - vigil.looked_at <= BREAK
    known = vigil.heard if unbroken else {}
    heard = (_heard(known.get(sight.run_id), sight, now, may_lag=True) for sight in sights)
    return Vigil(now, {each.sight.run_id: each for each in heard})


def remember(vigil: Vigil, sight: Sight, now: datetime) -> Vigil:
    """The vigil after a look at one run in the log itself."""
    heard = _heard(vigil.heard.get(sight.run_id), sight, now, may_lag=False)
    return replace(vigil, heard={**vigil.heard, sight.run_id: heard})


def _caught_up(old: Sight, sight: Sight) -> Sight:
    """``sight``, unless the read model is behind what the log has told already."""
    if (sight.state.attempt, sight.spoken) >= (old.state.attempt, old.spoken):
        return sight
    return replace(old, mark=sight.mark, alerts=sight.alerts)


def _heard(known: Heard | None, sight: Sight, now: datetime, *, may_lag: bool) -> Heard:
    if known is None:
        return Heard(sight, now, now, now)
    if may_lag:
        sight = _caught_up(known.sight, sight)
    moved_at = known.moved_at if sight.place == known.sight.place else now
    epoch_at = known.epoch_at if sight.epoch == known.sight.epoch else now
    return Heard(sight, known.seen_at, moved_at, epoch_at)


def decide(heard: Heard, limits: Limits, now: datetime, *, served: bool) -> list[Decision]:
    """What to do about a run now.

    Args:
        heard: The run, and since when it is so.
        limits: How long is too long.
        now: By the watchdog's clock.
        served: Whether a worker of the run's pool is there.
    """
    sight = heard.sight
    due = {warn.code: warn for warn in _due(heard, limits, now, served=served)}
    over = [
        Close(code)
        for code in sorted(OF_RUNS)
        if code in sight.alerts and code not in due and _is_over(code, heard, served=served)
    ]
    warnings = [warn for code, warn in due.items() if code not in sight.alerts]
    return [*over, *warnings, *_end_of_patience(heard, limits, now)]


def _due(heard: Heard, limits: Limits, now: datetime, *, served: bool) -> Iterator[Warn]:
    """The alerts that should be open."""
    sight, still = heard.sight, _seconds(now - heard.moved_at)
    if sight.state.status is RunStatus.QUEUED and not served and _lasts(limits.unclaimed, still):
        yield Warn(AlertCode.NO_WORKER, {"pool": sight.pool, "waiting_seconds": still})
    at = {"worker": sight.state.worker_id or ""}
    if _stands_still(heard, limits.no_progress, limits, now):
        yield Warn(AlertCode.NO_PROGRESS, {**at, "silent_seconds": still})
    if _is_stuck(heard, limits, now):
        took = _seconds(now - heard.epoch_at)
        epoch = sight.state.last_epoch + 1
        yield Warn(AlertCode.STUCK_EPOCH, {**at, "epoch": epoch, "epoch_seconds": took})


def _is_over(code: AlertCode, heard: Heard, *, served: bool) -> bool:
    """Whether the run has been seen to get on: a new vigil has only forgotten how long it did not.

    Between two attempts an alert stays: the next one has to show whether it gets further.
    """
    running = heard.sight.state.status is RunStatus.RUNNING
    match code:
        case AlertCode.NO_WORKER:
            return running or served
        case AlertCode.STUCK_EPOCH:
            return running and heard.epoch_at > heard.seen_at
        case _:
            return running and heard.moved_at > heard.seen_at


def _end_of_patience(heard: Heard, limits: Limits, now: datetime) -> Iterator[Restart | Abandon]:
    if _is_stuck(heard, limits, now):
        yield Restart(StallReason.STUCK_EPOCH)
    elif _stands_still(heard, limits.no_progress_restart, limits, now):
        yield Restart(StallReason.NO_PROGRESS)
    else:
        return
    state = heard.sight.state
    if state.exhausted and not state.cancel_requested:
        yield Abandon()


def _stands_still(heard: Heard, limit: timedelta | None, limits: Limits, now: datetime) -> bool:
    sight = heard.sight
    if limit is None or sight.state.status is not RunStatus.RUNNING:
        return False
    patience = max(limit, limits.quiet) if sight.phase in QUIET_PHASES else limit
    return now - heard.moved_at >= patience


def _is_stuck(heard: Heard, limits: Limits, now: datetime) -> bool:
    """Whether an epoch takes too long although steps are made; without a forecast nobody can tell.

    Exams are left to the other rule: the last one comes after the last epoch.
    """
    sight = heard.sight
    training = sight.state.status is RunStatus.RUNNING and sight.phase is Phase.TRAINING
    if not training or limits.stuck_epoch is None or sight.epoch_seconds is None:
        return False
    forecast = timedelta(seconds=limits.forecasts * sight.epoch_seconds)
    return now - heard.epoch_at >= max(limits.stuck_epoch, forecast)


def _lasts(limit: timedelta | None, seconds: int) -> bool:
    return limit is not None and seconds >= limit.total_seconds()


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())
