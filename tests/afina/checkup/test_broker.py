import json
from dataclasses import replace
from pathlib import Path

import pytest
from nats.aio.client import Client

from afina.checkup import broker
from afina.checkup.broker import Broker
from afina.checkup.finding import Code, Finding
from afina.embedded import port
from infra import clock, streams
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects
from tests.schemas.examples import run_requested

NOWHERE = Path("/nowhere")


async def look(url: str, config: Path = NOWHERE) -> tuple[Broker, dict[Code, list[Finding]]]:
    asked = Broker(Settings(nats_url=url), config)
    found: dict[Code, list[Finding]] = {}
    async for finding in asked.look():
        found.setdefault(finding.code, []).append(finding)
    return asked, found


async def test_a_broker_as_we_provision_it_is_sound(client: Client, log: EventLog, nats_url: str):
    await log.append(run_requested(), expected=0)

    asked, found = await look(nats_url)

    assert len(found[Code.STREAM_SOUND]) == len(streams.STREAMS)
    assert [one.params["waiting"] for one in found[Code.CONSUMER_SOUND]] == [1, 0]
    assert found[Code.BROKER_ANSWERS][0].params["version"] == "2.15.1"
    assert asked.ends == {"training": 1, "telemetry": 0}
    assert asked.time is not None
    assert abs((asked.time[0] - clock.now()).total_seconds()) < 60
    assert not any(finding.state != "ok" for of_code in found.values() for finding in of_code)


async def test_drift_names_the_settings(client: Client, nats_url: str):
    jetstream = client.jetstream()
    await jetstream.update_stream(replace(streams.STREAMS[1], max_age=3600))
    queue = streams.jobs_consumer(subjects.DEFAULT_POOL, 99)
    await jetstream.add_consumer(subjects.TRAINING, queue)

    _, found = await look(nats_url)

    assert found[Code.STREAM_DRIFTED][0].params == {"stream": "TELEMETRY", "settings": "max_age"}
    assert found[Code.CONSUMER_DRIFTED][0].params["settings"] == "ack_wait"


async def test_a_log_that_forgets_would_be_noticed(client: Client, nats_url: str):
    await client.jetstream().update_stream(replace(streams.STREAMS[0], max_age=86_400))
    _, found = await look(nats_url)
    assert found[Code.STREAM_DRIFTED][0].params == {"stream": "TRAINING", "settings": "max_age"}


async def test_what_is_not_there_is_missing(client: Client, nats_url: str):
    await client.jetstream().delete_consumer(subjects.TRAINING, "gpu-default")
    await client.jetstream().delete_stream(subjects.PRESENCE)

    _, found = await look(nats_url)

    assert found[Code.STREAM_MISSING][0].params == {"stream": "PRESENCE"}
    assert {one.params["consumer"] for one in found[Code.CONSUMER_MISSING]} == {
        "gpu-default",
        "watchdog",
    }


async def test_an_old_broker_is_a_problem(
    client: Client, nats_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(broker, "OLDEST", (99, 0, 0))
    _, found = await look(nats_url)
    assert found[Code.BROKER_OLD][0].params["oldest"] == "99.0.0"


async def test_a_broker_that_is_away_is_all_there_is_to_tell():
    _, found = await look(f"nats://afina:geheim@127.0.0.1:{port.free()}")
    [away] = found[Code.BROKER_AWAY]
    assert list(found) == [Code.BROKER_AWAY]
    assert "geheim" not in str(away.params)


@pytest.mark.parametrize(
    ("sync", "code"), [("always", Code.BROKER_SYNCS), ("2m", Code.BROKER_LAZY)]
)
async def test_an_embedded_brokers_file_tells_how_it_writes(
    client: Client, nats_url: str, tmp_path: Path, sync: str, code: Code
):
    store = tmp_path / "store"
    store.mkdir()
    (store / "block").write_bytes(b"x" * 90)
    jetstream = {"store_dir": str(store), "sync_interval": sync, "max_file_store": 100}
    (tmp_path / "server.conf").write_text(json.dumps({"jetstream": jetstream}))

    _, found = await look(nats_url, tmp_path / "server.conf")

    assert code in found
    assert found[Code.BROKER_STORAGE_LOW][0].params == {"percent": 90}
