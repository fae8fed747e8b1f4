"""Made-up histories of a whole platform: every event may follow the ones before it."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from schemas.base import Event
from schemas.events.classification import ClassificationStarted
from schemas.events.model import ModelArchived, ModelUnarchived
from schemas.events.worker import WorkerBack, WorkerLost, WorkerRevoked
from schemas.lifecycle import RunState, RunStatus, evolve
from schemas.telemetry import LogsReported, ProgressReported
from tests.schemas.examples import (
    alert_closed,
    alert_raised,
    cancel_requested,
    checkpoint_saved,
    classification_requested,
    classification_told,
    dataset_deleted,
    dataset_revised,
    dataset_shared,
    dataset_unshared,
    dataset_uploaded,
    dataset_uploaded_v1,
    epoch_completed,
    epoch_metrics,
    forecast,
    job_failed,
    log_lines,
    memory_reduced,
    model_event,
    model_shared,
    model_unshared,
    progress,
    run_abandoned,
    run_cancelled,
    run_completed,
    run_interrupted,
    run_renamed,
    run_requested,
    run_stalled,
    run_started,
    training_measured,
    worker_event,
    worker_registered,
)

OWNERS = ["maria", "joão"]
Thing = TypeVar("Thing")
Word = tuple[int, Callable[[], Event]]
"""How likely it is, and how it is made."""


class Platform:
    """Some people, workers and datasets, and the runs that come of them."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._workers: list[str] = []
        self._datasets: dict[UUID, int] = {}
        """How many versions each has."""
        self._runs: dict[UUID, RunState] = {}
        self._sheets: list[UUID] = []
        """That are to be classified."""

    def history(self, length: int) -> list[Event]:
        """The next ``length`` events."""
        return [self._next() for _ in range(length)]

    def _next(self) -> Event:
        if not self._workers or self._random.random() < 0.02:
            return self._worker_arrives()
        if not self._datasets or self._random.random() < 0.03:
            return self._upload()
        if not self._runs or self._random.random() < 0.08:
            return self._request()
        if self._random.random() < 0.04:
            return self._worker_word()
        if self._random.random() < 0.01:
            return dataset_deleted(**self._event(), dataset_id=self._dataset())
        if self._random.random() < 0.04:
            return self._dataset_goes_on()
        if self._random.random() < 0.04:
            return self._share()
        if self._random.random() < 0.06:
            return self._model_word()
        return self._run_goes_on()

    def _event(self) -> dict[str, Any]:
        return {"event_id": self._id()}

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def _one_of(self, things: Sequence[Thing]) -> Thing:
        return self._random.choice(things)

    def _worker_arrives(self) -> Event:
        self._workers.append(f"gpu-{len(self._workers) + 1}")
        return worker_registered(**self._event(), worker_id=self._workers[-1])

    def _worker_word(self) -> Event:
        kind = self._one_of([WorkerLost, WorkerLost, WorkerBack, WorkerBack, WorkerRevoked])
        return worker_event(kind, **self._event(), worker_id=self._one_of(self._workers))

    def _upload(self) -> Event:
        """Told by today's release, or by the first one."""
        dataset_id, owner_id = self._id(), self._one_of(OWNERS)
        self._datasets[dataset_id] = 1
        told = self._one_of([dataset_uploaded, dataset_uploaded_v1])
        return told(**self._event(), dataset_id=dataset_id, owner_id=owner_id)

    def _dataset(self) -> UUID:
        return self._one_of(list(self._datasets))

    def _dataset_goes_on(self) -> Event:
        """A new version, or the same file again."""
        dataset_id = self._dataset()
        if self._random.random() < 0.2:
            self._datasets[dataset_id] = 1
            return dataset_uploaded(**self._event(), dataset_id=dataset_id)
        self._datasets[dataset_id] += 1
        version = self._datasets[dataset_id]
        return dataset_revised(version, **self._event(), dataset_id=dataset_id)

    def _model_word(self) -> Event:
        """What becomes of a model, or a sheet for it, which may be taken up."""
        run_id = self._one_of(list(self._runs))
        if self._random.random() < 0.5:
            return model_event(
                self._one_of([ModelArchived, ModelUnarchived]), **self._event(), run_id=run_id
            )
        if not self._sheets or self._random.random() < 0.5:
            self._sheets.append(self._id())
            sheet = {"classification_id": self._sheets[-1], "run_id": run_id}
            return classification_requested(**self._event(), **sheet)
        sheet = {"classification_id": self._one_of(self._sheets)}
        return classification_told(ClassificationStarted, **self._event(), **sheet)

    def _share(self) -> Event:
        """A dataset or a model, for one or for all, or no longer."""
        grantee = self._one_of(["ana", "bia", "*"])
        if self._random.random() < 0.5:
            told = self._one_of([dataset_shared, dataset_unshared])
            return told(grantee, **self._event(), dataset_id=self._dataset())
        told = self._one_of([model_shared, model_unshared])
        return told(grantee, **self._event(), run_id=self._one_of(list(self._runs)))

    def _request(self) -> Event:
        event = run_requested(
            **self._event(),
            run_id=self._id(),
            owner_id=self._one_of(OWNERS),
            dataset_id=self._dataset(),
            max_retries=self._random.randrange(4),
        )
        self._runs[event.run_id] = evolve(None, event)
        return event

    def _run_goes_on(self) -> Event:
        """Mostly what comes next, sometimes a voice from a past attempt or after the end."""
        run_id = self._one_of(list(self._runs))
        state = self._runs[run_id]
        waiting = state.status is RunStatus.QUEUED and self._random.random() < 0.8
        event = self._start(run_id, state) if waiting else self._word(run_id, state)
        self._runs[run_id] = evolve(state, event)  # pyright: ignore[reportArgumentType]
        return event

    def _start(self, run_id: UUID, state: RunState) -> Event:
        worker_id = self._one_of(self._workers)
        return run_started(
            **self._event(), run_id=run_id, attempt=state.attempt + 1, worker_id=worker_id
        )

    def _word(self, run_id: UUID, state: RunState) -> Event:
        late = state.attempt > 1 and self._random.random() < 0.1
        attempt: dict[str, Any] = {
            **self._event(),
            "run_id": run_id,
            "worker_id": state.worker_id or self._workers[0],
            "attempt": max(state.attempt - late, 1),
        }
        control: dict[str, Any] = {**self._event(), "run_id": run_id}
        epoch = state.last_epoch + 1
        best = epoch_metrics(epoch, is_best=self._random.random() < 0.7)
        seen = forecast(tokens_per_second=self._random.uniform(1, 9_000))
        alarm: Word = (4, lambda: alert_raised(**control))
        words: list[Word] = [
            (40, lambda: epoch_completed(metrics=best, **attempt)),
            (20, lambda: checkpoint_saved(epoch, **attempt)),
            (3, lambda: memory_reduced(**attempt)),
            (8, lambda: training_measured(forecast=seen, **attempt)),
            (5, lambda: run_completed(**attempt)),
            (2, lambda: job_failed(final=state.exhausted, **attempt)),
            (3, lambda: run_interrupted(**attempt)),
            (3, lambda: run_stalled(**attempt)),
            (2, lambda: cancel_requested(**control)),
            (4, lambda: run_cancelled(**attempt)) if state.cancel_requested else alarm,
            (1, lambda: run_abandoned(**control)),
            (4, lambda: alert_closed(**control)),
            (2, lambda: run_renamed(**control)),
        ]
        weights, makers = zip(*words, strict=True)
        return self._random.choices(makers, weights)[0]()


