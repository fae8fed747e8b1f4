"""A sound log breaks no rule; whatever is planted into one is found."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from consumers.diagnosis.log import LogExamination
from consumers.diagnosis.violation import Rule, Violation
from consumers.feed import Delivered
from schemas.base import Event
from schemas.events.dataset import DatasetRevised, DatasetUploaded
from schemas.events.run import (
    AttemptEvent,
    EpochCompleted,
    RunEventBase,
    RunRequested,
    RunStarted,
)
from schemas.events.worker import WorkerBack, WorkerRegistered
from schemas.lifecycle import fold
from tests.consumers.diagnosis.stories import delivered, history
from tests.schemas.examples import (
    USER,
    alert_raised,
    checkpoint_saved,
    classification_events_of_every_kind,
    dataset_revised,
    epoch_completed,
    run_completed,
    run_started,
    worker_event,
)

SEEDS = st.integers(0, 2**32)


def found(messages: Sequence[Delivered], *, all_ended: bool = True) -> list[Violation]:
    examination = LogExamination()
    violations = [one for message in messages for one in examination.take(message)]
    return violations + list(examination.concluded(all_ended=all_ended))


@given(SEEDS)
def test_a_good_history_breaks_no_rule(seed: int):
    """Retries, takeovers, interruptions, stalls, cancellations and alerts are all in order."""
    assert found(delivered(history(seed))) == []


@given(SEEDS)
def test_an_administrator_may_admit_a_worker(seed: int):
    """As today; in older logs workers said themselves that they were there."""
    admitted = [
        event.model_copy(update={"actor": USER}) if isinstance(event, WorkerRegistered) else event
        for event in history(seed)
    ]
    assert found(delivered(admitted)) == []


def test_a_classified_sheet_is_no_run():
    """Its events break no rule, and leave no run open."""
    assert found(delivered(classification_events_of_every_kind())) == []


@given(SEEDS, st.integers(1, 30))
def test_a_run_in_the_middle_is_open_and_no_violation(seed: int, cut: int):
    """It is reported as open; only a log at rest must have none."""
    events = history(seed)[:-cut]
    examination = LogExamination()
    assert [one for message in delivered(events) for one in examination.take(message)] == []
    runs = {event.run_id for event in events if isinstance(event, RunEventBase)}
    going = {run for run in runs if not fold(_of(events, run)).status.ended}
    assert {run.run_id for run in examination.open_runs()} == going
    assert list(examination.concluded()) == []
    rules = [violation.rule for violation in examination.concluded(all_ended=True)]
    assert rules == [Rule.ALL_ENDED] * len(going)


@given(SEEDS)
def test_what_a_newer_version_wrote_is_left_to_it(seed: int):
    """It is counted; nothing is known of it that could be wrong."""
    [*messages, last] = delivered(history(seed))
    newer = last._replace(data=b'{"type": "run.dreamt.v1"}')
    examination = LogExamination()
    told = [*messages, newer, last._replace(sequence=last.sequence + 1)]
    assert [one for message in told for one in examination.take(message)] == []
    assert examination.newer == 1


def _of(events: Sequence[Event], run_id: object) -> list[Any]:
    return [event for event in events if getattr(event, "run_id", None) == run_id]


Corruption = Callable[[list[Any], Random], list[Any]]


def _one(events: Sequence[Any], random: Random, kind: type | tuple[type, ...]) -> Any:
    found = [event for event in events if isinstance(event, kind)]
    assume(found)
    return random.choice(found)


def _instead(events: list[Any], old: Any, new: Any) -> list[Any]:
    return [new if event is old else event for event in events]


def _after(events: list[Any], mark: Any, extra: Any) -> list[Any]:
    place = next(number for number, event in enumerate(events) if event is mark)
    return [*events[: place + 1], extra, *events[place + 1 :]]


def _named(event: Any, **changes: Any) -> dict[str, Any]:
    """What another event of the same attempt says of itself."""
    return {
        "event_id": uuid4(),
        "run_id": event.run_id,
        "worker_id": event.worker_id,
        "attempt": event.attempt,
        "correlation_id": event.correlation_id,
        "causation_id": event.event_id,
    } | changes


def same_id_twice(events: list[Any], random: Random) -> list[Any]:
    one, other = random.sample(events, 2)
    return _instead(events, other, other.model_copy(update={"event_id": one.event_id}))


def another_speaks(events: list[Any], random: Random) -> list[Any]:
    event = _one(events, random, (EpochCompleted, RunStarted))
    return _instead(events, event, event.model_copy(update={"actor": USER}))


def without_request(events: list[Any], random: Random) -> list[Any]:
    request = _one(events, random, (RunRequested, DatasetUploaded))
    return [event for event in events if event is not request]


def requested_twice(events: list[Any], random: Random) -> list[Any]:
    request = _one(events, random, RunRequested)
    return _after(events, request, request.model_copy(update={"event_id": uuid4()}))


def unexplained(events: list[Any], random: Random) -> list[Any]:
    event = _one(events, random, AttemptEvent)
    return _instead(events, event, event.model_copy(update={"causation_id": uuid4()}))


def stranger_thread(events: list[Any], random: Random) -> list[Any]:
    event = _one(events, random, AttemptEvent)
    return _instead(events, event, event.model_copy(update={"correlation_id": uuid4()}))


def ended_twice(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    return [*events, run_completed(**_named(started))]


def speaks_after_the_end(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    return [*events, checkpoint_saved(**_named(started))]


def never_ended(events: list[Any], random: Random) -> list[Any]:
    request = _one(events, random, RunRequested)
    return [*events, request.model_copy(update={"event_id": uuid4(), "run_id": uuid4()})]


def attempt_left_out(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    later = started.model_copy(update={"attempt": started.attempt + 1})
    return _instead(events, started, later)


def replaced_one_speaks(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    successor = run_started(**_named(started, attempt=started.attempt + 1))
    late = checkpoint_saved(**_named(started))
    return _after(_after(events, started, successor), successor, late)


def one_attempt_too_many(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    last = started.attempt + 5
    for number in range(last, started.attempt, -1):
        events = _after(events, started, run_started(**_named(started, attempt=number)))
    return events


def another_worker_tells(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    return _after(events, started, checkpoint_saved(**_named(started, worker_id="gpu-9")))


def epoch_twice(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    first = epoch_completed(1, **_named(started))
    again = epoch_completed(1, **_named(started))
    return _after(_after(events, started, first), first, again)


def epoch_left_out(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    return _after(events, started, epoch_completed(900, **_named(started)))


def alerted_twice(events: list[Any], random: Random) -> list[Any]:
    started = _one(events, random, RunStarted)
    lineage = {name: _named(started)[name] for name in ("run_id", "correlation_id", "causation_id")}
    first, second = (alert_raised(**lineage, event_id=uuid4(), code="twice") for _ in range(2))
    return _after(_after(events, started, first), first, second)


def version_left_out(events: list[Any], random: Random) -> list[Any]:
    dataset_id = _one(events, random, DatasetRevised).dataset_id
    return [*events, dataset_revised(9, event_id=uuid4(), dataset_id=dataset_id)]


def lost_twice(events: list[Any], random: Random) -> list[Any]:
    worker_id = _one(events, random, WorkerRegistered).worker_id
    back = [worker_event(WorkerBack, event_id=uuid4(), worker_id=worker_id) for _ in range(2)]
    return [*events, *back]


CORRUPTIONS: dict[Corruption, Rule] = {
    same_id_twice: Rule.UNIQUE,
    another_speaks: Rule.OWN_VOICE,
    without_request: Rule.BEGUN,
    requested_twice: Rule.BEGUN,
    unexplained: Rule.EXPLAINED,
    stranger_thread: Rule.EXPLAINED,
    ended_twice: Rule.ENDED_ONCE,
    speaks_after_the_end: Rule.ENDED_ONCE,
    never_ended: Rule.ALL_ENDED,
    attempt_left_out: Rule.ATTEMPTS_IN_ORDER,
    replaced_one_speaks: Rule.ATTEMPTS_IN_ORDER,
    one_attempt_too_many: Rule.ATTEMPTS_BOUNDED,
    another_worker_tells: Rule.ONE_WORKER,
    epoch_twice: Rule.EPOCHS_ONCE,
    epoch_left_out: Rule.EPOCHS_ONCE,
    alerted_twice: Rule.ALERTED_ONCE,
    version_left_out: Rule.VERSIONS_IN_ORDER,
    lost_twice: Rule.LOST_IN_TURN,
}


@pytest.mark.parametrize("corrupt", CORRUPTIONS, ids=lambda corrupt: corrupt.__name__)
@settings(max_examples=40)
@given(seed=SEEDS)
def test_what_is_planted_into_a_good_history_is_found(corrupt: Corruption, seed: int):
    """Wherever it lies, and by the rule that it breaks."""
    events = history(seed, runs=3)
    random = Random(seed)
    broken = found(delivered(corrupt(list(events), random)))
    assert CORRUPTIONS[corrupt] in {violation.rule for violation in broken}


@given(SEEDS)
def test_a_missing_message_is_found_where_it_is_missing(seed: int):
    """By its sequence, whatever it held."""
    messages = delivered(history(seed))
    lost = messages.pop(Random(seed).randrange(len(messages) - 1))
    [gap] = [one for one in found(messages) if one.rule is Rule.CONTIGUOUS]
    assert gap.figures == {"expected": lost.sequence, "sequence": lost.sequence + 1}


@given(SEEDS)
def test_an_event_on_another_subject_is_found(seed: int):
    """A worker that speaks on another's subject, above all."""
    messages = delivered(history(seed))
    place = Random(seed).randrange(len(messages))
    messages[place] = messages[place]._replace(subject="training.run.x.worker.gpu-9.completed")
    assert [(one.rule, one.sequence) for one in found(messages)] == [(Rule.IN_PLACE, place + 1)]


@given(SEEDS, st.binary(max_size=20))
def test_a_message_that_is_no_event_is_found(seed: int, garbage: bytes):
    """And nothing else goes wrong because of it."""
    messages = delivered(history(seed))
    extra = messages[0]._replace(sequence=len(messages) + 1, data=garbage, subject="training.x")
    assert [one.rule for one in found([*messages, extra])] == [Rule.READABLE]
