from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import REGISTRY

from tests.schemas.examples import run_started
from worker.agent import heartbeat, outbox
from worker.messages import Device

PROCESSOR = Device(
    device="cpu",
    name="a processor",
    memory_bytes=1000,
    torch="2",
    transformers="5",
    cuda=None,
    processor="a processor",
    processors=2,
    tokenizers="0",
    numpy="2",
    driver=None,
    compute_capability=None,
)


async def test_the_outbox_says_what_waits_and_since_when(tmp_path: Path):
    then = datetime(2026, 1, 1, tzinfo=UTC)
    async with outbox.opened(tmp_path / "outbox.sqlite3") as box:
        empty = await box.waiting()
        await box.put(run_started(occurred_at=then))
        await box.put(run_started())
        await box.measure("telemetry.run.x.gpu-1.logs", b"{}")
        waiting = await box.waiting()

    assert (empty.events, empty.telemetry, empty.oldest, empty.dropped) == (0, 0, None, {})
    assert (waiting.events, waiting.telemetry, waiting.oldest) == (2, 1, then)
    assert waiting.size_bytes >= empty.size_bytes > 0


def test_what_a_device_does_not_tell_is_shown_as_unknown():
    """Nought degrees would be a wonder."""
    heartbeat._show(PROCESSOR, heartbeat.read(PROCESSOR, 0.25))

    assert REGISTRY.get_sample_value("afina_device_memory_bytes") == 1000
    assert (REGISTRY.get_sample_value("afina_device_memory_used_bytes") or 0) > 0
    temperature = REGISTRY.get_sample_value("afina_device_temperature_celsius")
    assert temperature != temperature
