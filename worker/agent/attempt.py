"""One attempt at a run, from the claim to its last event.

    fetch examples ► start child ► relay what it says ► last event ► outbox empty ► let the job go

Three things can cut it short: the owner cancels, the agent is told to stop, or the log says that
another attempt has taken over. The first two stop the child after a checkpoint; the last kills it.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import assert_never

from nats.aio.client import Client
from nats.errors import Error as NatsError

from infra import logging
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects
from schemas.events import catalogue
from schemas.events.run import CancelRequested, RunRequested
from schemas.telemetry import LogLevel
from worker.agent import child, examples, lease, sender
from worker.agent.child import Child
from worker.agent.examples import ExamplesError
from worker.agent.outbox import Outbox
from worker.agent.sender import ReplacedError
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
)

log = logging.get(__name__)


class Halt(Enum):
    """Why an attempt is cut short."""

    CANCELLED = auto()
    SHUTDOWN = auto()
    REPLACED = auto()


class Ending(Enum):
    """What becomes of the job message."""

    DONE = auto()
    GIVE_BACK = auto()
    RETRY = auto()
    NOT_OURS = auto()


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
    _child: Child | None = None
    _halted: asyncio.Event = field(default_factory=asyncio.Event)

    def halt(self, reason: Halt) -> None:
        """Cut the attempt short; a replacement outweighs all else."""
        if self._halt is None or reason is Halt.REPLACED:
            self._halt = reason
        self._halted.set()
        if self._child is None:
            return
        if self._halt is Halt.REPLACED:
            self._child.kill()
        else:
            self._child.stop()

    async def run(self) -> Ending:
        """Train, tell everything, and say what becomes of the job."""
        async with (
            lease.kept(self.client, self.reply, self.settings.heartbeat_seconds),
            self._hearing_cancellation(),
            self._sending() as sending,
        ):
            last = await self._last_words()
            ending = await self._conclude(last)
            await self.teller.flush()
            drained = asyncio.create_task(self.outbox.drained())
            await asyncio.wait({drained, sending}, return_when=asyncio.FIRST_COMPLETED)
            drained.cancel()
            return Ending.NOT_OURS if self._halt is Halt.REPLACED else ending

    async def _last_words(self) -> Failed | Finished | Stopped:
        """Let the child train; how it ended."""
        try:
            job = await self._prepare()
        except ExamplesError as error:
            return Failed(code=error.code, detail=str(error), retryable=error.retryable)
        if job is None:
            return Stopped(epochs_completed=self.teller.last_epoch)
        job_file = job.work_dir / "job.json"
        job_file.write_text(job.model_dump_json(indent=2))
        async with child.started(self.workplace.data_dir, job_file, self._child_wrote) as process:
            self._child = process
            if self._halt is not None:
                self.halt(self._halt)
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
        return self._job(await fetching)

    def _job(self, path: Path) -> Job:
        request = self.request
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
        return Stopped(epochs_completed=self.teller.last_epoch) if stopped else crashed(status)

    async def _relay(self, message: ChildMessage) -> None:
        match message:
            case ProgressMade():
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
            case Finished():
                await self.teller.finished(last)
                return Ending.DONE
            case Failed():
                final = self.last_chance or not last.retryable
                self.teller.log(LogLevel.ERROR, last.detail)
                await self.teller.failed(last, final=final)
                return Ending.DONE if final else Ending.RETRY
            case Stopped() if self._halt is Halt.SHUTDOWN:
                await self.teller.interrupted()
                return Ending.GIVE_BACK
            case Stopped():
                await self.teller.cancelled()
                return Ending.DONE
            case _:
                assert_never(last)

    def _child_wrote(self, line: str) -> None:
        """A stray line of a library: worth keeping, never an error by itself."""
        if line:
            self.teller.log(LogLevel.WARNING, line)

    @asynccontextmanager
    async def _hearing_cancellation(self) -> AsyncGenerator[None]:
        """Stop the child as soon as the owner asks, wherever the agent is in its work."""

        async def on_control(message: object) -> None:
            data: bytes = getattr(message, "data", b"")
            if isinstance(catalogue.decode(data), CancelRequested):
                self.halt(Halt.CANCELLED)

        control = subjects.run_control(self.request.run_id)
        subscription = await self.client.subscribe(control, cb=on_control)
        try:
            yield
        finally:
            if self.client.is_connected:
                await subscription.unsubscribe()

    @asynccontextmanager
    async def _sending(self) -> AsyncGenerator[asyncio.Task[None]]:
        """Send events and batches of log lines until leaving; being replaced halts the attempt."""

        async def send() -> None:
            try:
                await sender.send_events(
                    self.outbox, self.event_log, lambda: self.halt(Halt.CANCELLED), self.number
                )
            except ReplacedError:
                log.warning("another attempt took over", attempt=self.number)
                self.halt(Halt.REPLACED)

        sending = asyncio.create_task(send())
        flushing = asyncio.create_task(self.teller.flush_often())
        try:
            yield sending
        finally:
            sending.cancel()
            flushing.cancel()


async def settle(
    client: Client, outbox: Outbox, reply: str, ending: Ending, retry_delay_seconds: float = 0
) -> None:
    """Let the job go as ``ending`` says, and forget the claim.

    A broker that is away changes nothing: the job comes again, and the log knows how it ended.
    """
    try:
        match ending:
            case Ending.DONE:
                await lease.done(client, reply)
            case Ending.GIVE_BACK:
                await lease.give_back(client, reply)
            case Ending.RETRY:
                await lease.give_back(client, reply, retry_delay_seconds)
            case Ending.NOT_OURS:
                pass
    except (NatsError, TimeoutError) as error:
        log.warning("the job could not be let go, it will come again", error=str(error))
    await outbox.release()
