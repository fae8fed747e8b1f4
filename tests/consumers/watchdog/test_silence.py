"""The rules about runs: when a silence counts, and what follows from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.watchdog import silence
from consumers.watchdog.silence import (
    BREAK,
    Abandon,
    Close,
    Decision,
    Limits,
    Mark,
    Restart,
    Sight,
    Vigil,
    Warn,
)
from schemas.alerts import AlertCode
from schemas.events.run import StallReason
from schemas.lifecycle import RunState, RunStatus
from schemas.telemetry import Phase
from tests.schemas.examples import RUN, WORKER

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(seconds=15)
MINUTE = timedelta(minutes=1)
LIMITS = Limits()


def mark(**changes: Any) -> Mark:
    fields: dict[str, Any] = {
        "attempt": 1,
        "phase": Phase.TRAINING,
        "epoch": 1,
        "step": 30,
        "fraction": 0.25,
    }
    return Mark(**(fields | changes))


def running(*, attempt: int = 1, max_retries: int = 3, **state: Any) -> RunState:
    return RunState(
        RunStatus.RUNNING, max_retries=max_retries, attempt=attempt, worker_id=WORKER, **state
    )


def sight(**changes: Any) -> Sight:
    fields: dict[str, Any] = {
        "run_id": RUN,
        "state": running(),
        "pool": "default",
        "spoken": 2,
        "mark": mark(),
        "epoch_seconds": None,
    }
    return Sight(**(fields | changes))


QUEUED = sight(state=RunState(RunStatus.QUEUED, max_retries=3), spoken=0, mark=None)


class Watch:
    """A vigil that looks every few seconds, and acts as it decides unless it is told not to."""

    def __init__(self, limits: Limits = LIMITS, *, served: bool = True) -> None:
        self.vigil = Vigil()
        self.now = DAWN
        self.limits = limits
        self.served = served

    def look(self, seen: Sight) -> list[Decision]:
        self.vigil = silence.look(self.vigil, [seen], self.now)
        heard = self.vigil.heard[RUN]
        return silence.decide(heard, self.limits, self.now, served=self.served)

    def for_long(self, seen: Sight, time: timedelta) -> list[Decision]:
        """What is decided at the end of ``time``, after many looks at the same sight."""
        end = self.now + time
        self.look(seen)
        while self.now + TICK < end:
            self.now += TICK
            self.look(seen)
        self.now = end
        return self.look(seen)


def kinds(decisions: list[Decision]) -> list[type[Decision]]:
    return [type(decision) for decision in decisions]


def test_a_run_that_stands_still_raises_an_alert_and_later_starts_again():
    """At fifteen minutes people hear of it, at thirty it goes back to the queue."""
    watch = Watch()
    assert watch.for_long(sight(), LIMITS.no_progress - TICK) == []

    [warn] = watch.for_long(sight(), TICK)
    assert warn == Warn(AlertCode.NO_PROGRESS, {"worker": WORKER, "silent_seconds": 900})

    warned = sight(alerts=frozenset({"no_progress"}))
    assert watch.for_long(warned, LIMITS.no_progress - TICK) == []
    assert watch.for_long(warned, TICK) == [Restart(StallReason.NO_PROGRESS)]


@pytest.mark.parametrize(
    "moved",
    [
        sight(mark=mark(step=31)),
        sight(mark=mark(fraction=0.26)),
        sight(mark=mark(phase=Phase.EVALUATING)),
        sight(mark=mark(epoch=2)),
        sight(spoken=3),
        sight(state=running(attempt=2), spoken=4),
    ],
)
def test_whatever_moves_is_progress(moved: Sight):
    """A step, a share, a phase, or any word of the attempt in the log."""
    watch = Watch()
    watch.for_long(sight(), LIMITS.no_progress - TICK)

    assert watch.for_long(moved, LIMITS.no_progress - TICK) == []


def test_a_report_that_repeats_the_last_one_is_no_progress():
    """A child that hangs may still be spoken for by its agent."""
    assert kinds(Watch().for_long(sight(mark=mark()), LIMITS.no_progress)) == [Warn]


def test_progress_closes_the_alert():
    watch = Watch()
    watch.for_long(sight(), LIMITS.no_progress)

    moved = sight(mark=mark(step=31), alerts=frozenset({"no_progress"}))
    assert watch.look(moved) == [Close(AlertCode.NO_PROGRESS)]


def test_an_alert_stays_open_between_two_attempts():
    """The next one has to show that it gets on; being claimed is the first sign."""
    watch = Watch()
    watch.look(sight())
    opened = frozenset({"no_progress", "stuck_epoch"})
    waiting = sight(state=replace(running(), status=RunStatus.QUEUED), spoken=3, alerts=opened)
    assert watch.for_long(waiting, MINUTE) == []

    claimed = sight(state=running(attempt=2), spoken=4, alerts=opened)
    assert watch.look(claimed) == [Close(AlertCode.NO_PROGRESS), Close(AlertCode.STUCK_EPOCH)]


def test_a_new_vigil_neither_closes_nor_repeats_an_alert():
    """It has only forgotten for how long the run has stood still."""
    watch = Watch()
    warned = sight(alerts=frozenset({"no_progress"}))

    assert watch.for_long(warned, LIMITS.no_progress) == []
    assert watch.look(sight(mark=mark(step=31), alerts=warned.alerts)) == [
        Close(AlertCode.NO_PROGRESS)
    ]


@pytest.mark.parametrize("phase", [Phase.PREPARING, Phase.SAVING])
def test_a_quiet_phase_may_be_quiet_for_long(phase: Phase):
    """A large base model is loaded, or an export written, without a word."""
    watch, quiet = Watch(), sight(mark=mark(phase=phase))
    assert watch.for_long(quiet, LIMITS.quiet - TICK) == []

    assert kinds(watch.for_long(quiet, TICK)) == [Warn, Restart]


def test_an_attempt_that_has_not_reported_yet_is_preparing():
    """The last report may be of the attempt before."""
    for told in (None, mark(attempt=1)):
        unheard = sight(state=running(attempt=2), mark=told)
        assert Watch().for_long(unheard, LIMITS.quiet - TICK) == []


def test_the_last_attempt_is_abandoned():
    """And not offered again only to be given up by whoever takes it."""
    last = sight(state=running(max_retries=0), alerts=frozenset({"no_progress"}))
    assert last.state.exhausted

    decisions = Watch().for_long(last, LIMITS.no_progress_restart)
    assert decisions == [Restart(StallReason.NO_PROGRESS), Abandon()]


def test_a_run_that_nobody_wants_any_more_is_cancelled_and_not_abandoned():
    """That is what its stall does, where the owner has asked."""
    state = running(max_retries=0, cancel_requested=True)
    unwanted = sight(state=state, alerts=frozenset({"no_progress"}))

    decisions = Watch().for_long(unwanted, LIMITS.no_progress_restart)
    assert decisions == [Restart(StallReason.NO_PROGRESS)]


def steps() -> Callable[[], Sight]:
    """A run that makes a step before every look."""
    told = iter(range(10**9))
    return lambda: sight(mark=mark(step=next(told)), epoch_seconds=60.0)


def test_an_epoch_that_crawls_is_started_again():
    """Steps are made, but far fewer than forecast."""
    watch, crawling = Watch(), steps()
    while watch.now < DAWN + LIMITS.stuck_epoch:
        assert watch.look(crawling()) == []
        watch.now += TICK

    warn, restart = watch.look(crawling())
    assert restart == Restart(StallReason.STUCK_EPOCH)
    params = {"worker": WORKER, "epoch": 1, "epoch_seconds": 1800}
    assert warn == Warn(AlertCode.STUCK_EPOCH, params)


def test_an_epoch_that_was_forecast_to_be_long_may_be_long():
    """Here forty minutes; it is slow only after three times as much."""
    watch, moving = Watch(), steps()
    patience = timedelta(seconds=3 * 2400)
    while watch.now < DAWN + patience:
        assert watch.look(replace(moving(), epoch_seconds=2400.0)) == []
        watch.now += TICK

    assert Restart(StallReason.STUCK_EPOCH) in watch.look(replace(moving(), epoch_seconds=2400.0))


@pytest.mark.parametrize(
    "excuse",
    [
        {"epoch_seconds": None},
        {"mark": mark(phase=Phase.EVALUATING), "epoch_seconds": 60.0},
    ],
)
def test_nobody_can_tell_how_long_an_epoch_may_take_without_a_forecast(excuse: dict[str, Any]):
    """Nor of the exams; standing still is another rule's."""
    watch, moving = Watch(), steps()
    while watch.now < DAWN + 4 * LIMITS.stuck_epoch:
        step = moving()
        told = replace(excuse.get("mark", step.mark), fraction=float(step.mark.step))
        assert watch.look(replace(step, **(excuse | {"mark": told}))) == []
        watch.now += TICK


