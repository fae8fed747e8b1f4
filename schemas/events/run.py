"""What can happen to a training run."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, FiniteFloat, TypeAdapter

from schemas.base import Event, Message, NonBlank, Sha256, Token
from schemas.exports import Export, ExportFormat
from schemas.forecast import Forecast
from schemas.hyperparameters import Hyperparameters, Preset
from schemas.metrics import EpochMetrics, Report
from schemas.tasks import Task


class RunEventBase(Event):
    """What every event of a run says."""

    run_id: UUID


class AttemptEvent(RunEventBase):
    """What every event of a worker's attempt says."""

    worker_id: Token
    attempt: int
    """From 1, one per RunStarted."""


class RunRequested(RunEventBase):
    """A run was accepted. This message is the job, and all that is needed to repeat it."""

    type: Literal["run.requested.v1"] = "run.requested.v1"
    owner_id: NonBlank
    name: NonBlank
    dataset_id: UUID
    dataset_version: int = 1
    dataset_sha256: Sha256
    """Of the original file."""
    examples_sha256: Sha256
    examples_size_bytes: int
    task: Task
    base_model: NonBlank
    """A packaged model's name, a hub name, or a folder on the worker."""
    preset: Preset | None
    """What the user chose, for display; the hyperparameters already hold its effect."""
    hyperparameters: Hyperparameters
    pool: Token
    max_retries: int
    """Attempts that may fail before the run does."""
    reproduces: UUID | None = None
    """The run that this one repeats."""
    retries: UUID | None = None
    """The failed run that this one tries again."""
    continues: UUID | None = None
    """The failed run from whose checkpoint a worker that kept it goes on; another begins anew."""
    lightened: int = 0
    """How many times the settings were made lighter since somebody chose them."""
    token_budget: int | None = None
    """Tokens of a micro-batch when it begins, as the repeated run's; None leaves it to memory."""
    exports: list[ExportFormat] = []
    """What the finished model is written as besides; it changes nothing of the model."""


class Environment(Message):
    """Where an attempt ran, enough to explain a difference between two results."""

    code_version: str
    python: str
    torch: str
    transformers: str
    cuda: str | None
    device: str
    """``cpu``, ``cuda`` or ``mps``."""
    device_name: str
    device_memory_bytes: int
    """Of one device."""
    devices: int = 1
    """That trained side by side."""
    hostname: str
    processor: str | None = None
    """None, here and below, in events of older versions."""
    processors: int | None = None
    """That the worker may use."""
    tokenizers: str | None = None
    numpy: str | None = None
    driver: str | None = None
    """Of an NVIDIA device; None elsewhere."""
    compute_capability: str | None = None
    """Of a CUDA device, ``9.0`` say; None elsewhere."""


class RunStarted(AttemptEvent):
    """A worker holds the run. The sequence of this event is the attempt's fencing token."""

    type: Literal["run.started.v1"] = "run.started.v1"
    environment: Environment


class EpochCompleted(AttemptEvent):
    """One pass over the training rows was finished and examined."""

    type: Literal["run.epoch_completed.v1"] = "run.epoch_completed.v1"
    metrics: EpochMetrics


class CheckpointSaved(AttemptEvent):
    """Training can resume from here if it is interrupted."""

    type: Literal["run.checkpoint_saved.v1"] = "run.checkpoint_saved.v1"
    epoch: int
    """Epochs completed by the checkpoint."""
    step: int
    size_bytes: int


class MemoryReduced(AttemptEvent):
    """The device ran out of memory; the same step goes on in smaller pieces."""

    type: Literal["run.memory_reduced.v1"] = "run.memory_reduced.v1"
    step: int
    token_budget: int
    """Tokens of one micro-batch from now on, padding included."""
    max_length: int | None = None
    """Tokens of a text from now on, where not even a single one fitted; longer ones are cut."""


class TrainingMeasured(AttemptEvent):
    """The attempt's first steps were timed, so its length is known before the first epoch ends."""

    type: Literal["run.measured.v1"] = "run.measured.v1"
    forecast: Forecast


class ModelFiles(Message):
    """Where a trained model lies on its worker."""

    path: NonBlank
    size_bytes: int
    weights_sha256: Sha256
    exports: list[Export] = []
    """Every format that was asked for, in that order; those that failed too."""


class RunCompleted(AttemptEvent):
    """Training ended well; the model lies on the worker."""

    type: Literal["run.completed.v1"] = "run.completed.v1"
    report: Report
    model: ModelFiles


