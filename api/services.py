"""What handlers work with: opened together when the process starts, closed in reverse."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from api import boards, expulsion, hub, metrics
from api.admission import Admission
from api.commands import classifications, datasets, models, runs, workers
from api.commands import settings as policies
from api.commands.classifications import Classification
from api.commands.datasets import Dataset
from api.commands.models import Model
from api.commands.runs import Run
from api.commands.workers import Worker
from api.datasets.limits import Limits
from api.decider import Decider
from api.expulsion import Expulsion
from api.hub import Hub
from api.intake import Intake
from api.mailbox import Bounds
from api.oidc.door import Door
from api.people import passwords
from api.people.entrance import Entrance
from api.sse import Streams
from api.standing import Standing
from infra import bus, clock, database
from infra.blobs import BlobStore
from infra.bus import EventLog
from infra.settings import Settings
from schemas.tables import ACCESS_SCHEMA, READ_SCHEMA

READ_YOUR_WRITES_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All that a handler may touch."""

    settings: Settings
    now: Callable[[], datetime]
    log: EventLog
    engine: AsyncEngine
    locks: AsyncEngine
    """Connections that wait for locks and hold them: never those that their holders ask with."""
    entrance: Entrance
    door: Door | None
    """For people whom an identity provider knows; None where none is set."""
    blobs: BlobStore
    intake: Intake
    hub: Hub
    streams: Streams
    runs: Decider[Run]
    datasets: Decider[Dataset]
    admission: Admission
    standing: Standing
    policies: Decider[policies.Value]
    """What an administrator sets for everybody."""
    models: Decider[Model]
    classifications: Decider[Classification]
    workers: Decider[Worker]
    expulsion: Expulsion

    async def can_be_read(self, sequence: int) -> bool:
        """Whether the read model gets as far as ``sequence`` within the time a person waits."""
        with metrics.READ_YOUR_WRITES_SECONDS.time():
            shown = await self.hub.training.position.reached(sequence, READ_YOUR_WRITES_SECONDS)
        if not shown:
            metrics.READ_YOUR_WRITES_LATE.inc()
        return shown


@asynccontextmanager
async def _engines(url: str) -> AsyncGenerator[tuple[AsyncEngine, AsyncEngine, AsyncEngine]]:
    """For requests, for locks, and for streams."""
    both = f"{READ_SCHEMA},{ACCESS_SCHEMA}"
    engine, locks = database.engine(url, both), database.engine(url, READ_SCHEMA)
    # Streams ask one question at a time, as soon as there is news: no transaction around it, and
    # no connection that others wait for.
    watching = database.engine(url, both, overflow=0).execution_options(
        isolation_level="AUTOCOMMIT"
    )
    try:
        yield engine, locks, watching
    finally:
        await watching.dispose()
        await locks.dispose()
        await engine.dispose()


@asynccontextmanager
async def opened(
    settings: Settings, now: Callable[[], datetime] = clock.now
) -> AsyncGenerator[Services]:
    """Everything, until the block ends. A database or broker that is away now may come later."""
    bounds = Bounds(settings.stream_waiting_messages, settings.stream_waiting_bytes)
    blobs = BlobStore(settings.blobs_url)
    incoming = settings.data_dir.absolute() / "incoming"
    async with (
        _engines(settings.database_url) as (engine, locks, watching),
        bus.connected(settings.nats_url, "api") as client,
        passwords.opened(settings) as comparing,
        hub.listening(settings.database_url, watching, bounds) as listening,
        boards.kept(listening, client, blobs, settings.board_seconds),
        expulsion.opened(settings.system_nats_url) as expelling,
    ):
        log = EventLog(client)
        deciding, standing = Decider(log, runs.evolve), Standing(engine, settings)
        with Intake.opened(incoming, Limits()) as intake:
            yield Services(
                settings=settings,
                now=now,
                log=log,
                engine=engine,
                locks=locks,
                blobs=blobs,
                entrance=Entrance(engine, comparing, settings),
                door=Door(engine, settings, now) if settings.oidc_issuer else None,
                intake=intake,
                hub=listening,
                streams=Streams.of(listening, settings.stream_ping_seconds),
                runs=deciding,
                datasets=Decider(log, datasets.evolve),
                standing=standing,
                admission=Admission(log, engine, deciding, listening.training, standing),
                policies=Decider(log, policies.evolve),
                models=Decider(log, models.evolve),
                classifications=Decider(log, classifications.evolve),
                workers=Decider(log, workers.evolve),
                expulsion=expelling,
            )
