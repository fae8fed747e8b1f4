"""Whether a delivered job may be trained here. Pure: (state, holder) -> a verdict."""

from dataclasses import dataclass
from uuid import UUID

from schemas.lifecycle import RunState
from schemas.telemetry import Heartbeat

LONGEST_DELAY_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Train:
    """The job is free: claim it."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Drop:
    """The run has ended: the job has no more use."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody else is working on it."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The owner no longer wants it, and whoever had it is gone."""

    attempt: int


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Too many attempts have failed."""

    attempt: int


Verdict = Train | Drop | Leave | Cancel | GiveUp


def judge(state: RunState, run_id: UUID, holder: Heartbeat | None) -> Verdict:
    """What to do with a delivered job.

    Args:
        state: The fold of the run's events.
        run_id: The run of the job.
        holder: The last heartbeat of another worker that the log names, if it has not run out.
    """
    if state.status.ended:
        return Drop()
    if holder is not None and (holder.run_id, holder.attempt) == (run_id, state.attempt):
        return Leave()
    if state.cancel_requested:
        return Cancel(state.attempt)
    if state.exhausted:
        return GiveUp(state.attempt)
    return Train(state.attempt + 1)


def may_be_held(state: RunState, me: str) -> bool:
    """Whether another worker was the last at it; a heartbeat must tell if it still is.

    Even of a run that waits again: the watchdog may have called lost who was only cut off.
    """
    return not state.status.ended and state.worker_id is not None and state.worker_id != me


def delay_seconds(failures: int, first_seconds: float) -> float:
    """Before a job that has failed so often is offered again: ever longer, so that others go first.

    ``first_seconds`` after the first failure, then twice as long each time.
    """
    return min(first_seconds * 2.0 ** max(failures - 1, 0), LONGEST_DELAY_SECONDS)
