"""What it means that others wrote about a run while this worker held it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from infra.bus import Recorded
from schemas.base import answering
from schemas.events.catalogue import LoggedEvent
from schemas.events.run import (
    AttemptEvent,
    CancelRequested,
    JobFailed,
    RunCancelled,
    RunCompleted,
    RunEvent,
    RunEventBase,
    RunStalled,
    StallReason,
    run_events,
)
from schemas.lifecycle import fold


@dataclass(frozen=True, slots=True)
class Adopt:
    """The run is still this worker's: go on after what the others wrote."""

    cancelled: CancelRequested | None = None
    """What the owner asked, if the run is to stop."""
    last_epoch: int = 0
    """Of which the log has the metrics."""


@dataclass(frozen=True, slots=True)
class Stalled:
    """The watchdog has given up on the attempt: stop, tell nothing, and offer the job again."""


@dataclass(frozen=True, slots=True)
class Over:
    """The run has ended without this worker: stop, tell nothing, and take the job off the queue."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The run is somebody else's, or nobody's: stop, and tell nobody."""


Verdict = Adopt | Stalled | Over | Replaced


def judge(history: Sequence[Recorded], attempt: int) -> Verdict:
    """Read what has become of the run since attempt ``attempt`` took it; ``history`` is all of it.

    A worker that was called lost but lives goes on: the watchdog only heard too little. So it does
    whatever a newer version may have written: that is not in ``history``.
    """
    events = of_run(history)
    state = fold(events)
    if state is None or state.attempt != attempt:
        return Replaced()
    if state.status.ended:
        return Over()
    if any(_gives_up_on(event, attempt) for event in events):
        return Stalled()
    asked = [event for event in events if isinstance(event, CancelRequested)]
    return Adopt(asked[-1] if asked else None, state.last_epoch)


def concerns(newer: Iterable[Recorded], attempt: int) -> bool:
    """Whether somebody besides attempt ``attempt`` itself has written."""
    return any(
        not isinstance(recorded.event, AttemptEvent) or recorded.event.attempt != attempt
        for recorded in newer
    )


def is_yielding(event: LoggedEvent) -> bool:
    """Whether ``event`` is an end of the attempt that gives way to the owner's wish."""
    return isinstance(event, RunCompleted | JobFailed)


def heeding(event: LoggedEvent, adopted: Adopt) -> LoggedEvent:
    """``event`` as it may follow what was adopted: after the owner's wish, no other end than that.

    So a cancellation that the log has before the completion wins, and is never shown as a failure.
    """
    asked = adopted.cancelled
    if asked is None or not isinstance(event, RunCompleted | JobFailed):
        return event
    kept = event.model if asked.keep_model and isinstance(event, RunCompleted) else None
    return RunCancelled(
        run_id=event.run_id,
        worker_id=event.worker_id,
        attempt=event.attempt,
        occurred_at=event.occurred_at,
        actor=event.actor,
        epochs_completed=adopted.last_epoch,
        model=kept,
        **answering(asked),
    )


def of_run(history: Iterable[Recorded]) -> list[RunEvent]:
    """The events of a run's history; what is no run's event has no business there."""
    return [
        run_events.validate_python(recorded.event)
        for recorded in history
        if isinstance(recorded.event, RunEventBase)
    ]


def _gives_up_on(event: RunEvent, attempt: int) -> bool:
    return (
        isinstance(event, RunStalled)
        and event.attempt == attempt
        and event.reason is not StallReason.WORKER_LOST
    )
