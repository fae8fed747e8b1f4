"""The boundary between the agent and its training child: JSON lines, one message each.

The agent writes a ``Job`` file and starts ``python -m worker.training --data-dir DIR JOB.json``.
The child writes ``ChildMessage`` lines to standard output and everything else to standard error.
The agent writes ``STOP`` to the child's standard input to have a checkpoint and an orderly end, or
``KEEP`` to have besides, of what was learned so far, the model that a whole run would leave;
closing that input ends the child at once, so that no child outlives its agent.
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, FiniteFloat, TypeAdapter

from schemas.base import Message, Sha256
from schemas.events.run import FailureCode, ModelFiles
from schemas.exports import ExportFormat
from schemas.forecast import Forecast
from schemas.hyperparameters import Hyperparameters
from schemas.metrics import EpochMetrics, Report
from schemas.tasks import Task
from schemas.telemetry import LogLevel, Phase

STOP = b"stop\n"
KEEP = b"keep\n"


class Job(Message):
    """All that the child needs; it never speaks to the network but for a hub's base model."""

    run_id: UUID
    task: Task
    base_model: str
    hyperparameters: Hyperparameters
    examples: Path
    """The canonical Parquet: ``text``, ``label``, ``group`` (nullable), ``row``."""
    work_dir: Path
    """Checkpoints; a child that finds a good one here resumes from it."""
    model_dir: Path
    """Where the finished model goes, in Hugging Face layout."""
    cache_dir: Path
    """Shared by all jobs of the worker: converted base models, tokenised texts."""
    devices: Annotated[int, Field(ge=1)] = 1
    """To train on at once, each in a process of its own."""
    token_budget: int | None = None
    """Of a micro-batch when the run begins; None leaves it to memory. To repeat a run to the last
    bit takes the same one."""
    exports: tuple[ExportFormat, ...] = ()
    """Written beside the finished model."""
    dataset_sha256: Sha256 | None = None
    """Of the original file, for the model's card."""
    language: Literal["pt-BR", "en"] = "pt-BR"
    """Of the card that is read first; the other language stands beside it."""


class ProgressMade(Message):
    """How far the child is; at most about one a second."""

    type: Literal["progress"] = "progress"
    phase: Phase
    fraction: Annotated[float, Field(ge=0, le=1)]
    epoch: int = 0
    epochs: int
    step: int = 0
    steps: int = 0
    train_loss: FiniteFloat | None = None
    learning_rate: FiniteFloat | None = None
    examples_per_second: FiniteFloat | None = None
    seconds_left: FiniteFloat | None = None
    is_guess: bool = False


class Logged(Message):
    """A line for the run's log."""

    type: Literal["logged"] = "logged"
    level: LogLevel
    text: str


class EpochDone(Message):
    """An epoch was examined. Told again for every past epoch when a child resumes."""

    type: Literal["epoch"] = "epoch"
    metrics: EpochMetrics


class CheckpointDone(Message):
    """A checkpoint is safely on disk."""

    type: Literal["checkpoint"] = "checkpoint"
    epoch: int
    step: int
    size_bytes: int


class MemoryCut(Message):
    """The device ran out of memory and the child goes on with smaller micro-batches."""

    type: Literal["memory"] = "memory"
    step: int
    token_budget: int
    max_length: int | None = None
    """Tokens that a text may hold from now on, if that had to be reduced."""


class Measured(Message):
    """The first steps were timed; once an attempt, before its first epoch is over."""

    type: Literal["measured"] = "measured"
    forecast: Forecast


class Finished(Message):
    """The model is saved and examined."""

    type: Literal["finished"] = "finished"
    report: Report
    model: ModelFiles


class Stopped(Message):
    """The child heard ``STOP`` or ``KEEP`` and left a checkpoint."""

    type: Literal["stopped"] = "stopped"
    epochs_completed: int
    model: ModelFiles | None = None
    """Of the best epoch, if it was to be kept and there is one."""


class Failed(Message):
    """The child cannot go on."""

    type: Literal["failed"] = "failed"
    code: FailureCode
    params: dict[str, str | int | FiniteFloat] = {}
    detail: str = ""
    retryable: bool
    """Whether another attempt could end otherwise."""


ChildMessage = Annotated[
    ProgressMade
    | Logged
    | EpochDone
    | CheckpointDone
    | MemoryCut
    | Measured
    | Finished
    | Stopped
    | Failed,
    Field(discriminator="type"),
]
child_messages: TypeAdapter[ChildMessage] = TypeAdapter(ChildMessage)


def crashed(status: int, who: str = "the training process") -> Failed:
    """What a process that ended without a word has said, by its exit status."""
    how = f"signal {-status}" if status < 0 else f"exit status {status}"
    return Failed(
        code=FailureCode.CRASHED,
        params={"status": status},
        detail=f"{who} ended with {how}",
        retryable=True,
    )


def forbidden(base_model: str, allowed: Sequence[str]) -> Failed:
    """What an attempt has said whose base model this worker does not load, whoever asks."""
    detail = f"AFINA_BASE_MODELS of this worker allows {', '.join(allowed)}, and not {base_model}"
    return Failed(code=FailureCode.BASE_MODEL_UNAVAILABLE, detail=detail, retryable=False)


def unwritable(error: OSError) -> Failed:
    """What an attempt has said that could not even be begun on this worker's disk."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    code = FailureCode.DISK_FULL if full else FailureCode.CRASHED
    return Failed(code=code, detail=str(error), retryable=True)


class Device(Message):
    """What ``python -m worker.training.device`` found; printed as one JSON line."""

    device: Literal["cpu", "cuda", "mps"]
    name: str
    memory_bytes: int
    torch: str
    transformers: str
    cuda: str | None
    processor: str
    processors: int
    """That training may use."""
    tokenizers: str
    numpy: str
    driver: str | None
    compute_capability: str | None
    devices: int = 1
    """How many of this kind there are to train on at once."""
