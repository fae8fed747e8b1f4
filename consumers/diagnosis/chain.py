"""One run's events, held against the rules one after another."""

from collections.abc import Iterator
from uuid import UUID

from consumers.diagnosis.violation import Figures, Rule
from schemas.base import ActorKind
from schemas.events.run import (
    AlertClosed,
    AlertRaised,
    AttemptEvent,
    EpochCompleted,
    FailureCode,
    JobFailed,
    RunCancelled,
    RunEvent,
    RunRenamed,
    RunRequested,
    RunStarted,
)
from schemas.lifecycle import RunState, evolve

Broken = tuple[Rule, Figures]


class RunChain:
    """What must be remembered of a run to judge its next event; little once it has ended."""

    def __init__(self) -> None:
        self.state: RunState | None = None
        self.last_sequence = 0
        self._known: set[int] = set()
        """Ids of its events, which later ones may answer."""
        self._threads: set[UUID] = set()
        """Correlation ids of what was asked of it."""
        self._told: dict[str, int] = {}
        """Each worker's latest epoch, in the attempt that it has or had last."""
        self._alerts: set[str] = set()

    def take(self, event: RunEvent, sequence: int) -> Iterator[Broken]:
        """The rules that ``event`` breaks, as the next of its run."""
        state = self.state
        if state is None:
            if not isinstance(event, RunRequested):
                yield Rule.BEGUN, {"type": event.type}
                return
        elif isinstance(event, RunRequested):
            yield Rule.BEGUN, {"type": event.type}
        else:
            yield from self._judge(state, event)
        yield from self._alert(event)
        self._remember(event, sequence)

    def _judge(self, state: RunState, event: RunEvent) -> Iterator[Broken]:
        yield from self._lineage(event)
        if state.status.ended and not _may_follow_the_end(event):
            yield Rule.ENDED_ONCE, {"type": event.type, "status": state.status.value}
            return
        if isinstance(event, RunStarted):
            yield from self._start(state, event)
        elif isinstance(event, AttemptEvent):
            yield from self._word(state, event)

    def _lineage(self, event: RunEvent) -> Iterator[Broken]:
        by_user = event.actor.kind is ActorKind.USER
        if by_user or (
            event.causation_id.int in self._known and event.correlation_id in self._threads
        ):
            return
        yield Rule.EXPLAINED, {"type": event.type, "causation_id": str(event.causation_id)}

    def _start(self, state: RunState, event: RunStarted) -> Iterator[Broken]:
        if event.attempt != state.attempt + 1:
            yield (
                Rule.ATTEMPTS_IN_ORDER,
                {"type": event.type, "expected": state.attempt + 1, "attempt": event.attempt},
            )
        if state.exhausted:
            yield (
                Rule.ATTEMPTS_BOUNDED,
                {"failures": state.failures, "max_retries": state.max_retries},
            )

    def _word(self, state: RunState, event: AttemptEvent) -> Iterator[Broken]:
        kind = str(getattr(event, "type"))  # noqa: B009 - every concrete event has one
        if event.attempt != state.attempt or state.attempt == 0:
            yield (
                Rule.ATTEMPTS_IN_ORDER,
                {"type": kind, "expected": state.attempt, "attempt": event.attempt},
            )
        elif event.worker_id != state.worker_id and not _speaks_for_another(event):
            expected = state.worker_id or ""
            yield (
                Rule.ONE_WORKER,
                {"type": kind, "expected": expected, "worker_id": event.worker_id},
            )
        elif isinstance(event, EpochCompleted):
            yield from self._epoch(event)

    def _epoch(self, event: EpochCompleted) -> Iterator[Broken]:
        epoch, expected = event.metrics.epoch, self._told.get(event.worker_id, 0) + 1
        if epoch != expected:
            yield Rule.EPOCHS_ONCE, {"expected": expected, "epoch": epoch}

    def _alert(self, event: RunEvent) -> Iterator[Broken]:
        if isinstance(event, AlertRaised):
            if event.code in self._alerts:
                yield Rule.ALERTED_ONCE, {"code": event.code}
            self._alerts.add(event.code)
        elif isinstance(event, AlertClosed):
            self._alerts.discard(event.code)

    def _remember(self, event: RunEvent, sequence: int) -> None:
        before, self.state = self.state, evolve(self.state, event)
        self.last_sequence = sequence
        if isinstance(event, RunStarted) and before is not None:
            if before.worker_id != event.worker_id:
                self._told = {event.worker_id: 0}
        elif isinstance(event, EpochCompleted):
            self._told[event.worker_id] = event.metrics.epoch
        if self.state.status.ended and before is not None and not before.status.ended:
            self._known, self._told = set(), {}
        self._known.add(event.event_id.int)
        if isinstance(event, RunRequested) or event.actor.kind is ActorKind.USER:
            self._threads.add(event.correlation_id)


def _may_follow_the_end(event: RunEvent) -> bool:
    return isinstance(event, AlertRaised | AlertClosed | RunRenamed)


def _speaks_for_another(event: AttemptEvent) -> bool:
    """Whoever is offered the job of a worker that is gone ends it in the name of its attempt."""
    given_up = isinstance(event, JobFailed) and event.code is FailureCode.ATTEMPTS_EXHAUSTED
    return given_up or isinstance(event, RunCancelled)
