"""Runs as the API shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.problems import Param
from api.sentences import Language, sentence
from api.views import samples
from api.views.alerts import Alert, alert_of
from api.views.base import Row, View, like
from api.views.people import Name
from schemas.base import Message, Numeric
from schemas.events.run import LIGHTER_MAY_HELP, Environment, FailureCode, ModelFiles, RunEvent
from schemas.events.worker import WorkerEvent
from schemas.exports import ExportFormat
from schemas.forecast import Forecast
from schemas.hyperparameters import Hyperparameters, Preset, lighter
from schemas.lifecycle import RunStatus
from schemas.metrics import EpochMetrics, Report
from schemas.tasks import Task
from schemas.telemetry import LogLevel, Phase

DEFAULT_BASE_MODEL = "e5-small-en-pt"

TRAINING_SHARE = 0.9
"""Less than the share of a run that its epochs take, by the worker's own weights."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When a run that waits is to begin."""

    position: int
    starts_in_seconds: float | None


class NewRun(BaseModel):
    """What to train on, and how."""

    model_config = like(samples.NEW_RUN) | ConfigDict(extra="forbid")

    dataset_id: UUID
    dataset_version: Annotated[int, Field(ge=1), Numeric] | None = None
    """By default the newest."""
    task: Task | None = None
    """By default the dataset's."""
    base_model: Annotated[str, Field(min_length=1, max_length=300)] = DEFAULT_BASE_MODEL
    """A packaged model's name, a hub name, or a folder on the worker."""
    preset: Preset = Preset.BALANCED
    hyperparameters: Hyperparameters | None = None
    """Only the fields that are set override the preset's."""
    name: Name | None = None
    """By default the dataset's."""
    exports: list[ExportFormat] = []
    """What the finished model is written as besides, on its worker."""


class RunChange(BaseModel):
    """What is changed of a run."""

    model_config = like(samples.RUN_CHANGE) | ConfigDict(extra="forbid")

    name: Name


class Cancellation(BaseModel):
    """How a run is to be stopped."""

    model_config = like(samples.CANCELLATION) | ConfigDict(extra="forbid")

    keep_model: bool = False
    """Whether the worker is to leave the model of the best epoch so far. A run that waits, or that
    has not finished an epoch, has none."""


class Retrial(BaseModel):
    """How a failed run is to be tried again."""

    model_config = like(samples.RETRIAL) | ConfigDict(extra="forbid")

    lighter: bool = False
    """With the settings that the run shows as ``lighter``, from the beginning. Else with its own,
    and a worker that kept a checkpoint of it goes on from there."""


class Progress(View):
    """How far the present attempt is."""

    model_config = like(samples.PROGRESS)

    phase: Phase
    fraction: float
    """Of the whole run, from 0 to 1. Never falls."""
    epoch: int
    """The one being worked on, from 1; 0 before the first."""
    epochs: int
    step: int
    """Optimizer steps taken."""
    steps: int
    """Optimizer steps of the whole run; 0 while unknown."""
    train_loss: float | None
    learning_rate: float | None
    examples_per_second: float | None
    seconds_left: float | None
    """None until it can be told. Stopping early makes it shorter."""
    is_guess: bool = False
    """Whether it is by the speed of earlier runs: this one's own is not known yet."""
    updated_at: datetime

    def at_least(self, fraction: float) -> "Progress":
        """The same, but not behind ``fraction``: a resumed attempt begins before where it ended."""
        return self if fraction <= self.fraction else self.model_copy(update={"fraction": fraction})


class RunSummary(View):
    """A run in a list."""

    model_config = like(samples.RUN_SUMMARY)

    id: UUID
    name: str
    status: RunStatus
    task: Task
    base_model: str
    preset: Preset | None
    """What was chosen; the hyperparameters already hold its effect."""
    dataset_id: UUID
    dataset_version: int
    dataset_name: str
    owner_id: str
    owner_name: str | None
    """Null where that is you."""
    created_at: datetime
    started_at: datetime | None
    """When the first attempt began."""
    finished_at: datetime | None
    attempt: int
    """The latest one, from 1; 0 before the first."""
    worker_id: str | None
    """The latest attempt's."""
    cancel_requested: bool
    progress: Progress | None
    """While the run is being trained and its worker has reported."""
    best_accuracy: float | None
    """On the held-out rows, of the best epoch so far."""
    best_macro_f1: float | None
    best_score: float | None
    """By which the best epoch was chosen: macro F1; of entities and of answers, F1."""
    last_sequence: int
    """Of the newest event of the run that this answer knows."""


class Failure(View):
    """Why a run failed."""

    code: FailureCode
    params: dict[str, Param]
    sentence: str
    """What happened and what to do, in the language asked for."""
    detail: str
    """The technical error."""


