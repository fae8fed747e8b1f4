"""What a stand-in says, as whole messages of the boundary between agent and child."""

from typing import Any

from schemas.telemetry import Phase
from tests.schemas.examples import MODEL, epoch_metrics, report
from worker.messages import CheckpointDone, Device, EpochDone, Finished, ProgressMade, Stopped

DEVICE = Device(
    device="cpu",
    name="stand-in",
    memory_bytes=1 << 30,
    torch="0",
    transformers="0",
    cuda=None,
    processor="stand-in",
    processors=1,
    tokenizers="0",
    numpy="0",
    driver=None,
    compute_capability=None,
)


def messages() -> dict[str, Any]:
    """By what they are for; the stand-in fills in the epoch."""
    said = {
        "device": DEVICE,
        "epoch": EpochDone(metrics=epoch_metrics()),
        "checkpoint": CheckpointDone(epoch=1, step=1, size_bytes=1),
        "progress": ProgressMade(phase=Phase.TRAINING, fraction=0.5, epochs=1),
        "stopped": Stopped(epochs_completed=0),
        "finished": Finished(report=report(), model=MODEL),
    }
    return {name: message.model_dump(mode="json") for name, message in said.items()}
