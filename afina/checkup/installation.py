"""The whole look: what is installed, where it lives, and the servers that can be asked."""

import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from afina import backing, stack
from afina.checkup import certificates, door, site, software
from afina.checkup.broker import Broker
from afina.checkup.database import Database
from afina.checkup.finding import Code, Finding, found
from infra import clock
from infra.settings import Settings

APART = timedelta(seconds=5)
"""Between two clocks: leases and heartbeats are a few times that."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is to be looked at."""

    folder: Path
    port: int
    """Where the API would listen."""

    async def look(self) -> AsyncGenerator[Finding]:
        """Every finding, in the order in which one stands on the other."""
        running = stack.find(self.folder)
        nats_url, database_url = backing.given("NATS_URL"), backing.given("DATABASE_URL")
        given = {"broker_given": bool(nats_url), "database_given": bool(database_url)}
        for finding in software.look(**given):
            yield finding
        nats_url = nats_url or (running and running.backing.nats_url)
        database_url = database_url or (running and running.backing.database_url)
        blob_url = backing.given("BLOB_URL") or f"file://{self.folder / 'blobs'}"
        for finding in site.look(self.folder, self.port, running, blob_url):
            yield finding
        for finding in certificates.look(running):
            yield finding
        addresses = {"NATS_URL": nats_url or "", "DATABASE_URL": database_url or ""}
        if running:
            addresses["system_nats_url"] = running.backing.system_nats_url
        settings = Settings.model_validate(addresses)
        async for finding in self._servers(settings, running=running is not None):
            yield finding

    async def _servers(self, settings: Settings, *, running: bool) -> AsyncGenerator[Finding]:
        conf = self.folder / "nats" / "server.conf"
        embedded = conf if backing.given("NATS_URL") is None else Path("/nowhere")
        asked_broker = Broker(settings, embedded)
        if settings.nats_url:
            async for finding in asked_broker.look():
                yield finding
            if asked_broker.time is not None:
                async for finding in door.look(settings):
                    yield finding
        asked_database = Database(settings, asked_broker.ends)
        if settings.database_url:
            async for finding in asked_database.look(running=running):
                yield finding
        if asked_broker.time and asked_database.time:
            yield clocks(asked_broker.time, asked_database.time, (clock.now(), time.perf_counter()))


def clocks(*read: tuple[datetime, float]) -> Finding:
    """Whether clocks that were read at different moments go alike."""
    at_the_start = [moment - timedelta(seconds=seconds) for moment, seconds in read]
    apart = max(at_the_start) - min(at_the_start)
    code = Code.CLOCKS_APART if apart > APART else Code.CLOCKS_AGREE
    return found(code, seconds=round(apart.total_seconds(), 1))
