"""Decide, then append: the only way in which the API changes anything.

The state comes from the log itself, so a decision never stands on a read model that lags behind.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from infra import clock, tracing
from infra.bus import ConflictError, EventLog, UnavailableError, UnknownEventError
from infra.tracing import Step
from schemas import trace
from schemas.base import Event, event_type

State = TypeVar("State")

MAX_ROUNDS = 8
"""Each lost round means that somebody else's event was written, so this is a lot of company."""


@dataclass(frozen=True, slots=True)
class Aggregate(Generic[State]):
    """One run or dataset, as far as the log goes."""

    state: State | None
    first_sequence: int = 0
    """Of its first event; 0 while there is none."""
    last_sequence: int = 0


@dataclass(frozen=True, slots=True)
class Fence:
    """What nobody else may have written under when a decision is."""

    subject_filter: str
    last_sequence: int


@dataclass(frozen=True, slots=True)
class Written(Generic[State]):
    """What a decision came to."""

    state: State
    first_sequence: int
    last_sequence: int
    changed: bool
    """Whether anything had to be written."""


class Decider(Generic[State]):
    """The aggregates of one kind, each under a subject filter of its own."""

    def __init__(self, log: EventLog, evolve: Callable[[State | None, Any], State]) -> None:
        self._log = log
        self._evolve = evolve

    async def load(self, subject_filter: str) -> Aggregate[State]:
        """The aggregate as it is now.

        Raises:
            UnknownEventError: a newer version wrote about it.
            UnavailableError: the log did not answer.
        """
        history = await self._log.complete_history(subject_filter)
        aggregate: Aggregate[State] = Aggregate(None)
        for recorded in history:
            aggregate = self._after(aggregate, recorded.event, recorded.sequence)
        return aggregate

    async def carry_out(
        self, subject_filter: str, decision: Callable[[State | None], Sequence[Event]]
    ) -> Written[State]:
        """Append what ``decision`` answers to the state; decide again when others were faster.

        Raises:
            RefusedError: by the decision.
            UnknownEventError: a newer version wrote about it.
            UnavailableError: the log did not answer, or others were faster time and again.
        """
        began = clock.now()
        aggregate = await self.load(subject_filter)
        for _ in range(MAX_ROUNDS):
            events = decision(aggregate.state)
            aggregate, done = await self._append(aggregate, events)
            if done:
                return _written(aggregate, events, began)
        raise UnavailableError("others keep writing about the same thing")

    async def propose(
        self, subject_filter: str, decision: Callable[[State | None], Sequence[Event]], fence: Fence
    ) -> Written[State]:
        """Append the one event or none that ``decision`` answers, if the fence still stands.

        Raises:
            RefusedError: by the decision.
            ConflictError: others wrote under the fence; nothing was.
            UnknownEventError: a newer version wrote about the aggregate.
            UnavailableError: the log did not answer.
        """
        began = clock.now()
        aggregate = await self.load(subject_filter)
        events = decision(aggregate.state)
        for event in events:
            sequence = await self._log.append(
                event, expected=fence.last_sequence, guard=fence.subject_filter
            )
            aggregate = self._after(aggregate, event, sequence)
        return _written(aggregate, events, began)

    async def _append(
        self, aggregate: Aggregate[State], events: Sequence[Event]
    ) -> tuple[Aggregate[State], bool]:
        """The aggregate afterwards, and whether all of ``events`` are in it."""
        for event in events:
            try:
                sequence = await self._log.append(event, expected=aggregate.last_sequence)
            except ConflictError as conflict:
                return self._caught_up(aggregate, conflict), False
            aggregate = self._after(aggregate, event, sequence)
        return aggregate, True

    def _caught_up(self, aggregate: Aggregate[State], conflict: ConflictError) -> Aggregate[State]:
        """The aggregate with what the others wrote; an unreadable message still has its place."""
        if conflict.unknown is not None:
            raise UnknownEventError(conflict.unknown)
        for recorded in conflict.newer:
            aggregate = self._after(aggregate, recorded.event, recorded.sequence)
        return replace(aggregate, last_sequence=conflict.last_sequence)

    def _after(self, aggregate: Aggregate[State], event: Event, sequence: int) -> Aggregate[State]:
        state = self._evolve(aggregate.state, event)
        return Aggregate(state, aggregate.first_sequence or sequence, sequence)


def _written(
    aggregate: Aggregate[State], events: Sequence[Event], began: datetime
) -> Written[State]:
    """That a decision has become ``events``, and the aggregate what it is."""
    _record(events, began)
    state = cast("State", aggregate.state)
    return Written(state, aggregate.first_sequence, aggregate.last_sequence, bool(events))


def _record(events: Sequence[Event], began: datetime) -> None:
    """Tell of the step in which a command became ``events``."""
    for event in events[:1]:
        request = trace.current.get()
        name = f"decide {event_type(event)}"
        tracing.record(Step(name=name, span=event.cause, parent=request, began=began))
