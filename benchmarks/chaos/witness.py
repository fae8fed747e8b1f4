"""Follows the log while faults fall: who was heard when, which attempts ended without a cause."""

import asyncio
import math
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from nats.aio.client import Client
from nats.errors import Error as NatsError

from consumers.feed import FeedLostError, follow
from infra.tasks import ended
from schemas import subjects
from schemas.base import Event
from schemas.events import catalogue
from schemas.events.run import (
    AttemptEvent,
    JobFailed,
    RunCancelled,
    RunCompleted,
    RunEventBase,
    RunStarted,
    run_events,
)
from schemas.lifecycle import RunState, evolve

RETRY_SECONDS = 0.2
SLACK_SECONDS = 3.0
"""That an attempt may be told after it began."""
EFFECT_SECONDS = 30.0
"""After which a fault that is over no longer explains the end of an attempt."""


@dataclass(slots=True)
class Attempt:
    """One that runs now, in the eyes of the log."""

    worker_id: str
    number: int
    began: float


@dataclass(slots=True)
class Witness:
    """All that is known of the log as it grows."""

    last_sequence: int = 0
    heard: dict[str, float] = field(default_factory=dict[str, float])
    """When each worker's latest event was seen; monotonic seconds, as all here."""
    states: dict[UUID, RunState] = field(default_factory=dict[UUID, RunState])
    poisoned: set[UUID] = field(default_factory=set[UUID])
    """Runs that are meant to fail."""
    causes: dict[str, dict[float, float]] = field(default_factory=dict[str, dict[float, float]])
    """By worker: when faults lay on it that may end an attempt, from when until when."""
    killed: list[str] = field(default_factory=list[str])
    """Attempts that were replaced or failed although nothing lay on their worker."""
    _attempts: dict[UUID, Attempt] = field(default_factory=dict[UUID, Attempt])

    def accuse(self, worker_id: str, began: float) -> None:
        """A fault that may end an attempt lies on the worker from now on."""
        self.causes.setdefault(worker_id, {})[began] = math.inf

    def explain(self, worker_id: str, now: float) -> None:
        """Something that may end an attempt fell on the worker, in a moment."""
        self.causes.setdefault(worker_id, {})[now] = now

    def over(self, worker_id: str, began: float, now: float) -> None:
        """The fault that began then no longer does."""
        self.causes[worker_id][began] = now

    def take(self, sequence: int, event: Event, now: float) -> None:
        """The next event of the log."""
        self.last_sequence = sequence
        if not isinstance(event, RunEventBase):
            return
        if isinstance(event, AttemptEvent):
            self.heard[event.worker_id] = now
        self._judge(event, now)
        of_run = run_events.validate_python(event)
        self.states[event.run_id] = evolve(self.states.get(event.run_id), of_run)

    def _judge(self, event: RunEventBase, now: float) -> None:
        last = self._attempts.get(event.run_id)
        if isinstance(event, RunStarted | JobFailed) and last and event.attempt >= last.number:
            self._attempts.pop(event.run_id)
            if event.run_id not in self.poisoned and not self._has_cause(last, now):
                self.killed.append(f"{event.run_id} attempt {last.number} on {last.worker_id}")
        if isinstance(event, RunStarted):
            self._attempts[event.run_id] = Attempt(event.worker_id, event.attempt, now)
        elif isinstance(event, RunCompleted | RunCancelled):
            self._attempts.pop(event.run_id, None)

    def _has_cause(self, attempt: Attempt, now: float) -> bool:
        return any(
            over >= max(attempt.began - SLACK_SECONDS, now - EFFECT_SECONDS)
            for over in self.causes.get(attempt.worker_id, {}).values()
        )


@asynccontextmanager
async def watching(client: Client) -> AsyncGenerator[Witness]:
    """A witness that follows the log from its first message, whatever happens to the broker."""
    witness = Witness()

    async def watch() -> None:
        while True:
            try:
                async with follow(client, subjects.TRAINING, after=witness.last_sequence) as feed:
                    while True:
                        for message in await feed.batch(1000):
                            event = catalogue.decode(message.data)
                            witness.take(message.sequence, event, time.monotonic())
            except (FeedLostError, NatsError):
                await asyncio.sleep(RETRY_SECONDS)

    task = asyncio.create_task(watch())
    try:
        yield witness
    finally:
        await ended([task])