@pytest.mark.parametrize(
    "further",
    [
        {"state": running(last_epoch=1), "spoken": 3},
        {"mark": mark(epoch=2)},
        {"state": running(attempt=2), "spoken": 3},
    ],
)
def test_another_epoch_begins_its_own_time(further: dict[str, Any]):
    watch = Watch(replace(LIMITS, no_progress=None, no_progress_restart=None))
    slow = {"epoch_seconds": 60.0}
    watch.for_long(sight(**slow), LIMITS.stuck_epoch - TICK)

    assert watch.for_long(sight(**(slow | further)), LIMITS.stuck_epoch - TICK) == []


def test_a_run_that_waits_for_nobody_raises_an_alert():
    watch = Watch(served=False)
    assert watch.for_long(QUEUED, LIMITS.unclaimed - TICK) == []

    [warn] = watch.for_long(QUEUED, TICK)
    assert warn == Warn(AlertCode.NO_WORKER, {"pool": "default", "waiting_seconds": 600})


def test_a_run_may_wait_for_long_while_somebody_is_there():
    """Other runs are before it."""
    assert Watch().for_long(QUEUED, 3 * LIMITS.unclaimed) == []


def test_a_worker_or_a_claim_ends_the_waiting():
    opened = frozenset({"no_worker"})
    watch = Watch(served=False)
    watch.for_long(QUEUED, LIMITS.unclaimed)
    watch.served = True
    assert watch.look(replace(QUEUED, alerts=opened)) == [Close(AlertCode.NO_WORKER)]

    watch.served = False
    assert watch.look(sight(alerts=opened)) == [Close(AlertCode.NO_WORKER)]


