"""Receives a job that the queue delivers: claims it by compare-and-set, or says why not.

A delivery alone proves nothing. The log tells what has become of the run, and a heartbeat whether
another worker is still at it; the claim is an event that the log refuses to all but one.
"""

import asyncio
import socket
from contextlib import suppress
from dataclasses import dataclass
from platform import python_version
from typing import Any, assert_never

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from pydantic import ValidationError

from infra import clock, logging
from infra.bus import ConflictError, EventLog, Recorded, UnavailableError, UnknownEventError
from infra.presence import last_heartbeat
from infra.settings import Settings
from infra.version import code_version
from schemas import subjects
from schemas.base import Event, answering
from schemas.events.run import (
    Environment,
    FailureCode,
    JobFailed,
    RunCancelled,
    RunRequested,
    RunStarted,
    run_events,
)
from schemas.lifecycle import RunState, RunStatus, fold
from schemas.telemetry import Heartbeat
from worker.agent import claim, fence, lease
from worker.agent.telling import worker_actor
from worker.messages import Device

log = logging.get(__name__)

LISTEN_POLL_SECONDS = 1.0
CONTENDED_SECONDS = 1.0
"""Before a job that others wrote about meanwhile is looked at again."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A run that the log gave to this worker."""

    request: RunRequested
    reply: str
    """Where the job is acknowledged."""
    begun: RunStarted
    sequence: int
    """Of ``begun``: the fencing token."""
    state: RunState
    """Before it."""
    log: str
    """The identity of the log that gave it."""

    @property
    def failures(self) -> int:
        """Attempts used up so far, this one included."""
        return self.begun.attempt - self.state.interruptions

    @property
    def is_last_chance(self) -> bool:
        """Whether a failure of this attempt is the run's."""
        return self.failures > self.request.max_retries


@dataclass(frozen=True, slots=True)
class Reception:
    """Where one worker takes its jobs."""

    client: Client
    event_log: EventLog
    settings: Settings
    device: Device

    async def receive(self, request: RunRequested, reply: str) -> Claimed | None:
        """Claim the job that is acknowledged at ``reply``, if it is to be trained here and now.

        While the broker is away nothing is said: the job comes again when its lease has run out.
        """
        try:
            async with lease.kept(self.client, reply, self.settings.heartbeat_seconds):
                return await self._weigh(request, reply)
        except UnknownEventError as error:
            log.error("job left to a newer worker", error=str(error))
            await self._leave(reply, self.settings.retry_delay_seconds)
        except (UnavailableError, ConflictError, NatsError, TimeoutError) as error:
            log.info("job left for later", error=str(error) or type(error).__name__)
            await self._leave(reply, CONTENDED_SECONDS)
        return None

    async def refuse(self, message: Msg) -> None:
        """Take off the queue what is no job, so that it does not come again and again."""
        with suppress(NatsError, TimeoutError):
            await lease.refuse(self.client, message.reply, "unreadable job")

    async def leave(self, message: Msg) -> None:
        """Offer what was delivered to the next worker at once."""
        await self._leave(message.reply, 0)

    async def _leave(self, reply: str, delay_seconds: float) -> None:
        with suppress(NatsError, TimeoutError):
            await lease.give_back(self.client, reply, delay_seconds)

    async def _weigh(self, request: RunRequested, reply: str) -> Claimed | None:
        state, last = await self._standing(request)
        holder = await self._holder(state)
        if holder is None and claim.may_be_held(state, self.settings.worker_id):
            state, last = await self._standing(request)
        verdict = claim.judge(state, request.run_id, holder)
        match verdict:
            case claim.Train(attempt):
                return await self._claim(request, reply, attempt, state, last)
            case claim.Drop():
                await lease.done(self.client, reply)
            case claim.Leave():
                await lease.give_back(self.client, reply, self.settings.retry_delay_seconds)
            case claim.Cancel(attempt):
                told = self._common(request, attempt, last.event)
                event = RunCancelled(epochs_completed=state.last_epoch, **told)
                await self._end(event, last, reply)
            case claim.GiveUp(attempt):
                await self._end(self._given_up(request, attempt, last), last, reply)
            case _:
                assert_never(verdict)
        return None

    async def _standing(self, request: RunRequested) -> tuple[RunState, Recorded]:
        """The run as the log has it, and its last event."""
        history = await self.event_log.complete_history(subjects.run(request.run_id))
        state = fold(fence.of_run(history))
        if state is None:
            raise UnavailableError("the job was delivered, but is not in the log")
        return state, history[-1]

    async def _holder(self, state: RunState) -> Heartbeat | None:
        """The heartbeat of the other worker that the log names.

        Where the log says that it is at work, it is given the time after which a silent worker is
        taken for gone: after an outage it may be the last to come back.
        """
        if not claim.may_be_held(state, self.settings.worker_id):
            return None
        running = state.status is RunStatus.RUNNING
        now = asyncio.get_running_loop().time
        deadline = now() + (self.settings.presence_seconds if running else 0)
        while (found := await last_heartbeat(self.client, str(state.worker_id))) is None:
            if now() >= deadline:
                log.info("its worker is silent", worker_id=state.worker_id)
                return None
            await asyncio.sleep(min(LISTEN_POLL_SECONDS, self.settings.heartbeat_seconds))
        return found

    async def _claim(
        self, request: RunRequested, reply: str, attempt: int, state: RunState, last: Recorded
    ) -> Claimed:
        told = self._common(request, attempt, last.event)
        begun = RunStarted(environment=_environment(self.device), **told)
        identity = await self.event_log.identity()
        sequence = await self.event_log.append(begun, expected=last.sequence)
        log.info("claimed", name=request.name, attempt=attempt)
        return Claimed(request, reply, begun, sequence, state, identity)

    async def _end(self, event: Event, last: Recorded, reply: str) -> None:
        await self.event_log.append(event, expected=last.sequence)
        await lease.done(self.client, reply)

    def _given_up(self, request: RunRequested, attempt: int, last: Recorded) -> JobFailed:
        return JobFailed(
            code=FailureCode.ATTEMPTS_EXHAUSTED,
            params={"attempts": attempt},
            detail=f"the last that the log has of attempt {attempt}: {last.event.type}",
            final=True,
            **self._common(request, attempt, last.event),
        )

    def _common(self, request: RunRequested, attempt: int, cause: Event) -> dict[str, Any]:
        return answering(cause) | {
            "occurred_at": clock.now(),
            "actor": worker_actor(self.settings.worker_id),
            "run_id": request.run_id,
            "worker_id": self.settings.worker_id,
            "attempt": attempt,
        }


def read(message: Msg) -> RunRequested | None:
    """The job in ``message``; None if it is none, which no later delivery would change."""
    try:
        request = run_events.validate_json(message.data)
    except ValidationError as error:
        log.error("unreadable job", subject=message.subject, error=str(error))
        return None
    if not isinstance(request, RunRequested) or subjects.of(request) != message.subject:
        log.error("not the job of its subject", subject=message.subject, event_type=request.type)
        return None
    return request


def _environment(device: Device) -> Environment:
    return Environment(
        code_version=code_version(),
        python=python_version(),
        torch=device.torch,
        transformers=device.transformers,
        cuda=device.cuda,
        device=device.device,
        device_name=device.name,
        device_memory_bytes=device.memory_bytes,
        devices=device.devices,
        hostname=socket.gethostname(),
        processor=device.processor,
        processors=device.processors,
        tokenizers=device.tokenizers,
        numpy=device.numpy,
        driver=device.driver,
        compute_capability=device.compute_capability,
    )
