"""Who says whom a test's broker lets in: the real callout, in the test's own process."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Protocol

from nats.aio.client import Client

from afina.embedded.secrets import Secrets
from api import access, callout
from api.commands import workers
from api.decider import Decider
from api.inquiry import Inquiry
from infra import clock, database
from infra.bus import EventLog
from infra.settings import Settings
from schemas.tables import ACCESS_SCHEMA


class Asking(Protocol):
    """A broker that asks."""

    @property
    def url(self) -> str: ...
    @property
    def worker_url(self) -> str: ...
    @property
    def callout_url(self) -> str: ...
    @property
    def system_url(self) -> str: ...
    @property
    def secrets(self) -> Secrets: ...


def told(broker: Asking) -> dict[str, str]:
    """The environment of an API that answers the broker."""
    return {
        "AFINA_CALLOUT_NATS_URL": broker.callout_url,
        "AFINA_CALLOUT_ISSUER_SEED": broker.secrets.issuer_seed,
        "AFINA_SYSTEM_NATS_URL": broker.system_url,
        "AFINA_WORKERS_NATS_URL": broker.worker_url,
    }


def settings_of(broker: Asking, **others: object) -> Settings:
    """The settings of such an API."""
    names = {name.removeprefix("AFINA_").lower(): value for name, value in told(broker).items()}
    return Settings.model_validate({"NATS_URL": broker.url, **names, **others})


@asynccontextmanager
async def doorkeeper(broker: Asking, client: Client, database_url: str) -> AsyncGenerator[None]:
    """Answer the broker by the log and by the database's tokens."""
    async with answering(settings_of(broker), client, database_url):
        yield


@asynccontextmanager
async def answering(settings: Settings, client: Client, database_url: str) -> AsyncGenerator[None]:
    """The same, by settings."""
    engine = database.engine(database_url, ACCESS_SCHEMA)
    idle = access.idle_of(settings)
    asked = Inquiry(engine, lambda tx, shown: access.behind(tx, shown, idle, clock.now()))
    decider = Decider(EventLog(client), workers.evolve)
    try:
        async with callout.answering(settings, decider, asked):
            yield
    finally:
        await engine.dispose()
