"""The life of a worker: connect, finish what was left, then one job after another."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from infra import bus, clock, exposition, logging, tracing
from infra.bus import EventLog, UnavailableError
from infra.exposition import Insight
from infra.process import stop_on_signals
from infra.settings import Settings
from infra.tasks import ended
from infra.tracing import Kind
from schemas import subjects
from worker.agent import (
    answerer,
    child,
    claim,
    desk,
    heartbeat,
    inquiries,
    metrics,
    outbox,
    pause,
    reception,
    recovery,
    registration,
    sender,
)
from worker.agent.absence import Absence
from worker.agent.admission import Doorkeeper
from worker.agent.answerer import Answerer
from worker.agent.attempt import Attempt
from worker.agent.ending import Halt, settle
from worker.agent.errands import Errands
from worker.agent.heartbeat import Pulse
from worker.agent.housekeeping import Housekeeping
from worker.agent.outbox import Holding, Outbox
from worker.agent.reception import Claimed, Reception
from worker.agent.telling import Teller
from worker.agent.workplace import Workplace
from worker.messages import Device

log = logging.get(__name__)

PAUSE_LOOK_SECONDS = 2.0
"""Between two looks of a worker that is paused."""
FETCH_SECONDS = 5.0
"""A pull dies with its connection, so none may last long."""
PARTING_SECONDS = 30.0
"""For a worker that was turned away to keep what it has; one optimizer step and a checkpoint."""


class Agent:
    """One worker at its post."""

    def __init__(
        self,
        settings: Settings,
        client: Client,
        box: Outbox,
        device: Device,
        pulse: Pulse,
        answerer: Answerer,
    ) -> None:
        self._settings = settings
        self._client = client
        self._outbox = box
        self._device = device
        self._pulse = pulse
        self._answerer = answerer
        self._reception = Reception(client, EventLog(client), settings, device)
        self._workplace = Workplace.prepare(settings)
        self._attempt: Attempt | None = None
        self._stopping = False
        self._paused = False
        self._trouble = ""
        """Of the queue, as last told."""

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
            if await self._is_paused():
                await asyncio.sleep(PAUSE_LOOK_SECONDS)
                continue
            message = await self._next(subscription)
            if message is not None and not await self._is_paused():
                await self._take(message)
            elif message is not None:
                await self._reception.leave(message)

    async def _is_paused(self) -> bool:
        """Whether nothing new is to be taken; as last heard, while the log does not answer."""
        try:
            paused = await pause.is_on(EventLog(self._client), self._settings.worker_id)
        except UnavailableError as error:
            log.debug("the log is away", error=str(error))
            return self._paused
        if paused is not self._paused:
            log.info("paused" if paused else "resumed")
        self._paused = paused
        await self._pulse.rests(paused=paused)
        return paused

    async def _next(self, subscription: JetStreamContext.PullSubscription) -> Msg | None:
        """The next job, if one comes soon; a queue that is missing is waited for."""
        try:
            [message] = await subscription.fetch(1, timeout=FETCH_SECONDS)
        except TimeoutError:
            self._trouble = ""
            return None
        except NatsError as error:
            trouble = str(error) or type(error).__name__
            tell = log.debug if trouble == self._trouble else log.warning
            tell("the queue does not answer", error=trouble)
            self._trouble = trouble
            await asyncio.sleep(1)
            return None
        return message

    async def _take(self, message: Msg) -> None:
        """Train what was delivered, if it is to be trained here."""
        request = reception.read(message)
        if request is None:
            await self._reception.refuse(message)
            return
        with logging.bound(run_id=request.run_id, trace_id=request.correlation_id.hex):
            with tracing.timed("claim", tracing.beneath(request.span), request.span):
                claimed = await self._reception.receive(request, message.reply)
            if claimed is not None:
                begun = claimed.begun.span
                with tracing.timed("attempt", tracing.beneath(begun), begun, Kind.CONSUMER):
                    await self._train(claimed)

    async def _train(self, claimed: Claimed) -> None:
        """Make the attempt that was claimed, and let its job go."""
        request, begun = claimed.request, claimed.begun
        await self._outbox.hold(
            Holding(request.run_id, begun.attempt, claimed.sequence, claimed.reply, claimed.log)
        )
        self._attempt = self._attempt_at(claimed)
        if self._stopping:
            self._attempt.halt(Halt.SHUTDOWN)
        await self._pulse.working_on(request.run_id, begun.attempt)
        async with self._answerer.giving_way():
            ending = await self._attempt.run()
        self._attempt = None
        await self._pulse.idle()
        delay_seconds = claim.delay_seconds(claimed.failures, self._settings.retry_delay_seconds)
        await settle(self._client, self._outbox, claimed.reply, ending, delay_seconds)
        log.info("let go", attempt=begun.attempt, ending=ending.name.lower())

    def _attempt_at(self, claimed: Claimed) -> Attempt:
        begun, before = claimed.begun, claimed.state
        teller = Teller(
            outbox=self._outbox,
            request=claimed.request,
            cause=begun,
            worker_id=begun.worker_id,
            attempt=begun.attempt,
            clock=clock.now,
            last_epoch=before.last_epoch if before.worker_id == begun.worker_id else 0,
        )
        return Attempt(
            request=claimed.request,
            number=begun.attempt,
            reply=claimed.reply,
            last_chance=claimed.is_last_chance,
            settings=self._settings,
            devices=self._device.devices,
            workplace=self._workplace,
            client=self._client,
            event_log=EventLog(self._client),
            outbox=self._outbox,
            teller=teller,
        )


async def serve(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl-C.

    Raises:
        NotAdmittedError: the worker may not work, or not any more; what it made stays on disk.
    """
    stop, inside = stop_on_signals(), asyncio.Event()
    doorkeeper = Doorkeeper(settings)
    working = asyncio.create_task(_live(settings, stop, inside, doorkeeper))
    async with (
        _beside(doorkeeper.turned_away()) as turned_away,
        _beside(stop.wait()) as stopped,
    ):
        ends = {working, turned_away}
        await asyncio.wait({*ends, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.done() and inside.is_set():
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if turned_away.done():
            stop.set()
            await asyncio.wait({working}, timeout=PARTING_SECONDS)
        await ended([working])
        if turned_away.done():
            turned_away.result()
    if not working.cancelled():
        working.result()


async def _live(
    settings: Settings, stop: asyncio.Event, inside: asyncio.Event, doorkeeper: Doorkeeper
) -> None:
    """Connect, which sets ``inside``; then arrive and work until ``stop``."""
    workplace = Workplace.prepare(settings)
    device = child.enlist(await child.probe_device(), settings.devices)
    log.info("device", device=device.device, name=device.name, devices=device.devices)
    async with (
        bus.connected(
            settings.nats_url,
            f"worker.{settings.worker_id}",
            token=settings.worker_token,
            authority=settings.tls_ca,
            on_refused=doorkeeper.on_refused,
        ) as client,
        outbox.opened(workplace.outbox, settings.outbox_bytes) as box,
        answerer.opened(settings, workplace, device) as answering,
        desk.opened(settings) as errand_desk,
    ):
        inside.set()
        pulse = Pulse(client, settings, device, clock.now)
        agent = Agent(settings, client, box, device, pulse, answering)
        housekeeping = Housekeeping(settings, workplace, EventLog(client), box)
        async with (
            exposition.exposed(settings, _insight(client, box)),
            heartbeat.beating(pulse, settings.heartbeat_seconds),
            _beside(sender.send_telemetry(box, EventLog(client))),
            _beside(housekeeping.keep()),
            _beside(Errands(errand_desk, workplace, answering).keep()),
            inquiries.heard(client, answering, settings.worker_id),
        ):
            await _until_stopped(agent, _arrive(settings, client, box), stop)


async def _until_stopped(
    agent: Agent, arrival: Coroutine[Any, Any, None], stop: asyncio.Event
) -> None:
    """Arrive, then work; a stop in between ends the one and lets the other finish."""
    async with _beside(stop.wait()) as stopped:
        arriving = asyncio.create_task(arrival)
        await asyncio.wait({arriving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if arriving.cancel():
            return
        arriving.result()
        working = asyncio.create_task(agent.work())
        await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        agent.stop()
        await working


def _insight(client: Client, box: Outbox) -> Insight:
    """What the process knows of itself."""

    async def look() -> None:
        waiting = await box.waiting()
        metrics.OUTBOX_EVENTS.set(waiting.events)
        metrics.OUTBOX_TELEMETRY.set(waiting.telemetry)
        metrics.OUTBOX_BYTES.set(waiting.size_bytes)
        age = clock.now() - waiting.oldest if waiting.oldest else timedelta(0)
        metrics.OUTBOX_OLDEST.set(max(0.0, age.total_seconds()))
        for kind, count in waiting.dropped.items():
            metrics.OUTBOX_DROPPED.labels(kind).set(count)

    return exposition.of_connection(client, look)


async def _arrive(settings: Settings, client: Client, box: Outbox) -> None:
    """See that we are expected, and finish what was left; while the log is away, wait for it."""
    event_log, absence = EventLog(client), Absence("worker")
    while True:
        try:
            await registration.check(event_log, settings.worker_id)
            await recovery.recover(client, box, settings.retry_delay_seconds)
        except UnavailableError as error:
            absence.goes_on(error)
            await asyncio.sleep(sender.RETRY_SECONDS)
        else:
            absence.ends()
            return


@asynccontextmanager
async def _beside(endless: Coroutine[Any, Any, Any]) -> AsyncGenerator[asyncio.Task[Any]]:
    """A task that ends with the block."""
    task = asyncio.create_task(endless)
    try:
        yield task
    finally:
        task.cancel()