def telemetry(seed: int, length: int) -> list[ProgressReported | LogsReported]:
    """What the workers of three runs tell besides."""
    random = Random(seed)
    runs = [UUID(int=random.getrandbits(128), version=4) for _ in range(3)]
    attempts = dict.fromkeys(runs, 1)
    told: list[ProgressReported | LogsReported] = []
    for number in range(length):
        run_id = random.choice(runs)
        attempts[run_id] += random.random() < 0.1
        attempt = max(1, attempts[run_id] - (random.random() < 0.1))
        if random.random() < 0.5:
            measured = {"train_loss": random.random()} if random.random() < 0.8 else {}
            told.append(progress(run_id=run_id, attempt=attempt, step=number, **measured))
        else:
            lines = [f"linha {line} de {number}" for line in range(random.randrange(4))]
            told.append(log_lines(*lines, run_id=run_id, attempt=attempt))
    return told


def begun(told: Sequence[ProgressReported | LogsReported]) -> list[Event]:
    """What the log says of the runs that are reported of: asked for, and each attempt begun."""
    attempts = sorted({(each.run_id, each.attempt) for each in told})
    requests = [run_requested(run_id=run_id) for run_id in sorted({run for run, _ in attempts})]
    starts = [run_started(run_id=run_id, attempt=attempt) for run_id, attempt in attempts]
    return [*requests, *starts]
