"""Faults of the broker: it dies, its disk fills, its consumers are lost, its deliveries err."""

import json
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from nats.aio.client import Client
from nats.js.errors import APIError

from afina.embedded import broker
from infra.bus import UnavailableError
from schemas import subjects
from schemas.events.run import CheckpointSaved, EpochCompleted, RunStarted
from tests.faults.pace import Pace
from tests.faults.system import lasting, system

EPOCHS = 20
CALM = Pace(ack_wait_seconds=4, heartbeat_seconds=1, presence_seconds=3)
"""A worker that was cut off has time to be heard again before it is given up."""
SMALL_STORE_BYTES = 3_000_000


async def fill(client: Client) -> None:
    """Until not even a short line fits, by a stream that is nobody's and has no bound."""
    jetstream = client.jetstream()
    await jetstream.add_stream(name="FILLING", subjects=["filling"])
    for length in (200_000, 20_000, 2_000, 200, 1):
        with suppress(APIError):
            while True:
                await jetstream.publish("filling", b"x" * length)


@pytest.mark.parametrize("leases", [0.25, 2])
async def test_a_healthy_run_survives_an_outage_of_the_broker(
    leases: float, tmp_path: Path, database_url: str
):
    """6, 7. kill -9, shorter and longer than a lease: the run goes on, and nobody takes it over."""
    async with system(tmp_path, database_url, CALM) as site:
        await site.consumers()
        await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)
        await site.worker("gpu-2")

        await site.broker.kill()
        await lasting(leases * site.pace.ack_wait_seconds)
        await site.broker.start()

        await site.completed(run_id, attempts=1)
        assert await site.count(run_id, EpochCompleted) == EPOCHS


async def test_a_job_that_is_offered_too_early_is_left_to_its_holder(
    tmp_path: Path, database_url: str
):
    """19. What a jump of the broker's clock would do: offered twice, it is trained once."""
    async with system(tmp_path, database_url) as site:
        await site.consumers()
        await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)
        await site.worker("gpu-2")

        consumer = await site.client.jetstream().consumer_info(
            subjects.TRAINING, subjects.jobs_consumer(subjects.DEFAULT_POOL)
        )
        delivered = consumer.delivered
        job = f"1.{delivered.stream_seq}.{delivered.consumer_seq}.0.0"
        await site.client.publish(f"$JS.ACK.{subjects.TRAINING}.{consumer.name}.{job}", b"-NAK")

        await site.completed(run_id, attempts=1)
        assert await site.count(run_id, RunStarted) == 1


async def test_a_queue_that_was_deleted_brings_no_old_job_back_to_life(
    tmp_path: Path, database_url: str
):
    """9, 10. Made anew, it offers every job again: those that ended are dropped, one is left."""
    async with system(tmp_path, database_url, CALM) as site:
        await site.consumers()
        await site.worker()
        past = [await site.request(epochs=1) for _ in range(3)]
        await site.ended(*past)
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)
        await site.worker("gpu-2")

        queue = subjects.jobs_consumer(subjects.DEFAULT_POOL)
        await site.client.jetstream().delete_consumer(subjects.TRAINING, queue)

        await site.completed(run_id, attempts=1)
        assert [await site.count(one, RunStarted) for one in past] == [1, 1, 1]
        await site.until(site.queue_is_empty)


async def test_a_full_store_loses_nothing(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """8. The API answers 503, the worker waits; once there is room, all is told."""
    monkeypatch.setattr(broker, "store_limit_bytes", lambda store: SMALL_STORE_BYTES)
    async with system(tmp_path, database_url, CALM) as site:
        await site.consumers()
        _, address = await site.api()
        await site.worker()
        run_id = await site.request(EPOCHS)
        await site.told(run_id, CheckpointSaved)

        await fill(site.client)
        with pytest.raises(UnavailableError):
            await site.request()
        token = await site.token()
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            headers = {"Authorization": f"Bearer {token}"}
            refused = await client.post(f"/api/runs/{run_id}/cancel", headers=headers)
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) > 0

        await site.broker.kill()
        settings = json.loads(site.broker.config.read_text())
        settings["jetstream"]["max_file_store"] = 100 * SMALL_STORE_BYTES
        site.broker.config.write_text(json.dumps(settings))
        await site.broker.start()

        await site.completed(run_id, attempts=1)
        assert await site.count(run_id, EpochCompleted) == EPOCHS
