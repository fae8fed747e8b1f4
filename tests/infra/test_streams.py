from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import StreamInfo
from nats.js.errors import APIError

from infra import streams
from infra.bus import EventLog, connected
from schemas import subjects
from tests.infra.broker import own_broker, until
from tests.schemas.examples import run_requested

FLOOD = 15_000
NAMES = [subjects.TRAINING, subjects.TELEMETRY, subjects.PRESENCE]


async def provision(client: Client, pool: str = subjects.DEFAULT_POOL) -> None:
    await streams.provision(client, pool=pool, ack_wait_seconds=30.0)


async def infos(client: Client) -> dict[str, StreamInfo]:
    return {name: await client.jetstream().stream_info(name) for name in NAMES}


async def test_provisioning_again_changes_nothing(client: Client, log: EventLog):
    """Every start of the control plane does it: neither messages nor leases may suffer."""
    await log.append(run_requested(), expected=0)
    pull = await log.jetstream.pull_subscribe_bind("gpu-default", stream=subjects.TRAINING)
    [job] = await pull.fetch(1)
    before = await infos(client)
    lease_before = await log.jetstream.consumer_info(subjects.TRAINING, "gpu-default")

    await provision(client)

    after = await infos(client)
    lease_after = await log.jetstream.consumer_info(subjects.TRAINING, "gpu-default")
    assert {name: info.config for name, info in after.items()} == {
        name: info.config for name, info in before.items()
    }
    assert {name: info.created for name, info in after.items()} == {
        name: info.created for name, info in before.items()
    }
    assert after[subjects.TRAINING].state.messages == 1
    assert lease_after.created == lease_before.created
    assert (lease_after.config, lease_after.num_ack_pending) == (lease_before.config, 1)
    await job.ack_sync()


async def test_a_stream_that_drifted_is_brought_back(client: Client):
    telemetry = streams.STREAMS[1]
    await client.jetstream().update_stream(replace(telemetry, max_age=86_400))

    await provision(client)

    found = await client.jetstream().stream_info(subjects.TELEMETRY)
    assert found.config.max_age == 14 * 86_400


async def test_the_log_is_never_shortened(client: Client, log: EventLog):
    """Not by an administrator's slip, and not by a worker's header."""
    await log.append(run_requested(), expected=0)

    for shortening in (
        log.jetstream.purge_stream(subjects.TRAINING),
        log.jetstream.delete_msg(subjects.TRAINING, 1),
        publish(client, headers={"Nats-Rollup": "all"}),
        publish(client, headers={"Nats-Rollup": "sub"}),
        publish(client, headers={"Nats-TTL": "1s"}),
    ):
        with pytest.raises(APIError):
            await shortening

    assert (await log.jetstream.stream_info(subjects.TRAINING)).state.messages == 1


async def publish(client: Client, data: bytes = b"", **options: Any) -> None:
    await client.jetstream().publish("training.run.x.requested.default", data, **options)


async def test_the_log_keeps_its_promises_in_its_configuration(client: Client):
    config = (await client.jetstream().stream_info(subjects.TRAINING)).config

    assert (config.max_age, config.max_msgs, config.max_bytes) == (0, -1, -1)
    assert (config.deny_delete, config.deny_purge) == (True, True)
    assert (config.storage, config.retention, config.discard) == ("file", "limits", "new")
    assert (config.allow_direct, config.allow_atomic) == (True, True)
    assert not config.allow_rollup_hdrs
    assert not config.allow_msg_ttl
    assert config.duplicate_window == 600


async def test_a_message_of_an_absurd_size_is_refused(client: Client):
    await publish(client, b"x" * 990_000)
    with pytest.raises(APIError, match="maximum"):
        await publish(client, b"x" * 1_010_000)


async def test_telemetry_is_bounded_and_gives_up_its_oldest(client: Client):
    """Whoever reports without end fills no disk, and nobody's report is refused for it."""
    jetstream = client.jetstream()
    assert (await jetstream.stream_info(subjects.TELEMETRY)).config.max_bytes == 512 << 20
    [shape] = [each for each in streams.STREAMS if each.name == subjects.TELEMETRY]
    await jetstream.update_stream(shape.evolve(max_bytes=100_000))

    acks = [await jetstream.publish("telemetry.run.x.gpu-1.logs", b"x" * 900) for _ in range(300)]

    state = (await jetstream.stream_info(subjects.TELEMETRY)).state
    assert acks[-1].seq == state.last_seq == 300
    assert state.bytes <= 100_000
    assert state.first_seq > 1


async def test_a_flood_waits_for_the_disk_within_bounds(tmp_path: Path):
    """What is written besides, and every reader, would wait for minutes behind all of it."""
    answers: list[bytes] = []

    async def on_answer(message: Msg) -> None:
        answers.append(message.data)

    async with own_broker(tmp_path) as broker, connected(broker.url, "flood") as client:
        await provision(client)
        await client.subscribe(inbox := client.new_inbox(), cb=on_answer)
        for _ in range(FLOOD):
            await client.publish("telemetry.run.x.gpu-1.logs", b"x", reply=inbox)
        await until(lambda: any(b'"code":429' in answer for answer in answers))


async def test_presence_keeps_only_the_last_word_of_each_worker(client: Client):
    jetstream = client.jetstream()
    for word in (b"1", b"2"):
        await jetstream.publish(subjects.presence("gpu-1"), word)
    await jetstream.publish(subjects.presence("gpu-2"), b"3")

    found = await jetstream.stream_info(subjects.PRESENCE)

    assert found.state.messages == 2
    assert found.config.subject_delete_marker_ttl == 86_400


async def test_a_pool_has_a_queue_of_its_own(client: Client, log: EventLog):
    await provision(client, pool="large")
    await log.append(run_requested(pool="large"), expected=0)

    large = await log.jetstream.consumer_info(subjects.TRAINING, "gpu-large")
    default = await log.jetstream.consumer_info(subjects.TRAINING, "gpu-default")

    assert (large.num_pending, default.num_pending) == (1, 0)
    assert large.config.ack_wait == 30
    assert large.config.max_deliver == -1
    assert not large.config.backoff
