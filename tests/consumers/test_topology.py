"""What is deleted from the broker comes back; what cannot be made anew is not pretended."""

from collections.abc import AsyncIterator

import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.topology import Topology
from infra import database, streams
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects, tables
from tests.schemas.examples import run_requested

POOL = subjects.DEFAULT_POOL


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = database.engine(database_url, tables.READ_SCHEMA)
    yield engine
    await engine.dispose()


@pytest.fixture
def topology(client: Client, engine: AsyncEngine, nats_url: str, database_url: str) -> Topology:
    return Topology(client, engine, Settings(nats_url=nats_url, database_url=database_url))


async def projected(engine: AsyncEngine, projection: str, sequence: int) -> None:
    async with engine.begin() as tx:
        row = {"projection": projection, "sequence": sequence}
        await tx.execute(insert(tables.positions).values(row))


async def stands(client: Client, stream: str) -> bool:
    try:
        await client.jetstream().stream_info(stream)
    except NotFoundError:
        return False
    return True


async def test_a_deleted_queue_comes_back_and_delivers_every_job_again(
    topology: Topology, client: Client, log: EventLog
):
    """Whoever takes them asks the log which are still to be done."""
    await log.append(run_requested(), expected=0)
    await log.jetstream.delete_consumer(subjects.TRAINING, subjects.jobs_consumer(POOL))
    await log.jetstream.delete_consumer(subjects.PRESENCE, "watchdog")

    await topology.restore()

    queue = subjects.jobs_consumer(POOL)
    pull = await log.jetstream.pull_subscribe_bind(queue, stream=subjects.TRAINING)
    [job] = await pull.fetch(1)
    assert job.subject == subjects.of(run_requested())
    info = await log.jetstream.consumer_info(subjects.TRAINING, queue)
    assert (info.config.ack_wait, info.config.max_deliver) == (30.0, -1)
    assert await log.jetstream.consumer_info(subjects.PRESENCE, "watchdog")


async def test_deleted_telemetry_goes_on_after_what_was_projected(
    topology: Topology, client: Client, engine: AsyncEngine
):
    """Or the projector would take new messages for ones that it has seen."""
    await projected(engine, "telemetry", 41)
    await client.jetstream().delete_stream(subjects.TELEMETRY)
    await client.jetstream().delete_stream(subjects.PRESENCE)

    await topology.restore()
    await streams.provision(client, pool=POOL, ack_wait_seconds=30)

    ack = await client.jetstream().publish("telemetry.run.x.y.logs", b"{}")
    assert ack.seq == 42
    assert await stands(client, subjects.PRESENCE)


async def test_a_log_that_is_gone_is_not_replaced_by_an_empty_one(
    topology: Topology, client: Client, engine: AsyncEngine
):
    """New events would take the numbers of old ones, and nobody would notice the loss."""
    await projected(engine, "training", 7)
    await client.jetstream().delete_stream(subjects.TRAINING)

    await topology.restore()
    await topology.restore()

    assert not await stands(client, subjects.TRAINING)


async def test_before_anything_was_projected_the_log_is_made(topology: Topology, client: Client):
    """As on a new broker that nobody has prepared."""
    for name in (subjects.TRAINING, subjects.TELEMETRY, subjects.PRESENCE):
        await client.jetstream().delete_stream(name)

    await topology.restore()

    log = EventLog(client)
    assert await log.append(run_requested(), expected=0) == 1
    assert (await log.jetstream.stream_info(subjects.TRAINING)).config.deny_delete
    assert await log.jetstream.consumer_info(subjects.TRAINING, subjects.jobs_consumer(POOL))
