"""What a worker tells besides the log: progress and log lines (kept 14 days), and its presence."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, FiniteFloat, TypeAdapter

from schemas.base import Message, Token


class Phase(StrEnum):
    """What a worker is doing with a run, in this order."""

    PREPARING = "preparing"
    """Downloading examples, loading the base model, cutting texts into tokens."""
    TRAINING = "training"
    EVALUATING = "evaluating"
    SAVING = "saving"


class ProgressReported(Message):
    """How far an attempt is. At most about one a second."""

    type: Literal["progress.v1"] = "progress.v1"
    run_id: UUID
    worker_id: Token
    attempt: int
    occurred_at: AwareDatetime
    phase: Phase
    fraction: Annotated[float, Field(ge=0, le=1)]
    """Of the whole run, never falling within an attempt."""
    epoch: int = 0
    """The one being worked on, from 1; 0 before the first."""
    epochs: int
    step: int = 0
    """Optimizer steps taken."""
    steps: int = 0
    """Optimizer steps of the whole run; 0 while unknown."""
    train_loss: FiniteFloat | None = None
    """Mean over the steps since the last report."""
    learning_rate: FiniteFloat | None = None
    examples_per_second: FiniteFloat | None = None
    seconds_left: FiniteFloat | None = None
    """If no epoch is spared; None while nothing is known of such runs on the device."""
    is_guess: bool = False
    """Whether it is by the speed of earlier runs: this one's own is known after 3 % or 30 s."""


class LogLevel(StrEnum):
    """How much a line matters."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogLine(Message):
    """One line of an attempt's log."""

    at: AwareDatetime
    level: LogLevel
    text: str


class LogsReported(Message):
    """A batch of log lines, oldest first."""

    type: Literal["logs.v1"] = "logs.v1"
    run_id: UUID
    worker_id: Token
    attempt: int
    lines: list[LogLine]


Telemetry = Annotated[ProgressReported | LogsReported, Field(discriminator="type")]
telemetry: TypeAdapter[Telemetry] = TypeAdapter(Telemetry)


class Heartbeat(Message):
    """A worker is alive; forgotten by the broker after ``PRESENCE_TTL_SECONDS``."""

    type: Literal["heartbeat.v1"] = "heartbeat.v1"
    worker_id: Token
    name: str
    pool: Token
    sent_at: AwareDatetime
    run_id: UUID | None
    """The run being trained now."""
    attempt: int | None
    device: str
    device_name: str
    device_memory_bytes: int
    memory_used_bytes: int | None
    """Of the device, or of the computer where it trains on its processor."""
    utilisation: Annotated[float, Field(ge=0, le=1)] | None
    temperature_celsius: float | None
    version: str
    paused: bool = False
    """Whether it takes nothing new, as an administrator wishes."""
    processor_utilisation: Annotated[float, Field(ge=0, le=1)] | None = None
    """Of the computer's processors, all together; here and below, None is not known."""
    disk_used_bytes: int | None = None
    """Where the worker keeps models and checkpoints."""
    disk_bytes: int | None = None


HEARTBEAT_SECONDS = 5.0
"""By default, here and below; the settings may say otherwise."""
PRESENCE_TTL_SECONDS = 15
