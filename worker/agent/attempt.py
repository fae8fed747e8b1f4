"""One attempt at a run, from the claim to its last event.

    fetch examples ► start child ► relay what it says ► last event ► outbox empty ► let the job go

Five things can cut it short; of several, the graver counts:

    the agent is told to stop    the child leaves a checkpoint, the job is given back at once
    the owner cancels            the child leaves a checkpoint, and a model if that was asked
    the watchdog gives up        likewise, but nothing more is told; the job is offered again
    the run has ended            the child is killed, nothing more is told, the job is done
    another attempt took over    the child is killed, nothing more is told, the job is not ours
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from nats.aio.client import Client

from infra import logging
from infra.bus import EventLog
from infra.settings import Settings
from schemas.base_models import is_allowed
from schemas.events.run import CancelRequested, RunRequested
from schemas.telemetry import LogLevel, Phase
from worker.agent import child, examples, fence, lease, lookout, metrics, sender
from worker.agent.child import Child
from worker.agent.ending import HALTED, SILENT, Ending, Halt
from worker.agent.examples import ExamplesError
from worker.agent.outbox import Outbox
from worker.agent.sender import FencedError
from worker.agent.telling import Teller
from worker.agent.workplace import Workplace
from worker.messages import (
    CheckpointDone,
    ChildMessage,
    EpochDone,
    Failed,
    Finished,
    Job,
    Logged,
    Measured,
    MemoryCut,
    ProgressMade,
    Stopped,
    crashed,
    forbidden,
    unwritable,
)

log = logging.get(__name__)

JOB_FILE = "job.json"


PARTING_SECONDS = 5.0
"""That an agent which is told to stop still waits for the log; its successor tells the rest."""


@dataclass(slots=True)
class Attempt:
    """A claimed run."""

    request: RunRequested
    number: int
    reply: str
    last_chance: bool
    """Whether a failure of this attempt is the run's."""
    settings: Settings
    devices: int
    """To train on at once."""
    workplace: Workplace
    client: Client
    event_log: EventLog
    outbox: Outbox
    teller: Teller
    _halt: Halt | None = None
    _keeps_model: bool = False
    _child: Child | None = None
    _phase: Phase = Phase.PREPARING
    _halted: asyncio.Event = field(default_factory=asyncio.Event)
    _leaving: asyncio.Event = field(default_factory=asyncio.Event)

    def halt(self, reason: Halt, *, keep_model: bool = False) -> None:
        """Cut the attempt short; of several reasons the graver counts."""
        if self._halt is None or reason > self._halt:
            log.info(HALTED[reason], attempt=self.number)
            self._halt = reason
        self._keeps_model = self._keeps_model or keep_model
        self._halted.set()
        if reason is Halt.SHUTDOWN:
            self._leaving.set()
        if self._child is not None:
            self._stop(self._child, self._halt)

    def _stop(self, process: Child, halt: Halt) -> None:
        """End the child as fast as what it has to keep allows."""
        match halt:
            case Halt.OVER | Halt.REPLACED:
                process.kill()
            case Halt.SHUTDOWN | Halt.CANCELLED | Halt.STALLED if self._has_kept_all:
                process.kill()
            case Halt.STALLED:
                process.stop(child.STALLED_GRACE_SECONDS)
            case Halt.CANCELLED if self._keeps_model:
                process.keep()
            case Halt.SHUTDOWN | Halt.CANCELLED:
                process.stop()
            case _:
                assert_never(halt)

    @property
    def _has_kept_all(self) -> bool:
        """Whether the child needs no time to stop: what it would keep lies on disk, or is not."""
        if self._keeps_model:
            return self._phase is Phase.PREPARING and self.teller.last_epoch == 0
        return self._phase in {Phase.PREPARING, Phase.SAVING}

    def obey(self, verdict: fence.Verdict) -> None:
        """Do what the log has come to say of the attempt."""
        match verdict:
            case fence.Adopt():
                if verdict.cancelled is not None:
                    self._cancel(verdict.cancelled)
            case fence.Stalled():
                self.halt(Halt.STALLED)
            case fence.Over():
                self.halt(Halt.OVER)
            case fence.Replaced():
                self.halt(Halt.REPLACED)
            case _:
                assert_never(verdict)

    def _cancel(self, asked: CancelRequested) -> None:
        self.halt(Halt.CANCELLED, keep_model=asked.keep_model)

    async def run(self) -> Ending:
        """Train, tell everything, and say what becomes of the job."""
        every_seconds = self.settings.heartbeat_seconds
        async with (
            lease.kept(self.client, self.reply, every_seconds),
            lookout.kept(self.client, self.outbox, self.obey, every_seconds),
            self._sending() as sending,
        ):
            last = await self._last_words()
            ending = Ending.DONE if self._is_silenced else await self._conclude(last)
            metrics.ATTEMPTS.labels(self._how_it_ended(last)).inc()
            await self.teller.flush()
            if not await self._told(sending):
                return Ending.LEFT
            if sending.done():
                sending.result()  # it ends by itself only when fenced, or by a bug that must show
            return ending if self._halt is None else SILENT.get(self._halt, ending)

    def _how_it_ended(self, last: Failed | Finished | Stopped) -> str:
        """As an administrator counts them: the halt, if there was one, else the child's word."""
        return self._halt.name.lower() if self._halt is not None else type(last).__name__.lower()

    @property
    def _is_silenced(self) -> bool:
        return self._halt in SILENT

    async def _told(self, sending: asyncio.Task[None]) -> bool:
        """Whether all was told, or nothing more may be; False if the agent has to leave first."""
        drained = asyncio.create_task(self.outbox.drained())
        leaving = asyncio.create_task(self._leaving.wait())
        enough = {drained, sending}
        if not self._is_silenced:
            await asyncio.wait({*enough, leaving}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait(enough, timeout=PARTING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        told = self._is_silenced or any(task.done() for task in enough)
        drained.cancel()
        leaving.cancel()
        return told

    async def _last_words(self) -> Failed | Finished | Stopped:
        """Let the child train; how it ended."""
        base_model, allowed = self.request.base_model, self.settings.base_models
        if not is_allowed(base_model, allowed):
            return forbidden(base_model, allowed)
        try:
            job = await self._prepare()
        except ExamplesError as error:
            return Failed(code=error.code, detail=str(error), retryable=error.retryable)
        except OSError as error:
            return unwritable(error)
        if job is None:
            return Stopped(epochs_completed=self.teller.last_epoch)
        async with child.started(
            self.workplace.data_dir, job.work_dir / JOB_FILE, self._child_wrote
        ) as process:
            self._child = process
            metrics.CHILD_STARTS.inc()
            if self._halt is not None:
                self._stop(process, self._halt)
            try:
                return await self._listen(process)
            finally:
                self._child = None

    async def _prepare(self) -> Job | None:
        """The child's job; None when the attempt was halted before it had its examples."""
        request = self.request
        self.teller.log(LogLevel.INFO, f"attempt {self.number} on {self.settings.worker_id}")
        fetching = asyncio.create_task(
            examples.fetch(
                self.settings, self.workplace.examples, request.run_id, request.examples_sha256
            )
        )
        halted = asyncio.create_task(self._halted.wait())
        await asyncio.wait({fetching, halted}, return_when=asyncio.FIRST_COMPLETED)
        halted.cancel()
        if self._halt is not None:
            fetching.cancel()
            return None
        job = self._job(await fetching)
        (job.work_dir / JOB_FILE).write_text(job.model_dump_json(indent=2))
        return job

    def _job(self, path: Path) -> Job:
        request = self.request
        before = request.continues
        if before is not None and self.workplace.take_over(before, request.run_id):
            self.teller.log(LogLevel.INFO, f"going on from what was kept of run {before}")
        work_dir = self.workplace.run(request.run_id)
        work_dir.mkdir(parents=True, exist_ok=True)
        return Job(
            run_id=request.run_id,
            task=request.task,
            base_model=request.base_model,
            hyperparameters=request.hyperparameters,
            examples=path,
            work_dir=work_dir,
            model_dir=self.workplace.model(request.run_id),
            cache_dir=self.workplace.cache,
            devices=self.devices,
            token_budget=request.token_budget,
            exports=tuple(request.exports),
            dataset_sha256=request.dataset_sha256,
        )

    async def _listen(self, process: Child) -> Failed | Finished | Stopped:
        last: Failed | Finished | Stopped | None = None
        async for message in process.messages():
            if isinstance(message, Failed | Finished | Stopped):
                last = message
            else:
                await self._relay(message)
        status = await process.ended()
        if last is not None:
            return last
        stopped = self._halt is not None
        if not stopped:
            metrics.CHILD_CRASHES.inc()
        return Stopped(epochs_completed=self.teller.last_epoch) if stopped else crashed(status)

    async def _relay(self, message: ChildMessage) -> None:
        match message:
            case ProgressMade():
                self._phase = message.phase
                metrics.EXAMPLES_PER_SECOND.set(message.examples_per_second or 0)
                await self.teller.progress(message)
            case Logged():
                self.teller.log(message.level, message.text)
            case EpochDone():
                await self.teller.epoch(message)
            case CheckpointDone():
                await self.teller.checkpoint(message)
            case MemoryCut():
                await self.teller.memory(message)
            case Measured():
                await self.teller.measured(message)
            case Failed() | Finished() | Stopped():
                raise TypeError(f"{type(message).__name__} is no message to relay")
            case _:
                assert_never(message)

    async def _conclude(self, last: Failed | Finished | Stopped) -> Ending:
        """Put the attempt's last event; what becomes of the job."""
        match last:
            case _ if self._halt is Halt.CANCELLED:
                await self.teller.cancelled(last, keeps_model=self._keeps_model)
                return Ending.DONE
            case Finished():
                await self.teller.finished(last)
                return Ending.DONE
            case Failed():
                final = self.last_chance or not last.retryable
                await self.teller.failed(last, final=final)
                return Ending.DONE if final else Ending.RETRY
            case Stopped():
                await self.teller.interrupted()
                return Ending.GIVE_BACK
            case _:
                assert_never(last)

    def _child_wrote(self, line: str) -> None:
        """A stray line of a library: worth keeping, never an error by itself."""
        if line:
            self.teller.log(LogLevel.WARNING, line)

    @asynccontextmanager
    async def _sending(self) -> AsyncGenerator[asyncio.Task[None]]:
        """Send events and batches of log lines until leaving; being fenced halts the attempt."""

        async def send() -> None:
            try:
                await sender.send_events(self.outbox, self.event_log, self._cancel)
            except FencedError as fenced:
                self.obey(fenced.verdict)

        sending = asyncio.create_task(send())
        flushing = asyncio.create_task(self.teller.flush_often())
        try:
            yield sending
        finally:
            sending.cancel()
            flushing.cancel()
