"""Turns what the child says into events and telemetry, once each, and puts them into the outbox."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas import subjects
from schemas.base import Actor, ActorKind, Event, answering
from schemas.events.run import (
    CheckpointSaved,
    EpochCompleted,
    JobFailed,
    MemoryReduced,
    RunCancelled,
    RunCompleted,
    RunInterrupted,
    RunRequested,
    TrainingMeasured,
)
from schemas.telemetry import LogLevel, LogLine, LogsReported, ProgressReported
from worker.agent.outbox import Outbox
from worker.messages import (
    CheckpointDone,
    EpochDone,
    Failed,
    Finished,
    Measured,
    MemoryCut,
    ProgressMade,
    Stopped,
)

LINES_A_MESSAGE = 80
"""Of 2,000 characters that take six bytes each in JSON: the broker takes no more than a million."""
LINE_LENGTH = 2_000
FLUSH_SECONDS = 1.0


@dataclass(slots=True)
class Teller:
    """The voice of one attempt."""

    outbox: Outbox
    request: RunRequested
    cause: Event
    """The RunStarted that everything here answers."""
    worker_id: str
    attempt: int
    clock: Callable[[], datetime]
    last_epoch: int
    """Whose metrics the log already has: a resumed child tells old epochs again."""
    _lines: list[LogLine] = field(default_factory=list[LogLine])

    async def epoch(self, message: EpochDone) -> None:
        if message.metrics.epoch > self.last_epoch:
            self.last_epoch = message.metrics.epoch
            await self.outbox.put(EpochCompleted(metrics=message.metrics, **self._common()))

    async def checkpoint(self, message: CheckpointDone) -> None:
        await self.outbox.put(
            CheckpointSaved(
                epoch=message.epoch,
                step=message.step,
                size_bytes=message.size_bytes,
                **self._common(),
            )
        )

    async def memory(self, message: MemoryCut) -> None:
        await self.outbox.put(
            MemoryReduced(**message.model_dump(exclude={"type"}), **self._common())
        )

    async def measured(self, message: Measured) -> None:
        await self.outbox.put(TrainingMeasured(forecast=message.forecast, **self._common()))

    async def finished(self, message: Finished) -> None:
        await self.outbox.put(
            RunCompleted(report=message.report, model=message.model, **self._common())
        )

    async def cancelled(self, last: Failed | Finished | Stopped, *, keeps_model: bool) -> None:
        """Tell of a cancellation, however the child took it, and of the model if it was to stay."""
        model = None if isinstance(last, Failed) or not keeps_model else last.model
        if keeps_model and model is None:
            why = last.detail if isinstance(last, Failed) else ""
            self.log(LogLevel.WARNING, why or "No epoch was finished: there is no model to keep")
        epochs = self.last_epoch
        await self.outbox.put(RunCancelled(epochs_completed=epochs, model=model, **self._common()))

    async def interrupted(self) -> None:
        await self.outbox.put(RunInterrupted(**self._common()))

    async def failed(self, message: Failed, *, final: bool) -> None:
        self.log(LogLevel.ERROR, message.detail)
        await self.outbox.put(
            JobFailed(
                code=message.code,
                params=message.params,
                detail=message.detail,
                final=final,
                **self._common(),
            )
        )

    async def progress(self, message: ProgressMade) -> None:
        report = ProgressReported(
            run_id=self.request.run_id,
            worker_id=self.worker_id,
            attempt=self.attempt,
            occurred_at=self.clock(),
            **message.model_dump(exclude={"type"}),
        )
        subject = subjects.progress(self.request.run_id, self.worker_id)
        await self.outbox.measure(subject, report.model_dump_json().encode())

    def log(self, level: LogLevel, text: str) -> None:
        """Keep a line for the next batch."""
        self._lines.append(LogLine(at=self.clock(), level=level, text=text[:LINE_LENGTH]))

    async def flush(self) -> None:
        """Send the lines kept so far."""
        while self._lines:
            lines, self._lines = self._lines[:LINES_A_MESSAGE], self._lines[LINES_A_MESSAGE:]
            report = LogsReported(
                run_id=self.request.run_id,
                worker_id=self.worker_id,
                attempt=self.attempt,
                lines=lines,
            )
            subject = subjects.logs(self.request.run_id, self.worker_id)
            await self.outbox.measure(subject, report.model_dump_json().encode())

    async def flush_often(self) -> None:
        """Send a batch of lines every second, for ever."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()

    def _common(self) -> dict[str, Any]:
        return answering(self.cause) | {
            "occurred_at": self.clock(),
            "actor": worker_actor(self.worker_id),
            "run_id": self.request.run_id,
            "worker_id": self.worker_id,
            "attempt": self.attempt,
        }


def worker_actor(worker_id: str) -> Actor:
    """The worker as the one who caused an event."""
    return Actor(kind=ActorKind.WORKER, id=worker_id)
