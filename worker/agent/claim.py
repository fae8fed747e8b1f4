"""Whether a delivered job may be trained here. Pure: (state, holder, me) -> a verdict."""

from dataclasses import dataclass
from uuid import UUID

from schemas.lifecycle import RunState, RunStatus
from schemas.telemetry import Heartbeat


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


def judge(state: RunState | None, run_id: UUID, holder: Heartbeat | None, me: str) -> Verdict:
    """What to do with a delivered job.

    Args:
        state: The fold of the run's events.
        run_id: The run of the job.
        holder: The last heartbeat of the worker that the log names, if it has not run out.
        me: This worker.
    """
    if state is None or state.status.ended:
        return Drop()
    if held_by_another(state, me) and holder is not None and holder.run_id == run_id:
        return Leave()
    if state.cancel_requested:
        return Cancel(state.attempt)
    if state.exhausted:
        return GiveUp(state.attempt)
    return Train(state.attempt + 1)


def held_by_another(state: RunState, me: str) -> bool:
    """Whether the log says that another worker is at it; a heartbeat must tell if it still is."""
    return state.status is RunStatus.RUNNING and state.worker_id != me