class FailureCode(StrEnum):
    """Why an attempt failed; each has a sentence in every language."""

    OUT_OF_MEMORY = "out_of_memory"
    EXAMPLES_UNAVAILABLE = "examples_unavailable"
    EXAMPLES_UNUSABLE = "examples_unusable"
    BASE_MODEL_UNAVAILABLE = "base_model_unavailable"
    BASE_MODEL_UNUSABLE = "base_model_unusable"
    DIVERGED = "diverged"
    DISK_FULL = "disk_full"
    CRASHED = "crashed"
    ATTEMPTS_EXHAUSTED = "attempts_exhausted"
    TIME_LIMIT = "time_limit"
    """It was trained for longer than any run may be."""
    STALLED = "stalled"
    """The last attempt stood still, as others may have."""


LIGHTER_MAY_HELP = frozenset(
    {
        FailureCode.OUT_OF_MEMORY,
        FailureCode.CRASHED,
        FailureCode.ATTEMPTS_EXHAUSTED,
        FailureCode.TIME_LIMIT,
        FailureCode.STALLED,
    }
)
"""What may come of too little memory or time."""


class JobFailed(AttemptEvent):
    """An attempt failed. When ``final``, so did the run; else it is queued again."""

    type: Literal["run.job_failed.v1"] = "run.job_failed.v1"
    code: FailureCode
    params: dict[str, str | int | FiniteFloat] = {}
    detail: str = ""
    """The technical error, shown collapsed."""
    final: bool


class RunCancelled(AttemptEvent):
    """The worker stopped because the owner asked."""

    type: Literal["run.cancelled.v1"] = "run.cancelled.v1"
    epochs_completed: int
    model: ModelFiles | None = None
    """Of the best epoch so far, where the owner asked to keep it and there was one."""


class RunInterrupted(AttemptEvent):
    """The worker had to stop, kept a checkpoint and gave the job back; no attempt is used up."""

    type: Literal["run.interrupted.v1"] = "run.interrupted.v1"


class CancelRequested(RunEventBase):
    """The owner wants the run to stop; a queued run ends with this very event."""

    type: Literal["run.cancel_requested.v1"] = "run.cancel_requested.v1"
    keep_model: bool = False
    """Whether the worker is to leave the best epoch's model, if any epoch is finished."""


class StallReason(StrEnum):
    """What the watchdog noticed."""

    WORKER_LOST = "worker_lost"
    """A live worker goes on: it was only cut off."""
    NO_PROGRESS = "no_progress"
    """A live worker stops the attempt, as for all that follow: it stands still."""
    STUCK_EPOCH = "stuck_epoch"


class RunStalled(RunEventBase):
    """The watchdog gave up on the attempt; the job waits for a worker again."""

    type: Literal["run.stalled.v1"] = "run.stalled.v1"
    worker_id: Token
    attempt: int
    reason: StallReason


class RunAbandoned(RunEventBase):
    """Nobody will work on the run any more."""

    type: Literal["run.abandoned.v1"] = "run.abandoned.v1"
    code: FailureCode


class AlertRaised(RunEventBase):
    """Something about the run deserves a person's attention."""

    type: Literal["run.alert_raised.v1"] = "run.alert_raised.v1"
    code: NonBlank
    """Of ``schemas.alerts``, as far as this version knows."""
    params: dict[str, str | int | FiniteFloat] = {}


class AlertClosed(RunEventBase):
    """What an alert told of is over. The end of a run closes its alerts without being told."""

    type: Literal["run.alert_closed.v1"] = "run.alert_closed.v1"
    code: NonBlank


class RunRenamed(RunEventBase):
    """The run is called otherwise from now on, whether it has ended or not."""

    type: Literal["run.renamed.v1"] = "run.renamed.v1"
    name: NonBlank


RunEvent = Annotated[
    RunRequested
    | RunStarted
    | EpochCompleted
    | CheckpointSaved
    | MemoryReduced
    | TrainingMeasured
    | RunCompleted
    | JobFailed
    | RunCancelled
    | RunInterrupted
    | CancelRequested
    | RunStalled
    | RunAbandoned
    | AlertRaised
    | AlertClosed
    | RunRenamed,
    Field(discriminator="type"),
]
run_events: TypeAdapter[RunEvent] = TypeAdapter(RunEvent)