class RunDetails(RunSummary):
    """All that is known of a run; enough to repeat it."""

    model_config = like(samples.RUN_DETAILS)

    hyperparameters: Hyperparameters
    dataset_sha256: str
    """Of the original file."""
    examples_sha256: str
    """Of the examples that the worker learns from."""
    environment: Environment | None
    """Where the latest attempt ran."""
    forecast: Forecast | None
    """What the first steps of the latest attempt that took any said of the whole run."""
    took_ratio: float | None
    """Seconds taken over seconds expected, for the epochs that were run; once completed."""
    model: ModelFiles | None
    """Once completed; of a cancelled run, if it was to be kept."""
    failure: Failure | None
    """Of the run, or of the latest attempt if it is being tried again."""
    reproduces: UUID | None
    """The run that this one repeats."""
    retries: UUID | None
    """The failed run that this one tries again."""
    lightened: int
    """How many times the settings were made lighter since somebody chose them."""
    lighter: Hyperparameters | None
    """Of a failed run, what ``/retry`` tries it again with if ``lighter`` is asked for; null where
    that is not possible, or would not help."""
    last_event_id: int
    """Follow ``/events`` from here: everything up to it is in this answer."""
    queue_position: int | None
    """While queued: 1 is next."""
    starts_in_seconds: float | None = None
    """While queued, about: by how long the trainings that are under way still take."""
    alerts: list[Alert]
    """That are open, oldest first."""


class RunPage(View):
    """Some runs of a list, newest first."""

    items: list[RunSummary]
    total: int
    """Of the whole list."""


class RunMetrics(View):
    """What a run measured: one entry per epoch, and the final exam."""

    model_config = like(samples.RUN_METRICS)

    epochs: list[EpochMetrics]
    final: Report | None
    """Once the run is completed."""


class RunNews(Message):
    """One event of a run, as a message of ``/events``."""

    sequence: int
    """Also the message's id."""
    type: str
    """Without its version, its last part is the message's name: ``run.epoch_completed.v1``."""
    occurred_at: datetime
    event: RunEvent


class News(Message):
    """One event of the log, as a message of the stream of topics."""

    topics: list[str]
    """Those of the stream that tell it."""
    sequence: int
    type: str
    """Without its version, its last part is the message's name: ``run.epoch_completed.v1``."""
    occurred_at: datetime
    entity: str
    """``run``, ``dataset``, ``classification`` or ``worker``"""
    id: str
    """Of the entity."""
    event: RunEvent | WorkerEvent | None
    """Whole under ``run:…``, ``alerts`` and ``workers``; null where only the others tell it."""


class RunLogLine(View):
    """One line of a run's log, as a message of ``/logs``."""

    model_config = like(samples.RUN_LOG_LINE)

    at: datetime
    level: LogLevel
    text: str
    attempt: int


class KeptLine(RunLogLine):
    """One line of a run's log, with its place."""

    place: str
    """As in the ids of ``/logs``, and behind the dot in those of the stream of topics."""


class LogTail(View):
    """The newest lines of a run's log, oldest first."""

    items: list[KeptLine]
    total: int
    """Of those that hold what was searched for."""


def progress_of(row: Row) -> Progress | None:
    """The progress that the attempt now running has reported, never behind its finished epochs."""
    running = row["status"] == RunStatus.RUNNING
    if not running or row["progress"] is None or row["progress_attempt"] != row["attempt"]:
        return None
    progress = Progress.model_validate(row["progress"] | {"updated_at": row["progress_at"]})
    return progress.at_least(TRAINING_SHARE * row["last_epoch"] / row["hyperparameters"]["epochs"])


def summary_of(row: Row) -> RunSummary:
    """The run in ``row``."""
    return RunSummary.model_validate(_summary_fields(row))


def details_of(
    row: Row, alerts: Sequence[Row], language: Language, turn: Turn | None
) -> RunDetails:
    """The run in ``row`` with its open ``alerts``, with sentences in ``language``."""
    own = ("hyperparameters", "dataset_sha256", "examples_sha256", "environment", "model")
    seen = ("forecast", "took_ratio", "reproduces", "retries", "lightened")
    fields = _summary_fields(row) | {name: row[name] for name in (*own, *seen)}
    return RunDetails.model_validate(
        fields
        | {
            "failure": _failure_of(row["failure"], language),
            "lighter": _lighter_of(row),
            "last_event_id": row["last_sequence"],
            "queue_position": turn and turn.position,
            "starts_in_seconds": turn and turn.starts_in_seconds,
            "alerts": [alert_of(alert, language) for alert in alerts],
        }
    )


def _summary_fields(row: Row) -> dict[str, Any]:
    derived = {"id", "progress"}
    plain = {name: row[name] for name in RunSummary.model_fields if name not in derived}
    return plain | {"id": row["run_id"], "progress": progress_of(row)}


def _lighter_of(row: Row) -> Hyperparameters | None:
    failure = row["failure"]
    if row["status"] != RunStatus.FAILED or failure is None:
        return None
    if failure["code"] not in LIGHTER_MAY_HELP:
        return None
    return lighter(Hyperparameters.model_validate(row["hyperparameters"]), row["lightened"])


def _failure_of(failure: dict[str, Any] | None, language: Language) -> Failure | None:
    if failure is None:
        return None
    words = sentence(FailureCode(failure["code"]), language, failure["params"])
    return Failure.model_validate(failure | {"sentence": words})
