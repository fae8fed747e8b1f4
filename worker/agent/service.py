"""The life of a worker: connect, register, finish what was left, then one job after another."""

import asyncio
import platform
import socket
from typing import Any, assert_never

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from infra import bus, clock, logging
from infra.bus import ConflictError, EventLog, UnavailableError, UnknownEventError
from infra.process import stop_on_signals
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
from schemas.lifecycle import RunState, fold
from schemas.telemetry import Heartbeat
from worker.agent import child, claim, heartbeat, lease, outbox, recovery, registration, sender
from worker.agent.attempt import Attempt, Halt, settle
from worker.agent.heartbeat import Pulse
from worker.agent.outbox import Holding, Outbox
from worker.agent.telling import Teller, worker_actor
from worker.agent.workplace import Workplace
from worker.messages import Device

log = logging.get(__name__)

FETCH_SECONDS = 5.0
"""A pull dies with its connection, so none may last long."""
LISTEN_HEARTBEATS = 2
"""Waited for one of the worker that the log names, after which it is taken for gone."""
LISTEN_POLL_SECONDS = 1.0


class Agent:
    """One worker at its post."""

    def __init__(
        self, settings: Settings, client: Client, box: Outbox, device: Device, pulse: Pulse
    ) -> None:
        self._settings = settings
        self._client = client
        self._log = EventLog(client)
        self._outbox = box
        self._device = device
        self._pulse = pulse
        self._workplace = Workplace.prepare(settings)
        self._attempt: Attempt | None = None
        self._stopping = False

    @property
    def _me(self) -> str:
        return self._settings.worker_id

    def stop(self) -> None:
        """Finish the step in hand, keep a checkpoint, give the job back."""
        self._stopping = True
        if self._attempt is not None:
            self._attempt.halt(Halt.SHUTDOWN)

    async def work(self) -> None:
        """Train whatever the queue offers, until told to stop."""
        jetstream = self._client.jetstream()
        subscription = await jetstream.pull_subscribe_bind(
            consumer=subjects.jobs_consumer(self._settings.pool), stream=subjects.TRAINING
        )
        while not self._stopping:
            message = await self._next(subscription)
            if message is not None:
                await self._take(message)

    async def _next(self, subscription: JetStreamContext.PullSubscription) -> Msg | None:
        try:
            [message] = await subscription.fetch(1, timeout=FETCH_SECONDS)
        except TimeoutError:
            return None
        except NatsError as error:
            log.warning("the queue does not answer", error=str(error) or type(error).__name__)
            await asyncio.sleep(1)
            return None
        return message

    async def _take(self, message: Msg) -> None:
        """Judge one delivered job and act on it; a log that is away leaves it for later."""
        request = run_events.validate_json(message.data)
        if not isinstance(request, RunRequested):
            raise TypeError(f"{message.subject} holds a {type(request).__name__}")
        with logging.bound(run_id=request.run_id, trace_id=request.correlation_id.hex):
            try:
                await self._judge(request, message.reply)
            except UnknownEventError as error:
                log.error("job left to a newer worker", error=str(error))
                await lease.give_back(
                    self._client, message.reply, self._settings.retry_delay_seconds
                )
            except (UnavailableError, ConflictError, NatsError) as error:
                log.info("job left for later", error=str(error))
                await lease.give_back(self._client, message.reply, 1)

    async def _judge(self, request: RunRequested, reply: str) -> None:
        history = await self._log.complete_history(subjects.run(request.run_id))
        state = fold(run_events.validate_python(recorded.event) for recorded in history)
        holder = await self._holder(state, request)
        if holder is None and state is not None and claim.held_by_another(state, self._me):
            history = await self._log.complete_history(subjects.run(request.run_id))
            state = fold(run_events.validate_python(recorded.event) for recorded in history)
        last, sequence = history[-1].event, history[-1].sequence
        verdict = claim.judge(state, request.run_id, holder, self._me)
        match verdict:
            case claim.Train(attempt):
                await self._train(request, reply, attempt, state, (last, sequence))
            case claim.Drop():
                await lease.done(self._client, reply)
            case claim.Leave():
                await lease.give_back(self._client, reply, self._settings.retry_delay_seconds)
            case claim.Cancel(attempt):
                epochs = state.last_epoch if state else 0
                event = RunCancelled(
                    epochs_completed=epochs, **self._common(request, attempt, last)
                )
                await self._log.append(event, expected=sequence)
                await lease.done(self._client, reply)
            case claim.GiveUp(attempt):
                event = JobFailed(
                    code=FailureCode.ATTEMPTS_EXHAUSTED,
                    params={"attempts": attempt},
                    final=True,
                    **self._common(request, attempt, last),
                )
                await self._log.append(event, expected=sequence)
                await lease.done(self._client, reply)
            case _:
                assert_never(verdict)

    async def _holder(self, state: RunState | None, request: RunRequested) -> Heartbeat | None:
        """The heartbeat of the other worker that the log names; waits for one after an outage."""
        if state is None or state.worker_id is None or not claim.held_by_another(state, self._me):
            return None
        patience = LISTEN_HEARTBEATS * self._settings.heartbeat_seconds
        deadline = asyncio.get_running_loop().time() + patience
        while asyncio.get_running_loop().time() < deadline:
            found = await bus.presence(self._client, state.worker_id)
            if found is not None:
                return found
            await asyncio.sleep(min(LISTEN_POLL_SECONDS, self._settings.heartbeat_seconds))
        log.info("its worker is silent", worker_id=state.worker_id)
        return None

    async def _train(
        self,
        request: RunRequested,
        reply: str,
        number: int,
        state: RunState | None,
        last: tuple[Event, int],
    ) -> None:
        """Claim the run by compare-and-set, then make the attempt."""
        cause, expected = last
        begun = RunStarted(environment=self._environment(), **self._common(request, number, cause))
        sequence = await self._log.append(begun, expected=expected)
        log.info("claimed", name=request.name, attempt=number)
        await self._outbox.hold(Holding(request.run_id, number, sequence, reply))
        teller = Teller(
            outbox=self._outbox,
            request=request,
            cause=begun,
            worker_id=self._me,
            attempt=number,
            clock=clock.now,
            last_epoch=state.last_epoch if state and state.worker_id == self._me else 0,
        )
        failures = 1 if state is None else number - state.interruptions
        self._attempt = Attempt(
            request=request,
            number=number,
            reply=reply,
            last_chance=failures > request.max_retries,
            settings=self._settings,
            devices=self._device.devices,
            workplace=self._workplace,
            client=self._client,
            event_log=self._log,
            outbox=self._outbox,
            teller=teller,
        )
        if self._stopping:
            self._attempt.halt(Halt.SHUTDOWN)
        await self._pulse.working_on(request.run_id, number)
        ending = await self._attempt.run()
        self._attempt = None
        delay_seconds = self._settings.retry_delay_seconds
        await settle(self._client, self._outbox, reply, ending, delay_seconds)
        await self._pulse.idle()
        log.info("let go", attempt=number, ending=ending.name.lower())

    def _environment(self) -> Environment:
        return Environment(
            code_version=code_version(),
            python=platform.python_version(),
            torch=self._device.torch,
            transformers=self._device.transformers,
            cuda=self._device.cuda,
            device=self._device.device,
            device_name=self._device.name,
            device_memory_bytes=self._device.memory_bytes,
            devices=self._device.devices,
            hostname=socket.gethostname(),
            processor=self._device.processor,
            processors=self._device.processors,
            tokenizers=self._device.tokenizers,
            numpy=self._device.numpy,
            driver=self._device.driver,
            compute_capability=self._device.compute_capability,
        )

    def _common(self, request: RunRequested, attempt: int, cause: Event) -> dict[str, Any]:
        return answering(cause) | {
            "occurred_at": clock.now(),
            "actor": worker_actor(self._me),
            "run_id": request.run_id,
            "worker_id": self._me,
            "attempt": attempt,
        }


async def serve(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl-C."""
    stop = stop_on_signals()
    workplace = Workplace.prepare(settings)
    device = child.enlist(await child.probe_device(), settings.devices)
    log.info("device", device=device.device, name=device.name, devices=device.devices)
    async with (
        bus.connected(settings.nats_url, f"worker.{settings.worker_id}") as client,
        outbox.opened(workplace.outbox) as box,
    ):
        pulse = Pulse(client, settings, device, clock.now)
        agent = Agent(settings, client, box, device, pulse)
        async with heartbeat.beating(pulse, settings.heartbeat_seconds):
            telemetry = asyncio.create_task(sender.send_telemetry(box, EventLog(client)))
            await registration.register(settings, EventLog(client), clock.now())
            await recovery.recover(client, box)
            working = asyncio.create_task(agent.work())
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            agent.stop()
            await working
            telemetry.cancel()
            stopped.cancel()