@pytest.mark.parametrize(
    ("off", "seen"),
    [
        ({"no_progress": None, "no_progress_restart": None}, sight()),
        ({"stuck_epoch": None}, None),
        ({"unclaimed": None}, QUEUED),
    ],
)
def test_a_rule_can_be_turned_off(off: dict[str, Any], seen: Sight | None):
    watch, moving = Watch(replace(LIMITS, **off), served=False), steps()
    while watch.now < DAWN + timedelta(hours=2):
        assert watch.look(seen or moving()) == []
        watch.now += TICK


def test_an_alert_may_come_without_a_restart():
    watch = Watch(replace(LIMITS, no_progress_restart=None))

    assert kinds(watch.for_long(sight(), timedelta(hours=3))) == [Warn]


@pytest.mark.parametrize("jump", [BREAK + TICK, timedelta(hours=5), -TICK])
def test_after_a_break_every_silence_is_measured_anew(jump: timedelta):
    """The watchdog was stopped or cut off, the computer slept, or its clock was set."""
    watch = Watch()
    watch.for_long(sight(), LIMITS.no_progress - TICK)
    watch.now += jump

    assert watch.look(sight()) == []
    assert watch.for_long(sight(), LIMITS.no_progress - TICK) == []
    assert kinds(watch.for_long(sight(), TICK)) == [Warn]


