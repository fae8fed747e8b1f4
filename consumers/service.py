"""The consumers' process: projectors, watchdog and notifier, in one FastStream application."""

import asyncio
import gc
import os
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Annotated

from faststream import AckPolicy, Context, FastStream
from faststream.nats import JStream, NatsBroker, NatsMessage, NatsRouter, PullSub
from nats.aio.client import Client
from nats.errors import ConnectionReconnectingError
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers import answers, partitions, projector, relay
from consumers.backups import Backups
from consumers.notary.notary import Notary
from consumers.notifier.channel import Words
from consumers.notifier.notifier import Notifier
from consumers.notifier.outbox import NOBODY
from consumers.notifier.receivers import subscription
from consumers.projections.holders import LoggedHolders
from consumers.projections.telemetry import TelemetryProjection
from consumers.projections.training import TrainingProjection
from consumers.retention.service import answering, keeper
from consumers.survey import Survey
from consumers.topology import Topology
from consumers.watchdog.overtime import Overtime
from consumers.watchdog.patrol import Patrol, limits_of
from consumers.watchdog.rounds import Rounds
from consumers.watchdog.sentry import Sentry
from infra import bus, clock, database, exposition, logging
from infra.settings import Settings
from infra.tasks import ended
from schemas import subjects, tables

log = logging.get(__name__)

router = NatsRouter()

OneSentry = Annotated[Sentry, Context("sentry")]


@router.subscriber(
    subjects.presence("*"),
    stream=JStream(subjects.PRESENCE, declare=False),
    durable="watchdog",  # provisioned in infra.streams; never rename
    pull_sub=PullSub(batch_size=1, timeout=5),
    ack_policy=AckPolicy.ACK,
    title="Presence",
)
async def on_presence(message: NatsMessage, sentry: OneSentry) -> None:
    """A heartbeat, or the empty mark that the broker leaves when one runs out.

    What a heartbeat says is not read: any word at all is a sign of life.
    """
    worker_id = message.raw_message.subject.rsplit(".", 1)[-1]
    await sentry.heard(worker_id, alive=bool(message.raw_message.data))


async def serve(
    settings: Settings, words: Words | None = None, backups: Backups | None = None
) -> None:
    """Project and watch until SIGTERM or Ctrl-C; tell people of it, if there are ``words``.

    ``backups`` are made beside it.
    """
    gc.freeze()  # what is loaded by now stays; walking it again and again costs a tenth of the time
    leaving = asyncio.Event()
    broker = _presence_broker(settings.nats_url, leaving)

    @asynccontextmanager
    async def lifespan() -> AsyncGenerator[None]:
        async with _beside(settings, broker, words, backups):
            yield

    app = FastStream(broker, logger=None, lifespan=lifespan, on_shutdown=[leaving.set])
    with suppress(ConnectionReconnectingError):  # leaving while the broker is away
        await app.run()


def _presence_broker(url: str, leaving: asyncio.Event) -> NatsBroker:
    """FastStream's own connection; unless ``leaving``, the process does not outlive it."""

    async def on_closed() -> None:
        """On a connection closed for good FastStream's pull loop would spin; so leave."""
        if not leaving.is_set():
            log.critical("connection to NATS closed for good, ending the process")
            os._exit(bus.EXIT_CONNECTION_CLOSED)

    return NatsBroker(
        url,
        name="consumers-presence",
        inbox_prefix=b"_INBOX_consumers-presence",
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        # No pending_size of -1 as elsewhere: while the broker is away a pull must wait in the
        # buffer. If it failed at once, FastStream would pull again at once, for ever.
        closed_cb=on_closed,
        routers=[router],
        logger=None,
    )


@asynccontextmanager
async def _beside(
    settings: Settings, broker: NatsBroker, words: Words | None, backups: Backups | None
) -> AsyncGenerator[None]:
    """What runs beside FastStream's subscribers."""
    engine = database.engine(settings.database_url, tables.READ_SCHEMA)
    async with (
        bus.connected(settings.nats_url, "consumers") as client,
        exposition.exposed(settings, Survey(client, engine, clock.now).insight),
    ):
        arm = timedelta(seconds=settings.presence_seconds)
        sentry = Sentry(bus.EventLog(client), engine, clock.now, arm)
        broker.context.set_global("sentry", sentry)
        topology = Topology(client, engine, settings)
        await topology.restore()
        keeping = keeper(settings, client, engine, [backups] if backups else [])
        own = [topology.keep(), sentry.watch(), keeping.watch()]
        duties = [*own, *_duties(settings, client, engine, words, backups)]
        tasks = [_crashing_loudly(duty) for duty in duties]
        try:
            async with (
                answering(client, keeping),
                answers.given(client, settings, engine, backups),
            ):
                yield
        finally:
            await ended(tasks)
            await engine.dispose()


def _duties(
    settings: Settings,
    client: Client,
    engine: AsyncEngine,
    words: Words | None,
    backups: Backups | None,
) -> Iterator[Coroutine[None, None, None]]:
    """Both projectors, the watches over runs and installation, the notary and the notifier."""
    event_log = bus.EventLog(client)
    yield _project_log(client, settings)
    yield projector.run(
        client, settings.database_url, TelemetryProjection(LoggedHolders(event_log))
    )
    yield relay.run(event_log, settings.database_url)
    yield Patrol(event_log, engine, clock.now, limits_of(settings)).watch()
    yield Overtime(event_log, engine, clock.now, settings.limits).watch()
    told = NOBODY if words is None else subscription(settings, words, engine)
    limit = settings.store_limit_bytes
    yield Rounds(event_log, engine, clock.now, told, limit, backups).watch()
    if backups is not None:
        yield backups.watch()
    yield Notary(event_log, engine, settings, clock.now, told).run()
    yield Notifier(engine, told, clock.now, settings.notify_tries).run(event_log)


async def _project_log(client: Client, settings: Settings) -> None:
    """Here, or in processes of their own if there are several partitions."""
    if settings.projector_partitions == 1:
        await projector.run(client, settings.database_url, TrainingProjection())
    else:
        await partitions.run(settings)


def _crashing_loudly(endless: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """A task whose end, by a bug, ends the process, so that its supervisor and the log show it."""

    async def run() -> None:
        try:
            await endless
        except Exception:
            log.critical("a consumer crashed, ending the process", exc_info=True)
            os._exit(1)

    return asyncio.create_task(run())
