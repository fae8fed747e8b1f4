"""Checkpoints: whole or not there, and only used by the run that they belong to.

checkpoints/step-00000012-epoch-0004/   the newest two
    weights.safetensors
    state.pt                            optimizer, loss scale, generators
    manifest.json                       all else, and the SHA-256 of all weights and the state
    manifest.sha256
best/epoch-0003.safetensors             the best epochs' weights, hard-linked where that can be
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
from schemas.hyperparameters import WITHOUT_EFFECT
from schemas.metrics import EpochMetrics
from worker.messages import Job
from worker.training import durable
from worker.training.failures import CheckpointDamagedError, DiskFullError

FORMAT = 4
"""Raised when old checkpoints can no longer be read."""
KEPT = 2
WEIGHTS = "weights.safetensors"
STATE = "state.pt"
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
FILES_PER_WEIGHTS = 6
"""Room for a run: two checkpoints of three times the weights."""


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
    max_lengths: tuple[int, ...] = ()
    """What rows were cut at, one after the other, where memory allowed fewer tokens than asked."""
    seconds: float
    """Spent by the run so far, over all attempts."""
    format: int = 0
    """Manifests of the first formats did not say theirs."""
    digests: dict[str, Sha256] = {}
    best: dict[int, Sha256] = {}
    """The weights of each of the best epochs."""


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
        job.hyperparameters.model_dump_json(exclude=set(WITHOUT_EFFECT)),
    ]
    return sha256("\n".join(parts).encode()).hexdigest()


def weights_bytes(model: nn.Module) -> int:
    """What the weights of ``model`` take."""
    return sum(parameter.nbytes for parameter in model.parameters())


def require_room(folder: Path, model: nn.Module, keep_best: int, finished_bytes: int) -> None:
    """Refuse a run whose files cannot fit, before it has cost anything.

    ``finished_bytes``: of the finished model, which may have more rows than the one trained.

    Raises:
        DiskFullError: too little is free.
    """
    weights = weights_bytes(model)
    here = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    needed = weights * (FILES_PER_WEIGHTS + keep_best) + finished_bytes - here
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFullError(
            f"{folder} has {free:,} bytes free; training this model takes {needed:,} for two "
            f"checkpoints, the weights of the best epochs ({keep_best}) and the finished model: "
            "make room, keep fewer epochs or choose a smaller base model"
        )


class Shelf:
    """The checkpoints of one run, in its ``work_dir``."""

    def __init__(self, work_dir: Path, belongs_to: str, keep_best: int = 1) -> None:
        self._checkpoints = work_dir / "checkpoints"
        self._best = work_dir / "best"
        self._keep_best = keep_best
        self._digests: dict[int, Sha256] = {}
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
        digests = {name: durable.digest(partial / name) for name in (WEIGHTS, STATE)}
        best = self._link_best(manifest, partial / WEIGHTS, digests[WEIGHTS])
        told = {"digests": digests, "best": best, "format": FORMAT}
        seal(partial, manifest.model_copy(update=told))
        durable.replace(partial, folder)
        self._forget_old(keep=KEPT)
        return durable.size(folder)

    def latest(self, log: Callable[[str], None]) -> Checkpoint | None:
        """The newest checkpoint that is whole and belongs to this run; what is newer is removed.

        So is what a write left behind that was cut short.
        """
        for leftover in self._checkpoints.glob("*.partial"):
            shutil.rmtree(leftover)
        for folder in reversed(self._folders()):
            manifest = _read(folder)
            fault = "is damaged" if manifest is None else self._fault(folder, manifest)
            if manifest is not None and fault is None:
                self._digests = dict(manifest.best)
                return Checkpoint(folder, manifest)
            log(f"The checkpoint {folder.name} {fault}: it is not used")
            shutil.rmtree(folder)
        return None

    def restore_best(self, history: Sequence[EpochMetrics], model: nn.Module) -> EpochMetrics:
        """Put the best epoch's weights into ``model``; that epoch.

        Raises:
            CheckpointDamagedError: they are not what was saved.
        """
        epoch = best_of(history)
        path = self._best_weights(epoch.epoch)
        if not _is_whole(path, self._digests[epoch.epoch]):
            raise CheckpointDamagedError(f"{path} is damaged; an older checkpoint is to go on from")
        load_model(model, path)
        return epoch

    def _fault(self, folder: Path, manifest: Manifest) -> str | None:
        """Why a checkpoint cannot be used."""
        if manifest.format != FORMAT:
            return "is of another version of the program"
        if manifest.belongs_to != self.belongs_to:
            return "belongs to a run with other settings"
        files = {folder / name: digest for name, digest in manifest.digests.items()}
        best = {self._best_weights(epoch): digest for epoch, digest in manifest.best.items()}
        whole = all(_is_whole(path, digest) for path, digest in (files | best).items())
        return None if whole else "is damaged"

    def _link_best(self, manifest: Manifest, weights: Path, digest: Sha256) -> dict[int, Sha256]:
        """The weights to be kept, a new epoch's before its checkpoint counts.

        So whoever resumes from the checkpoint finds all of them.
        """
        epochs = [metrics.epoch for metrics in best_epochs(manifest.history, self._keep_best)]
        if epochs and manifest.taken == 0 and manifest.history[-1].epoch in epochs:
            newest = manifest.history[-1].epoch
            durable.link(weights, self._best_weights(newest))
            self._digests[newest] = digest
        self._digests = {epoch: self._digests[epoch] for epoch in epochs if epoch in self._digests}
        return self._digests

    def _best_weights(self, epoch: int) -> Path:
        return self._best / f"epoch-{epoch:04d}.safetensors"

    def _folders(self) -> list[Path]:
        """Oldest first; leftovers of a write that was cut short are not among them."""
        return sorted(path for path in self._checkpoints.iterdir() if not path.suffix)

    def _forget_old(self, *, keep: int) -> None:
        folders = self._folders()
        for folder in folders[:-keep]:
            shutil.rmtree(folder)
        manifests = [_read(folder) for folder in folders[-keep:]]
        needed = {epoch for kept in manifests if kept for epoch in kept.best}
        for path in self._best.iterdir():
            if path not in {self._best_weights(epoch) for epoch in needed}:
                path.unlink()


def best_epochs(history: Sequence[EpochMetrics], count: int) -> list[EpochMetrics]:
    """The epochs with the best scores, of equal ones the earlier: the first is ``best_of``'s."""
    return sorted(history, key=lambda metrics: (-metrics.score, metrics.epoch))[:count]


def best_of(history: Sequence[EpochMetrics]) -> EpochMetrics:
    """The epoch whose weights the run is to end with.

    Raises:
        ValueError: no epoch was examined.
    """
    for metrics in reversed(history):
        if metrics.is_best:
            return metrics
    raise ValueError("no epoch was examined, so none is the best")


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, so that a single wrong bit of it is noticed."""
    content = manifest.model_dump_json().encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / SEAL).write_text(sha256(content).hexdigest())


def _is_whole(path: Path, digest: Sha256) -> bool:
    """Whether a file is as it was written."""
    try:
        return durable.digest(path) == digest
    except OSError:
        return False


def _read(folder: Path) -> Manifest | None:
    """The manifest, if it is as it was written; older formats had no seal."""
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = Manifest.model_validate_json(content)
        sealed = manifest.format == 0 or (folder / SEAL).read_text() == sha256(content).hexdigest()
    except (OSError, ValidationError):
        return None
    return manifest if sealed else None