def test_a_read_model_that_is_behind_the_log_is_no_news():
    """What the log told already counts, until the read model has it too."""
    watch = Watch()
    watch.look(sight())
    newer = sight(state=running(last_epoch=1), spoken=7)
    watch.vigil = silence.remember(watch.vigil, newer, watch.now)

    assert kinds(watch.for_long(sight(), LIMITS.no_progress)) == [Warn]
    assert watch.vigil.heard[RUN].sight == newer


def test_a_run_that_has_ended_is_forgotten():
    vigil = silence.look(Vigil(), [sight()], DAWN)

    assert silence.look(vigil, [], DAWN + TICK).heard == {}


def test_alerts_that_are_not_the_rules_own_are_left_alone():
    """A newer watchdog's, or another program's."""
    watch = Watch()
    strange = frozenset({"loss_rising"})
    watch.look(sight(alerts=strange))

    assert watch.look(sight(mark=mark(step=31), alerts=strange)) == []


moves = st.sampled_from(["step", "fraction", "phase", "event", "epoch"])
pauses = st.integers(min_value=1, max_value=int(LIMITS.no_progress / TICK) - 1)


@settings(deadline=None, max_examples=60)
@given(
    story=st.lists(st.tuples(moves, pauses, st.booleans()), min_size=1, max_size=30),
    lagging=st.booleans(),
)
def test_no_run_with_progress_is_ever_accused(story: list[tuple[str, int, bool]], *, lagging: bool):
    """Whatever moves, however irregularly, and however far the read model is behind."""
    watch, seen = Watch(), sight(epoch_seconds=86_400.0)
    for move, pause, outage in story:
        before, seen = seen, _moved(seen, move)
        for _ in range(pause):
            watch.now += TICK
            shown = replace(before, mark=seen.mark) if lagging else seen
            assert _accusations(_confirmed(watch, shown, seen)) == []
        if outage:
            watch.vigil = Vigil()


def _moved(seen: Sight, move: str) -> Sight:
    told = seen.mark
    assert told is not None
    match move:
        case "step":
            return replace(seen, mark=replace(told, step=told.step + 1))
        case "fraction":
            return replace(seen, mark=replace(told, fraction=told.fraction + 0.001))
        case "phase":
            other = Phase.EVALUATING if told.phase is Phase.TRAINING else Phase.TRAINING
            return replace(seen, mark=replace(told, phase=other))
        case "event":
            return replace(seen, spoken=seen.spoken + 1)
        case _:
            state = replace(seen.state, last_epoch=seen.state.last_epoch + 1)
            return replace(seen, state=state, spoken=seen.spoken + 1)


def _confirmed(watch: Watch, shown: Sight, truth: Sight) -> list[Decision]:
    """As the shell does it: what the read model suggests is decided by the log."""
    if not watch.look(shown):
        return []
    watch.vigil = silence.remember(watch.vigil, truth, watch.now)
    return silence.decide(watch.vigil.heard[RUN], watch.limits, watch.now, served=True)


def _accusations(decisions: list[Decision]) -> list[Decision]:
    return [each for each in decisions if isinstance(each, Warn | Restart | Abandon)]


@settings(deadline=None, max_examples=60)
@given(
    story=st.lists(
        st.tuples(
            moves | st.just("nothing"),
            st.integers(min_value=1, max_value=3 * int(LIMITS.no_progress / TICK)),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_an_alert_is_raised_at_most_once_before_it_is_closed(story: list[tuple[str, int, bool]]):
    """And closed only while it is open, whatever happens to run and watchdog."""
    watch = Watch(replace(LIMITS, no_progress_restart=None, stuck_epoch=timedelta(minutes=20)))
    seen = sight(epoch_seconds=60.0)
    for move, pause, outage in story:
        seen = seen if move == "nothing" else _moved(seen, move)
        for _ in range(pause):
            watch.now += TICK
            for decision in watch.look(seen):
                if isinstance(decision, Warn):
                    assert decision.code not in seen.alerts
                    seen = replace(seen, alerts=seen.alerts | {decision.code})
                elif isinstance(decision, Close):
                    assert decision.code in seen.alerts
                    seen = replace(seen, alerts=seen.alerts - {decision.code})
        if outage:
            watch.vigil = Vigil()
