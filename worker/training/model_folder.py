"""The finished model on disk: whole or not there."""

from collections.abc import Callable
from pathlib import Path

from schemas.events.run import ModelFiles
from worker.training import durable

WEIGHTS = "model.safetensors"


def write(folder: Path, save: Callable[[Path], None]) -> ModelFiles:
    """What ``save`` writes, put at ``folder`` in one move; its size and the hash of its weights."""
    partial = durable.fresh(folder.with_name(f".{folder.name}.partial"))
    save(partial)
    weights = durable.digest(partial / WEIGHTS)
    durable.replace(partial, folder)
    return ModelFiles(path=str(folder), size_bytes=durable.size(folder), weights_sha256=weights)
