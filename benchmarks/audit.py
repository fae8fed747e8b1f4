"""How fast the log is sealed and verified, and how long a page of a long audit trail takes.

    python -m benchmarks.audit [--events 50000] [--lines 5000000] [--write]

Sealing and verifying read a made-up log of so many events, with its audit trail projected. Then the
trail is filled up to so many lines, and each question is asked ten times, the first time included.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from nats.aio.client import Client
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.queries import audit
from api.queries.audit import Wanted
from benchmarks.machine import describe
from benchmarks.projector import backing, publish_made_up
from consumers import projector
from consumers.notary import verification
from consumers.notary.notary import Notary
from consumers.notifier.outbox import NOBODY
from consumers.projections.training import TrainingProjection
from infra import clock, database
from infra.bus import EventLog
from infra.settings import Settings
from infra.tasks import ended
from schemas import tables

RESULTS = Path(__file__).parent / "results" / "audit.md"
ASKED = 10
PAGE_LINES = 50
FILL = """
    INSERT INTO audit (sequence, type, entity, entity_id, owner_id, actor_kind, actor_id, address,
        occurred_at, stored_at, data)
    SELECT n, CASE WHEN n % 9000 = 0 THEN 'user.signed_in.v1' ELSE 'run.epoch_completed.v1' END,
        'run', 'r' || n / 50, 'u' || n % 500, 'user', 'u' || n % 700,
        CASE WHEN n % 10 = 0 THEN '10.0.' || n % 250 || '.' || n % 240 END, at, at, '{}'
    FROM (
        SELECT n, now() - (:lines - n) * interval '1 second' AS at
        FROM generate_series(CAST(:first AS bigint), CAST(:lines AS bigint)) AS n
    ) AS made_up
"""


def questions() -> dict[str, Wanted]:
    """What administrators and others ask for."""
    everything, now = Wanted(owner_id=None), clock.now()
    day = {"since": now - timedelta(days=20), "until": now - timedelta(days=19)}
    return {
        "everything": everything,
        "one owner's own": Wanted(owner_id="u7"),
        "what one person did": replace(everything, actor_id="u7"),
        "all of one run": replace(everything, entity="run", entity_id="r7000"),
        "a seldom kind of event": replace(everything, types=["user.signed_in.v1"]),
        "from one address": replace(everything, address="10.0.0.0"),
        "a day long ago": replace(everything, **day),
        "one person on a day long ago": replace(everything, actor_id="u7", **day),
    }


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        told = asyncio.run(measure(Path(folder, "data"), chosen.events, chosen.lines))
    print(told)
    if chosen.write:
        RESULTS.write_text(told)


async def measure(data_dir: Path, events: int, lines: int) -> str:
    """All of it, as Markdown."""
    async with backing(data_dir) as (client, url):
        assert client.connected_url is not None
        told = {"NATS_URL": client.connected_url.geturl(), "DATABASE_URL": url}
        settings = Settings.model_validate(told)
        await publish_made_up(client, events)
        async with _engine(url) as engine:
            await _projected(client, engine, url, events)
            notary = Notary(EventLog(client), engine, settings, clock.now, NOBODY)
            sealed = await _seconds(notary.seal_now())
            verified = await _seconds(verification.verify(settings, _untold))
            await _fill(engine, events, lines)
            asked = [await _asked(engine, *question) for question in questions().items()]
    command = f"python -m benchmarks.audit --events {events} --lines {lines} --write"
    return "\n".join(
        [
            f"# Audit\n\n{describe()}\n",
            f"`{command}`\n",
            "| what | events/s |\n|---|---|",
            f"| sealing | {events / sealed:,.0f} |",
            f"| verifying log, trail and seals | {events / verified:,.0f} |\n",
            f"| {PAGE_LINES} of {lines:,} lines | median, ms | longest, ms |\n|---|---|---|",
            *asked,
            "",
        ]
    )


def _untold(stream: str, done: int, total: int) -> None:
    """Nobody looks at the progress."""


@asynccontextmanager
async def _engine(url: str) -> AsyncGenerator[AsyncEngine]:
    engine = database.engine(url, tables.READ_SCHEMA)
    try:
        yield engine
    finally:
        await engine.dispose()


async def _projected(client: Client, engine: AsyncEngine, url: str, events: int) -> None:
    """Return once the audit trail has every event."""
    task = asyncio.create_task(projector.run(client, url, TrainingProjection()))
    async with engine.connect() as tx:
        count = text("SELECT sequence FROM positions WHERE projection = 'training'")
        while (await tx.scalar(count) or 0) < events:
            await tx.rollback()
            await asyncio.sleep(0.1)
    await ended([task])


async def _seconds(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _fill(engine: AsyncEngine, events: int, lines: int) -> None:
    """With indexes that are made afterwards, which is sooner done."""
    async with engine.begin() as tx:
        await tx.run_sync(lambda sync: [index.drop(sync) for index in tables.audit.indexes])
        await tx.execute(text(FILL), {"first": events + 1, "lines": lines})
        await tx.run_sync(lambda sync: [index.create(sync) for index in tables.audit.indexes])
        await tx.execute(text("ANALYZE audit"))


async def _asked(engine: AsyncEngine, name: str, wanted: Wanted) -> str:
    """The question's line of the table."""
    took: list[float] = []
    for _ in range(ASKED):
        async with engine.connect() as tx:
            took.append(1000 * await _seconds(_page(tx, wanted)))
    return f"| {name} | {statistics.median(took):.1f} | {max(took):.1f} |"


async def _page(tx: AsyncConnection, wanted: Wanted) -> None:
    """A page as the API makes it: lines, then names."""
    lines = await audit.page(tx, wanted, PAGE_LINES)
    named = {one for line in lines for one in line.named if not one[1].startswith("r")}
    await audit.names(tx, named)


if __name__ == "__main__":
    main()
