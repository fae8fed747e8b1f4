from typing import Literal

import pytest

from worker.agent import child
from worker.messages import Device


def device(kind: Literal["cpu", "cuda", "mps"], devices: int = 1) -> Device:
    return Device(
        device=kind,
        name="it",
        memory_bytes=1,
        torch="2",
        transformers="5",
        cuda=None,
        processor="one",
        processors=2,
        tokenizers="0",
        numpy="2",
        driver=None,
        compute_capability=None,
        devices=devices,
    )


@pytest.mark.parametrize(
    ("found", "wanted", "devices"),
    [
        (device("cuda", 4), None, 4),
        (device("cuda", 4), 2, 2),
        (device("cuda", 4), 9, 4),
        (device("cpu"), None, 1),
        (device("cpu"), 2, 2),
        (device("mps"), 2, 1),
    ],
)
def test_as_many_devices_are_taken_as_are_wanted_and_there(
    found: Device, wanted: int | None, devices: int
):
    """All CUDA devices unless fewer are asked for; processors only as asked for."""
    assert child.enlist(found, wanted) == found.model_copy(update={"devices": devices})


def test_a_child_hears_no_secret():
    """Not the collector's either, whose headers may hold a token."""
    told = {
        "PATH": "/bin",
        "AFINA_WORKER_TOKEN": "afn_1",
        "NATS_URL": "nats://a:b@h",
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=2",
    }
    assert child.without_secrets(told) == {"PATH": "/bin"}
