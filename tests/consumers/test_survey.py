from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats.aio.client import Client
from prometheus_client import REGISTRY

from consumers.survey import Survey
from infra import clock, database, streams
from infra.bus import EventLog, connected
from schemas import subjects, tables
from tests.consumers.projecting import execute, projecting, publish, reached
from tests.infra.broker import own_broker
from tests.schemas.examples import run_requested, worker_registered


@pytest.fixture
async def survey(client: Client, database_url: str) -> AsyncIterator[Survey]:
    engine = database.engine(database_url, tables.READ_SCHEMA)
    yield Survey(client, engine, clock.now)
    await engine.dispose()


def gauge(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"afina_{name}", labels)


async def test_what_waits_is_seen_before_and_after_it_is_projected(
    survey: Survey, client: Client, log: EventLog, database_url: str
):
    await log.append(worker_registered(), expected=0)
    last = await log.append(run_requested(), expected=0)
    await execute(database_url, "INSERT INTO positions VALUES ('training', 0)")

    await survey.look()

    assert gauge("projection_lag_messages", projection="training") == last
    assert 0 <= (gauge("projection_lag_seconds", projection="training") or -1) < 60
    assert gauge("jobs_waiting", pool="default") == 1
    assert gauge("stream_last_sequence", stream=subjects.TRAINING) == last

    async with projecting(client, database_url):
        await reached(database_url, last)
        await survey.look()

    assert gauge("projection_lag_messages", projection="training") == 0
    assert gauge("projection_lag_seconds", projection="training") == 0
    assert gauge("projection_position", projection="training") == last
    assert gauge("runs", status="queued") == 1
    assert gauge("workers", pool="default", status="registered") == 1
    assert (gauge("run_oldest_wait_seconds") or -1) >= 0


async def test_messages_set_aside_are_counted_until_they_are_gone(
    survey: Survey, client: Client, database_url: str
):
    async with projecting(client, database_url):
        await publish(client, [("training.run.x.requested.default", b"no event")])
        await reached(database_url, 1)
    await survey.look()
    assert gauge("dead_letters", projection="training", kind="poison") == 1

    await execute(database_url, "DELETE FROM dead_letters")
    await survey.look()
    assert gauge("dead_letters", projection="training", kind="poison") is None


async def test_what_does_not_answer_is_missing(tmp_path: Path):
    async with own_broker(tmp_path) as broker, connected(broker.url, "survey") as client:
        await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
        nowhere = database.engine("postgresql://nobody@127.0.0.1:1/none", tables.READ_SCHEMA)
        survey = Survey(client, nowhere, clock.now)

        assert await survey.missing() == ["database"]
        assert gauge("broker_up") == 1
        await broker.kill()
        assert await survey.missing() == ["log", "database"]
        assert gauge("broker_up") == gauge("database_up") == 0
        await broker.start()
        await nowhere.dispose()
