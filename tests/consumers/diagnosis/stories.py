"""Good histories: what workers, owners and the watchdog write when they keep every rule."""

from collections.abc import Iterable
from random import Random
from typing import Any
from uuid import UUID, uuid4

from consumers.feed import Delivered
from schemas import subjects
from schemas.base import Event
from schemas.events import catalogue
from schemas.events.run import FailureCode
from schemas.events.worker import WorkerBack, WorkerLost
from schemas.lifecycle import RunState, RunStatus, evolve
from tests.schemas.examples import (
    NOW,
    USER,
    alert_raised,
    cancel_requested,
    checkpoint_saved,
    dataset_revised,
    dataset_uploaded,
    epoch_completed,
    job_failed,
    run_cancelled,
    run_completed,
    run_interrupted,
    run_requested,
    run_stalled,
    run_started,
    worker_event,
    worker_registered,
)

WORKERS = ("gpu-1", "gpu-2", "gpu-3")


def delivered(events: Iterable[Event]) -> list[Delivered]:
    """The events as a log would hold them."""
    return [
        Delivered(
            sequence=sequence,
            subject=subjects.of(event),
            stored_at=NOW,
            data=catalogue.encode(event),
        )
        for sequence, event in enumerate(events, start=1)
    ]


class RunStory:
    """One run, told until it ends."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.run_id = uuid4()
        self._events: list[Any] = []
        self._epoch = 0
        self._started: Event | None = None
        self._alerted = False
        self._state: RunState | None = None

    @property
    def over(self) -> bool:
        return self._state is not None and self._state.status.ended

    def next(self) -> Event:
        event = self._word()
        self._events.append(event)
        self._state = evolve(self._state, event)
        return event

    def _word(self) -> Any:
        state = self._state
        if state is None:
            return run_requested(**self._ids(), run_id=self.run_id, max_retries=2)
        if self._random.random() < 0.03 and not state.cancel_requested:
            asked = {"event_id": uuid4(), "correlation_id": uuid4(), "causation_id": uuid4()}
            return cancel_requested(**asked, run_id=self.run_id, actor=USER)
        if self._random.random() < 0.05 and not self._alerted:
            self._alerted = True
            return alert_raised(**self._answering(self._events[-1]), run_id=self.run_id)
        return self._start(state) if state.status is RunStatus.QUEUED else self._go_on(state)

    def _start(self, state: RunState) -> Any:
        worker_id = self._random.choice(WORKERS)
        if state.exhausted:
            gone = {"code": FailureCode.ATTEMPTS_EXHAUSTED, "final": True}
            return job_failed(**self._of_attempt(state, self._events[-1], worker_id), **gone)
        self._epoch = self._epoch if worker_id == state.worker_id else 0
        self._started = run_started(
            **self._answering(self._events[-1]),
            run_id=self.run_id,
            worker_id=worker_id,
            attempt=state.attempt + 1,
        )
        return self._started

    def _go_on(self, state: RunState) -> Any:
        spoken = self._of_attempt(state, self._started)
        if state.cancel_requested and self._random.random() < 0.5:
            return run_cancelled(**spoken)
        match self._random.choices(range(6), [8, 4, 1, 1, 1, 1])[0]:
            case 0:
                self._epoch += 1
                return epoch_completed(self._epoch, **spoken)
            case 1:
                return checkpoint_saved(max(self._epoch, 1), **spoken)
            case 2:
                return run_interrupted(**spoken)
            case 3:
                return job_failed(**spoken, final=state.exhausted)
            case 4:
                lost = self._answering(self._events[-1])
                named = {"worker_id": state.worker_id, "attempt": state.attempt}
                return run_stalled(**lost, run_id=self.run_id, **named)
            case _:
                return run_completed(**spoken)

    def _of_attempt(self, state: RunState, cause: Any, worker_id: str | None = None) -> Any:
        named = {"worker_id": worker_id or state.worker_id, "attempt": state.attempt}
        return self._answering(cause) | {"run_id": self.run_id} | named

    def _answering(self, cause: Any) -> dict[str, Any]:
        return self._ids() | {
            "causation_id": cause.event_id,
            "correlation_id": cause.correlation_id,
        }

    def _ids(self) -> dict[str, Any]:
        return {"event_id": uuid4()}


def history(seed: int, runs: int = 4) -> list[Event]:
    """Workers, a dataset of three versions and ``runs`` runs that end, told in turns."""
    random = Random(seed)
    dataset_id: UUID = uuid4()
    told: list[Event] = [
        worker_registered(event_id=uuid4(), worker_id=worker_id) for worker_id in WORKERS
    ]
    told.append(dataset_uploaded(event_id=uuid4(), dataset_id=dataset_id))
    told += [
        dataset_revised(version, event_id=uuid4(), dataset_id=dataset_id) for version in (2, 3)
    ]
    told += [
        worker_event(kind, event_id=uuid4(), worker_id=WORKERS[0])
        for kind in (WorkerLost, WorkerBack)
    ]
    stories = [RunStory(random) for _ in range(runs)]
    while going := [story for story in stories if not story.over]:
        told.append(random.choice(going).next())
    return told
