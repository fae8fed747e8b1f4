from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.watchdog import rules
from consumers.watchdog.rules import ARM, CONFIRM, Watch

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
ARMED = Watch(connected_since=DAWN - ARM)


def silent(watch: Watch, worker_id: str = "gpu-1") -> Watch:
    return rules.silence_marked(watch, worker_id, DAWN)


def test_a_silence_is_only_told_once_it_is_confirmed():
    watch = silent(ARMED)

    assert rules.overdue(watch, DAWN) == []
    assert rules.overdue(watch, DAWN + CONFIRM - INSTANT) == []
    assert rules.overdue(watch, DAWN + CONFIRM) == ["gpu-1"]


def test_a_heartbeat_in_the_meantime_saves_the_worker():
    watch = rules.heartbeat_heard(silent(silent(ARMED, "gpu-2")), "gpu-1")

    assert rules.overdue(watch, DAWN + CONFIRM) == ["gpu-2"]


def test_a_repeated_mark_does_not_start_the_wait_anew():
    watch = rules.silence_marked(silent(ARMED), "gpu-1", DAWN + CONFIRM)

    assert rules.overdue(watch, DAWN + CONFIRM) == ["gpu-1"]


def test_a_worker_is_declared_lost_once():
    watch = rules.declared_lost(silent(ARMED), "gpu-1")
    assert rules.overdue(watch, DAWN + CONFIRM) == []

    back = rules.declared_back(rules.heartbeat_heard(watch, "gpu-1"), "gpu-1")
    assert back.lost == frozenset()
    assert rules.overdue(silent(back), DAWN + CONFIRM) == ["gpu-1"]


def test_a_watch_that_never_was_connected_accuses_nobody():
    assert rules.overdue(silent(Watch()), DAWN + timedelta(days=1)) == []


def test_a_watch_is_armed_after_a_whole_lease_of_connection():
    """Before that, the silence could be its own."""
    watch = silent(rules.connection_seen(Watch(), connected=True, now=DAWN))

    assert rules.overdue(watch, DAWN + ARM - INSTANT) == []
    assert rules.overdue(watch, DAWN + ARM) == ["gpu-1"]


def test_seeing_the_connection_again_does_not_start_the_lease_anew():
    watch = rules.connection_seen(ARMED, connected=True, now=DAWN)

    assert watch == ARMED


def test_a_moment_without_connection_disarms():
    """When the broker is back, everybody has a whole lease to be heard."""
    watch = rules.connection_seen(silent(ARMED), connected=False, now=DAWN)
    assert rules.overdue(watch, DAWN + timedelta(days=1)) == []

    watch = rules.connection_seen(watch, connected=True, now=DAWN)
    assert rules.overdue(watch, DAWN + ARM - INSTANT) == []
    assert rules.overdue(watch, DAWN + ARM) == ["gpu-1"]
    assert rules.overdue(rules.heartbeat_heard(watch, "gpu-1"), DAWN + ARM) == []


def test_a_silence_from_before_an_outage_is_not_forgotten():
    """The broker marks it once; nobody would ever speak of that worker again."""
    outage = rules.connection_seen(silent(ARMED), connected=False, now=DAWN)
    after = rules.connection_seen(outage, connected=True, now=DAWN + ARM)

    assert rules.overdue(after, DAWN + 2 * ARM) == ["gpu-1"]


def test_a_lease_covers_the_heartbeats_that_a_worker_may_miss():
    assert timedelta(seconds=15) <= ARM
    assert timedelta(0) < CONFIRM < timedelta(seconds=5)


seconds = st.integers(0, 60).map(lambda number: DAWN + timedelta(seconds=number))
workers = st.sampled_from(["gpu-1", "gpu-2", "gpu-3"])
steps = st.lists(
    st.tuples(seconds, st.sampled_from(["mark", "beat", "on", "off", "lost", "back"]), workers)
).map(lambda found: sorted(found, key=lambda step: step[0]))


def walk(watch: Watch, moment: datetime, what: str, worker_id: str) -> Watch:
    match what:
        case "mark":
            return rules.silence_marked(watch, worker_id, moment)
        case "beat":
            return rules.heartbeat_heard(watch, worker_id)
        case "on" | "off":
            return rules.connection_seen(watch, connected=what == "on", now=moment)
        case "lost":
            return rules.declared_lost(watch, worker_id)
        case _:
            return rules.declared_back(watch, worker_id)


@settings(deadline=None)
@given(steps)
def test_nobody_is_accused_but_for_a_confirmed_silence_on_a_sure_connection(
    story: list[tuple[datetime, str, str]],
):
    watch = Watch()
    for number, (moment, what, worker_id) in enumerate(story):
        watch = walk(watch, moment, what, worker_id)
        for accused in rules.overdue(watch, moment):
            past = [step for step in story[: number + 1] if step[2] == accused]
            heard = [step for step in past if step[1] in {"mark", "beat"}]
            assert heard[-1][1] == "mark"
            assert moment - heard[0][0] >= CONFIRM
            recent = [step for step in story[: number + 1] if step[0] > moment - ARM]
            assert all(step[1] != "off" for step in recent)
            told = [step for step in past if step[1] in {"lost", "back"}]
            assert not told or told[-1][1] == "back"
