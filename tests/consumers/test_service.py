"""The consumers' real process, as the supervisor starts it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from nats.aio.client import Client

from consumers import service
from consumers.watchdog import sentry
from consumers.watchdog.rules import CONFIRM
from infra import database
from infra.bus import EventLog, connected
from schemas import subjects, tables
from schemas.events.run import run_events
from schemas.lifecycle import RunStatus, fold
from schemas.telemetry import PRESENCE_TTL_SECONDS
from tests.conftest import empty
from tests.consumers.projecting import publish_telemetry, reached, rows
from tests.infra.broker import own_broker, until
from tests.schemas.examples import (
    RUN,
    WORKER,
    heartbeat,
    log_lines,
    run_requested,
    run_started,
    worker_registered,
)

SERVE = """
import asyncio
from consumers import service
from infra import logging
from infra.settings import Settings

# A whole pull before an outage is felt would only make the tests longer; so would a whole lease.
[presence] = service.router.subscribers
presence.pull_sub.timeout = 0.5
logging.configure("INFO")
asyncio.run(service.serve(Settings()))
"""
PROMPT_SECONDS = 5


@asynccontextmanager
async def serving(nats_url: str, database_url: str) -> AsyncGenerator[Process]:
    """The process, killed afterwards if it still lives."""
    environment = {**os.environ, "NATS_URL": nats_url, "DATABASE_URL": database_url}
    environment["AFINA_PRESENCE_SECONDS"] = "1"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVE, env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def beat(client: Client, ttl_seconds: int) -> None:
    await client.jetstream().publish(
        subjects.presence(WORKER),
        heartbeat().model_dump_json().encode(),
        headers={"Nats-TTL": f"{ttl_seconds}s"},
    )


async def worker_status(url: str) -> str:
    [worker] = await rows(url, tables.workers)
    return worker["status"]


async def ends(process: Process) -> int:
    """The exit code, which comes soon."""
    async with asyncio.timeout(PROMPT_SECONDS):
        return await process.wait()


async def test_the_process_projects_watches_and_leaves_when_asked(
    client: Client, log: EventLog, nats_url: str, database_url: str
):
    """One life: events, telemetry, a worker lost with its run, and back; then SIGTERM."""
    async with serving(nats_url, database_url) as process:
        await log.append(worker_registered(), expected=0)
        requested = await log.append(run_requested(), expected=0)
        await log.append(run_started(), expected=requested)
        await publish_telemetry(client, [log_lines("primeira")])
        await reached(database_url, 3)
        await reached(database_url, 1, "telemetry")

        await beat(client, ttl_seconds=1)
        await until(lambda: _is(database_url, "lost"))
        await reached(database_url, 5)
        assert (await _run_state(log, RUN)) is RunStatus.QUEUED

        await beat(client, ttl_seconds=60)
        await until(lambda: _is(database_url, "registered"))
        await until(lambda: _everything_is_acknowledged(client))

        process.send_signal(signal.SIGTERM)
        assert await ends(process) == 0


async def _is(url: str, status: str) -> bool:
    return await worker_status(url) == status


async def _run_state(log: EventLog, run_id: UUID) -> RunStatus | None:
    history = await log.history(subjects.run(run_id))
    state = fold(run_events.validate_python(recorded.event) for recorded in history)
    return state.status if state else None


async def _everything_is_acknowledged(client: Client) -> bool:
    """Heartbeats and the empty marks alike; else they would come again for ever."""
    info = await client.jetstream().consumer_info(subjects.PRESENCE, "watchdog")
    return (info.num_pending, info.num_ack_pending) == (0, 0)


async def test_the_process_waits_out_a_broker_that_is_away(tmp_path: Path, database_url: str):
    """Without spinning, and without forgetting how to leave."""
    async with own_broker(tmp_path) as broker, connected(broker.url, "tests") as client:
        await empty(client)
        async with serving(broker.url, database_url) as process:
            await EventLog(client).append(worker_registered(), expected=0)
            await reached(database_url, 1)

            await broker.kill()
            assert await _busy_seconds(process, within=1.5) < 0.2
            await broker.start()
            await until(lambda: client.is_connected)
            await EventLog(client).append(run_requested(), expected=0)
            await reached(database_url, 2)

            await broker.kill()
            process.send_signal(signal.SIGTERM)
            assert await ends(process) == 0


async def _busy_seconds(process: Process, within: float) -> float:
    """How long the process computes, which must not end meanwhile."""
    measured = psutil.Process(process.pid)
    before = sum(measured.cpu_times()[:2])
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(process.wait(), within)
    return sum(measured.cpu_times()[:2]) - before


async def test_a_consumer_that_crashes_ends_the_process(
    client: Client, nats_url: str, database_url: str
):
    """A read model that lacks its tables is a bug or a missing migration, not an outage."""
    async with database.connection(database_url, tables.READ_SCHEMA) as connection:
        await connection.execute("DROP TABLE positions")

    async with serving(nats_url, database_url) as process:
        async with asyncio.timeout(4 * PROMPT_SECONDS):
            assert await process.wait() == 1


def test_a_lost_worker_is_noticed_within_twenty_seconds():
    """From its last heartbeat: the lease, the confirmation, and the watchdog's next look."""
    tick = timedelta(seconds=sentry.TICK_SECONDS)

    assert timedelta(seconds=PRESENCE_TTL_SECONDS) + CONFIRM + tick <= timedelta(seconds=20)


def test_the_presence_subscriber_is_the_provisioned_consumer():
    """Another name would replay, or hear nothing."""
    [subscriber] = service.router.subscribers

    assert subscriber.extra_options["durable"] == "watchdog"  # pyright: ignore[reportAttributeAccessIssue]
