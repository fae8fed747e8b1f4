"""The life of a run: one fold over its events, for the API, the worker, consumers and watchdog.

The states, and the events that lead from one to another:

                      RunStarted                 RunCompleted
    RunRequested ► queued ───────────► running ──────────────────► completed
                    ▲  │                │ │ │   JobFailed(final), RunAbandoned
                    │  │CancelRequested │ │ └────────────────────► failed
                    │  ▼                │ │
                    │ cancelled ◄───────┘ │ RunCancelled
                    └─────────────────────┘
          RunInterrupted, RunStalled, JobFailed(not final)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from schemas.events.run import (
    AlertClosed,
    AlertRaised,
    AttemptEvent,
    CancelRequested,
    CheckpointSaved,
    EpochCompleted,
    JobFailed,
    MemoryReduced,
    RunAbandoned,
    RunCancelled,
    RunCompleted,
    RunEvent,
    RunInterrupted,
    RunRenamed,
    RunRequested,
    RunStalled,
    RunStarted,
    TrainingMeasured,
)


class RunStatus(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing can change any more."""
        return self in {RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class RunState:
    """What the decisions about a run need to know."""

    status: RunStatus
    max_retries: int
    attempt: int = 0
    """The latest one, from 1; 0 before the first."""
    worker_id: str | None = None
    """The latest attempt's."""
    interruptions: int = 0
    """Attempts that ended without a fault of their own."""
    cancel_requested: bool = False
    last_epoch: int = 0
    """The latest epoch whose metrics are in the log, of the worker that has the run."""

    @property
    def failures(self) -> int:
        """Attempts used up so far, the present one included."""
        return self.attempt - self.interruptions

    @property
    def exhausted(self) -> bool:
        """Whether one more attempt would be one too many."""
        return self.failures > self.max_retries


def evolve(state: RunState | None, event: RunEvent) -> RunState:
    """The state after ``event``. Total over events, and forgiving of repeats and late arrivals.

    Raises:
        ValueError: the first event of a run is not its request.
    """
    if state is None:
        if not isinstance(event, RunRequested):
            raise ValueError(f"a run begins with RunRequested, not {type(event).__name__}")
        return RunState(RunStatus.QUEUED, max_retries=event.max_retries)
    if state.status.ended:
        return state
    if isinstance(event, AttemptEvent):
        return _evolve_by_worker(state, event)
    match event:
        case CancelRequested():
            queued = state.status is RunStatus.QUEUED
            return _cancel(state) if queued else replace(state, cancel_requested=True)
        case RunStalled():
            running = state.status is RunStatus.RUNNING and event.attempt == state.attempt
            return _requeue(state) if running else state
        case RunAbandoned():
            return _fail(state)
        case RunRequested() | AlertRaised() | AlertClosed() | RunRenamed():
            return state
    assert_never(event)


def fold(events: Iterable[RunEvent]) -> RunState | None:
    """The state after all of a run's events, oldest first; None while there are none."""
    state: RunState | None = None
    for event in events:
        state = evolve(state, event)
    return state


AttemptEvents = (
    RunStarted
    | EpochCompleted
    | CheckpointSaved
    | MemoryReduced
    | TrainingMeasured
    | RunCompleted
    | JobFailed
    | RunCancelled
    | RunInterrupted
)


def counts(state: RunState, event: AttemptEvents) -> bool:
    """Whether ``event`` begins a new attempt or comes from the latest one; else it is too late."""
    if isinstance(event, RunStarted):
        return event.attempt > state.attempt
    return event.attempt == state.attempt


def _evolve_by_worker(state: RunState, event: AttemptEvents) -> RunState:
    if not counts(state, event):
        return state
    match event:
        case RunStarted():
            return _start(state, event)
        case EpochCompleted():
            epoch = max(state.last_epoch, event.metrics.epoch)
            return replace(state, status=RunStatus.RUNNING, last_epoch=epoch)
        case CheckpointSaved() | MemoryReduced() | TrainingMeasured():
            running = state.status is RunStatus.RUNNING
            return state if running else replace(state, status=RunStatus.RUNNING)
        case RunCompleted():
            return replace(state, status=RunStatus.COMPLETED)
        case JobFailed():
            return _fail(state) if event.final else _requeue(state)
        case RunCancelled():
            return _cancel(state)
        case RunInterrupted():
            interruptions = min(state.interruptions + 1, state.attempt)
            return _requeue(replace(state, interruptions=interruptions))
    assert_never(event)


def _start(state: RunState, event: RunStarted) -> RunState:
    """Running; another worker than the last has none of its checkpoints and begins anew."""
    goes_on = event.worker_id == state.worker_id
    return replace(
        state,
        status=RunStatus.RUNNING,
        attempt=event.attempt,
        worker_id=event.worker_id,
        last_epoch=state.last_epoch if goes_on else 0,
    )


def _requeue(state: RunState) -> RunState:
    """Back to the queue, unless the owner no longer wants it."""
    return _cancel(state) if state.cancel_requested else replace(state, status=RunStatus.QUEUED)


def _fail(state: RunState) -> RunState:
    """Failed, unless the owner no longer wants it: what was cancelled has not failed."""
    return _cancel(state) if state.cancel_requested else replace(state, status=RunStatus.FAILED)


def _cancel(state: RunState) -> RunState:
    return replace(state, status=RunStatus.CANCELLED, cancel_requested=True)
