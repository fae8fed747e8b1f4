"""Checkpoints: whole or not there, and only used by the run that they belong to.

checkpoints/step-00000012-epoch-0004/   the newest two
    weights.safetensors
    state.pt                            optimizer, loss scale, generators
    manifest.json                       all else, and the SHA-256 of the other two
best/epoch-0003.safetensors             the weights to end with, hard-linked where that can be
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from safetensors.torch import load_model, save_model
from torch import nn

from schemas.base import Message, Sha256
from schemas.metrics import EpochMetrics
from worker.messages import Job
from worker.training import durable
from worker.training.failures import DiskFullError

FORMAT = 2
"""Raised when old checkpoints can no longer be read."""
KEPT = 2
WEIGHTS = "weights.safetensors"
STATE = "state.pt"
MANIFEST = "manifest.json"
FILES_PER_WEIGHTS = 8
"""Room for a run: two checkpoints of three times the weights, the best ones, the finished model."""


class Tally(Message):
    """Sums over the steps of the epoch being worked on."""

    loss: float = 0.0
    weight: float = 0.0
    hits: int = 0
    asked: int = 0
    examples: int = 0
    seconds: float = 0.0


class Manifest(Message):
    """All of a checkpoint that is not a tensor."""

    belongs_to: Sha256
    epoch: int
    taken: int
    step: int
    """Together the loop's position."""
    history: tuple[EpochMetrics, ...]
    tally: Tally
    token_budget: int
    seconds: float
    """Spent by the run so far, over all attempts."""
    digests: dict[str, Sha256] = {}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One that was found whole."""

    folder: Path
    manifest: Manifest

    def load(self, model: nn.Module) -> dict[str, Any]:
        """Put the weights into ``model``; the state that was saved with them."""
        load_model(model, self.folder / WEIGHTS)
        return torch.load(self.folder / STATE, map_location="cpu", weights_only=True)


def identify(job: Job, examples_sha256: str) -> str:
    """What a checkpoint belongs to: the examples and every choice that changes the result."""
    parts = [
        str(FORMAT),
        examples_sha256,
        job.task.value,
        job.base_model,
        job.hyperparameters.model_dump_json(),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()


def require_room(folder: Path, model: nn.Module) -> None:
    """Refuse a run whose files cannot fit, before it has cost anything.

    Raises:
        DiskFullError: too little is free.
    """
    weights = sum(parameter.nbytes for parameter in model.parameters())
    here = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    needed = weights * FILES_PER_WEIGHTS - here
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFullError(
            f"{folder} has {free:,} bytes free; training this model takes {needed:,}: "
            "make room or choose a smaller base model"
        )


class Shelf:
    """The checkpoints of one run, in its ``work_dir``."""

    def __init__(self, work_dir: Path, belongs_to: str) -> None:
        self._checkpoints = work_dir / "checkpoints"
        self._best = work_dir / "best"
        self.belongs_to = belongs_to
        self._checkpoints.mkdir(parents=True, exist_ok=True)
        self._best.mkdir(exist_ok=True)

    def save(self, manifest: Manifest, model: nn.Module, state: dict[str, Any]) -> int:
        """Keep a checkpoint; its size in bytes. On return it survives a power cut."""
        self._forget_old(keep=KEPT - 1)
        folder = self._checkpoints / f"step-{manifest.step:08d}-epoch-{manifest.epoch:04d}"
        partial = durable.fresh(folder.with_suffix(".partial"))
        save_model(model, str(partial / WEIGHTS))
        torch.save(state, partial / STATE)
        self._keep_best(manifest, partial / WEIGHTS)
        digests = {name: durable.digest(partial / name) for name in (WEIGHTS, STATE)}
        whole = manifest.model_copy(update={"digests": digests})
        (partial / MANIFEST).write_text(whole.model_dump_json())
        durable.replace(partial, folder)
        self._forget_old(keep=KEPT)
        return durable.size(folder)

    def latest(self, log: Callable[[str], None]) -> Checkpoint | None:
        """The newest checkpoint that is whole and belongs to this run; what is newer is removed."""
        for folder in reversed(self._folders()):
            manifest = _read(folder)
            if manifest is not None and manifest.belongs_to == self.belongs_to:
                return Checkpoint(folder, manifest)
            reason = "is damaged" if manifest is None else "belongs to a run with other settings"
            log(f"The checkpoint {folder.name} {reason}: it is not used")
            shutil.rmtree(folder)
        return None

    def restore_best(self, history: Sequence[EpochMetrics], model: nn.Module) -> EpochMetrics:
        """Put the best epoch's weights into ``model``; that epoch."""
        epoch = best_of(history)
        load_model(model, self._best_weights(epoch.epoch))
        return epoch

    def _keep_best(self, manifest: Manifest, weights: Path) -> None:
        """Before the checkpoint counts, so that whoever resumes from it finds its best weights."""
        if manifest.taken or not manifest.history or not manifest.history[-1].is_best:
            return
        durable.link(weights, self._best_weights(manifest.history[-1].epoch))

    def _best_weights(self, epoch: int) -> Path:
        return self._best / f"epoch-{epoch:04d}.safetensors"

    def _folders(self) -> list[Path]:
        """Oldest first; leftovers of a write that was cut short are not among them."""
        return sorted(path for path in self._checkpoints.iterdir() if not path.suffix)

    def _forget_old(self, *, keep: int) -> None:
        folders = self._folders()
        for folder in folders[:-keep]:
            shutil.rmtree(folder)
        manifests = [_parse(folder / MANIFEST) for folder in folders[-keep:]]
        needed = {best_of(kept.history).epoch for kept in manifests if kept and kept.history}
        for path in self._best.iterdir():
            if path not in {self._best_weights(epoch) for epoch in needed}:
                path.unlink()


def best_of(history: Sequence[EpochMetrics]) -> EpochMetrics:
    """The epoch whose weights the run is to end with.

    Raises:
        ValueError: no epoch was examined.
    """
    for metrics in reversed(history):
        if metrics.is_best:
            return metrics
    raise ValueError("no epoch was examined, so none is the best")


def _read(folder: Path) -> Manifest | None:
    """The manifest of a checkpoint whose files are as they were written."""
    manifest = _parse(folder / MANIFEST)
    if manifest is None:
        return None
    try:
        whole = all(
            durable.digest(folder / name) == expected for name, expected in manifest.digests.items()
        )
    except OSError:
        return None
    return manifest if whole else None


def _parse(path: Path) -> Manifest | None:
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
