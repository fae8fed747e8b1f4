"""Heartbeats and their absence, on the real broker."""

from nats.aio.client import Client

from infra.presence import is_present, last_heartbeat
from schemas import subjects
from tests.infra.broker import until
from tests.schemas.examples import heartbeat


async def beat(client: Client, ttl_seconds: int) -> None:
    await client.jetstream().publish(
        subjects.presence("gpu-1"),
        heartbeat().model_dump_json().encode(),
        headers={"Nats-TTL": f"{ttl_seconds}s"},
    )


async def test_a_worker_is_present_while_its_heartbeat_lasts(client: Client):
    """Its absence needs no word of its own: the broker forgets."""
    assert await last_heartbeat(client, "gpu-1") is None
    await beat(client, ttl_seconds=1)
    assert await last_heartbeat(client, "gpu-1") == heartbeat()

    async def forgotten() -> bool:
        return await last_heartbeat(client, "gpu-1") is None

    await until(forgotten)

    await beat(client, ttl_seconds=60)
    assert await last_heartbeat(client, "gpu-1") == heartbeat()


async def test_a_heartbeat_that_cannot_be_read_tells_nothing_but_life(client: Client):
    assert not await is_present(client, "gpu-1")

    await client.jetstream().publish(subjects.presence("gpu-1"), b"garbage")

    assert await is_present(client, "gpu-1")
    assert await last_heartbeat(client, "gpu-1") is None
