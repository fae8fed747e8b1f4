"""The whole log, message by message: which rules it breaks, and which runs are open. Pure."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from pydantic import ValidationError

from consumers.diagnosis.chain import Broken, RunChain
from consumers.diagnosis.identities import Identities
from consumers.diagnosis.violation import Figures, OpenRun, Rule, Violation
from consumers.feed import Delivered
from schemas import subjects
from schemas.base import ActorKind, faults
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent
from schemas.events.classification import (
    ClassificationCompleted,
    ClassificationEventBase,
    ClassificationFailed,
    ClassificationStarted,
)
from schemas.events.dataset import (
    DatasetDownloaded,
    DatasetEvent,
    DatasetEventBase,
    DatasetRevised,
    DatasetUploaded,
)
from schemas.events.model import ModelDeleted, ModelEventBase
from schemas.events.run import AttemptEvent, RunEvent, RunEventBase
from schemas.events.setting import SettingEventBase
from schemas.events.user import UserEventBase
from schemas.events.worker import (
    OrderEvent,
    WorkerBack,
    WorkerEvent,
    WorkerEventBase,
    WorkerLost,
    WorkerRegistered,
    WorkerRevoked,
)

DETAIL_LENGTH = 200
OF_WORKERS = (
    AttemptEvent,
    WorkerRegistered,
    ClassificationStarted,
    ClassificationCompleted,
    ClassificationFailed,
)
"""What a worker tells, itself or through the API, in its own name alone."""
MAY_FOLLOW: dict[type[LoggedEvent], tuple[type[LoggedEvent], ...]] = {
    WorkerLost: (WorkerRegistered, WorkerBack),
    WorkerBack: (WorkerLost,),
    WorkerRevoked: (WorkerRegistered, WorkerLost, WorkerBack),
}


class LogExamination:
    """A fold over every message: a few hundred bytes a run and sixteen an event are kept."""

    def __init__(self) -> None:
        self.events = 0
        self.newer = 0
        """Events of types that only a newer version knows; they are left to it."""
        self.last_sequence = 0
        self._runs: dict[UUID, RunChain] = {}
        self._datasets: dict[UUID, int] = {}
        """The newest version of each."""
        self._workers: dict[str, type[LoggedEvent]] = {}
        """What was last said of each one's being there."""
        self._identities = Identities()

    def take(self, message: Delivered) -> Iterator[Violation]:
        """The rules that the next message breaks."""
        self.events += 1
        expected, self.last_sequence = self.last_sequence + 1, message.sequence
        if message.sequence != expected:
            figures: Figures = {"expected": expected, "sequence": message.sequence}
            yield Violation(Rule.CONTIGUOUS, message.sequence, "", figures)
        try:
            event = catalogue.decode(message.data)
        except ValidationError as error:
            if catalogue.unknown_type(error):
                self.newer += 1
                return
            detail: Figures = {"detail": faults(error)[0][:DETAIL_LENGTH]}
            yield Violation(Rule.READABLE, message.sequence, message.subject, detail)
            return
        self._identities.add(event.event_id, message.sequence)
        about = _about(event)
        for rule, figures in (*_envelope(event, message.subject), *self._fold(event, message)):
            yield Violation(rule, message.sequence, about, figures)

    def concluded(self, *, all_ended: bool = False) -> Iterator[Violation]:
        """What only the end of the log can tell."""
        for first, second in self._identities.repeated():
            yield Violation(Rule.UNIQUE, second, "", {"first": first, "second": second})
        for run in self.open_runs() if all_ended else ():
            figures: Figures = {"status": run.status, "attempt": run.attempt}
            yield Violation(Rule.ALL_ENDED, run.last_sequence, str(run.run_id), figures)

    def open_runs(self) -> Iterator[OpenRun]:
        """Runs that have begun and not ended, oldest first."""
        for run_id, chain in self._runs.items():
            state = chain.state
            if state is not None and not state.status.ended:
                status, attempt, worker_id = state.status.value, state.attempt, state.worker_id
                yield OpenRun(run_id, status, attempt, worker_id, chain.last_sequence)

    def statuses(self) -> dict[str, int]:
        """How many runs there are of each status."""
        return dict(Counter(run.state.status.value for run in self._runs.values() if run.state))

    def workers(self) -> list[str]:
        """Every worker that the log knows."""
        return list(self._workers)

    def _fold(self, event: LoggedEvent, message: Delivered) -> Iterator[Broken]:
        match event:
            case DatasetEventBase():
                yield from self._dataset(event)
            case WorkerEventBase():
                yield from self._worker(event)
            case RunEventBase():
                yield from self._run(event, message.sequence)
            case _:
                pass

    def _run(self, event: RunEvent, sequence: int) -> Iterator[Broken]:
        chain = self._runs.get(event.run_id) or self._runs.setdefault(event.run_id, RunChain())
        yield from chain.take(event, sequence)

    def _dataset(self, event: DatasetEvent) -> Iterator[Broken]:
        newest = self._datasets.get(event.dataset_id)
        if isinstance(event, DatasetUploaded):
            self._datasets[event.dataset_id] = 1
        elif newest is None:
            yield Rule.BEGUN, {"type": event.type}
        elif isinstance(event, DatasetRevised):
            if event.version != newest + 1:
                yield Rule.VERSIONS_IN_ORDER, {"expected": newest + 1, "version": event.version}
            self._datasets[event.dataset_id] = event.version

    def _worker(self, event: WorkerEvent) -> Iterator[Broken]:
        last = self._workers.get(event.worker_id)
        if last is None and not isinstance(event, WorkerRegistered):
            yield Rule.BEGUN, {"type": event.type}
        if isinstance(event, OrderEvent):
            return
        self._workers[event.worker_id] = type(event)
        if last is None or isinstance(event, WorkerRegistered):
            return
        if last not in MAY_FOLLOW[type(event)]:
            yield Rule.LOST_IN_TURN, {"type": event.type, "last": last.__name__}


def _envelope(event: LoggedEvent, subject: str) -> Iterator[Broken]:
    """What an event breaks whatever came before it."""
    if subject != subjects.of(event):
        yield Rule.IN_PLACE, {"expected": subjects.of(event), "subject": subject}
    by_worker = event.actor.kind is ActorKind.WORKER
    if by_worker and isinstance(event, DatasetDownloaded | ModelDeleted):
        return  # told by the API, of the worker that asked
    if isinstance(event, WorkerRegistered) and not by_worker:
        return  # by whoever admitted it; a worker once did it for itself
    own = isinstance(event, OF_WORKERS)
    if by_worker != own or (own and event.actor.id != event.worker_id):
        yield Rule.OWN_VOICE, {"type": event.type, "actor": f"{event.actor.kind}/{event.actor.id}"}


def _about(event: LoggedEvent) -> str:
    match event:
        case DatasetEventBase():
            return str(event.dataset_id)
        case RunEventBase() | ModelEventBase():
            return str(event.run_id)
        case ClassificationEventBase():
            return str(event.classification_id)
        case UserEventBase():
            return event.user_id
        case SettingEventBase():
            return event.setting
        case _:
            return event.worker_id
