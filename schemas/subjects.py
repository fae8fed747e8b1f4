"""Every NATS subject, stream and consumer name, in one place."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from schemas.base import Event, event_type
from schemas.events.classification import ClassificationEventBase
from schemas.events.dataset import DatasetEventBase
from schemas.events.model import ModelEventBase
from schemas.events.run import AttemptEvent, RunEventBase, RunRequested
from schemas.events.setting import SettingEventBase
from schemas.events.user import UserEventBase
from schemas.events.worker import WorkerEventBase

TRAINING = "TRAINING"
"""The log: the only truth."""
TELEMETRY = "TELEMETRY"
PRESENCE = "PRESENCE"

TRAINING_SUBJECTS = "training.>"
TELEMETRY_SUBJECTS = "telemetry.>"
PRESENCE_SUBJECTS = "presence.>"

DEFAULT_POOL = "default"

RETENTION_PREVIEW = "control.retention.preview"
"""Where the API asks the consumers what would go now; nothing of it is stored."""
RETENTION_APPLY = "control.retention.apply"
"""Where it asks them to let it go."""
REPLAY_BEGIN = "control.replay.begin"
"""Where it asks them for a replay, with a ReplayWish."""
INSTALLATION = "control.installation"
"""Where it asks them how the installation fares."""
WORKERS_ACCOUNT = "WORKERS"
"""In which workers are at the broker, apart from the control plane's."""
CONTROL = "training.run.*.control.>"
"""What people and the watchdog say of runs."""
LOG_INFORMATION = f"$JS.API.STREAM.INFO.{TRAINING}"
LOG_IDENTITY = "log.identity"
"""The same under a name that workers may use: in each account the first is that account's own."""


@dataclass(frozen=True, slots=True)
class Service:
    """A subject of the control plane's account on which workers are heard."""

    subject: str
    answers_in_pieces: bool = False
    known_as: str | None = None
    """In the workers' account, where that is another name."""


WORKER_SERVICES = (
    Service("training.run.*.worker.*.*"),
    Service("telemetry.run.*.*.*"),
    Service("presence.worker.*"),
    Service(f"$JS.API.CONSUMER.MSG.NEXT.{TRAINING}.*", answers_in_pieces=True),
    Service(f"$JS.API.DIRECT.GET.{TRAINING}", answers_in_pieces=True),
    Service(f"$JS.API.DIRECT.GET.{PRESENCE}.presence.worker.*"),
    Service(LOG_INFORMATION, known_as=LOG_IDENTITY),
    # The two shapes of an acknowledgement: today's, and the one with domain and account.
    Service(f"$JS.ACK.{TRAINING}.*.>"),
    Service(f"$JS.ACK.*.*.{TRAINING}.*.>"),
)
"""All that crosses from the workers' account; each worker may use its own part of it."""


WORKER_INQUIRIES = "inference.worker.*.*"
"""All that crosses to the workers' account: what the control plane asks; each hears its own."""


def inquiries(worker_id: str) -> str:
    """The filter over what one worker is asked."""
    return f"inference.worker.{worker_id}.*"


def predictions(worker_id: str) -> str:
    """Where a worker is asked what one of its models answers to texts."""
    return f"inference.worker.{worker_id}.predict"


def worker_inbox(worker_id: str) -> str:
    """Below which a worker is answered; nobody else hears it."""
    return f"_INBOX_worker.{worker_id}"


def run(run_id: UUID) -> str:
    """The filter over one run's events: the guard of every compare-and-set on it."""
    return f"training.run.{run_id}.>"


def run_control(run_id: UUID) -> str:
    """The filter over what people and the watchdog say of one run."""
    return f"training.run.{run_id}.control.>"


def dataset(dataset_id: UUID) -> str:
    """The filter over one dataset's events."""
    return f"training.dataset.{dataset_id}.>"


def model(run_id: UUID) -> str:
    """The filter over what happened to the model of one run."""
    return f"training.model.{run_id}.>"


def classification(classification_id: UUID) -> str:
    """The filter over one classification's events."""
    return f"training.classification.{classification_id}.>"


def worker(worker_id: str) -> str:
    """The filter over one worker's events."""
    return f"training.worker.{worker_id}.>"


def worked(worker_id: str) -> str:
    """The filter over what one worker says of runs."""
    return f"training.run.*.worker.{worker_id}.*"


def user(user_id: str) -> str:
    """The filter over one person's events."""
    return f"training.user.{user_id}.>"


def setting(name: str) -> str:
    """The filter over the events of one setting."""
    return f"training.setting.{name}.>"


def worker_event(worker_id: str, name: str) -> str:
    """Where one kind of event of a worker stands, by its short name."""
    return f"training.worker.{worker_id}.{name}"


def worker_revoked(worker_id: str) -> str:
    """Where the log is told that a worker may work no more."""
    return worker_event(worker_id, "revoked")


def jobs(pool: str) -> str:
    """The filter over the jobs of a pool."""
    return f"training.run.*.requested.{pool}"


def requests() -> str:
    """The filter over the requests of all runs: what is admitted is admitted in its order."""
    return "training.run.*.requested.>"


@dataclass(frozen=True, slots=True)
class ToldBy:
    """Which worker tells, and of which run, by a subject alone."""

    run_id: UUID
    worker_id: str


def told_by(subject: str) -> ToldBy | None:
    """Who tells what stands under ``subject``, if that is a worker's."""
    match subject.split("."):
        case ["training", "run", run_id, "worker", worker_id, *_]:
            with suppress(ValueError):
                return ToldBy(UUID(run_id), worker_id)
        case _:
            pass
    return None


def beginnings() -> str:
    """The filter over what begins an attempt, of all runs."""
    return "training.run.*.worker.*.started"


def jobs_consumer(pool: str) -> str:
    """The durable pull consumer that a pool's workers share."""
    return f"gpu-{pool}"


def progress(run_id: UUID, worker_id: str) -> str:
    """Where a worker reports progress of a run."""
    return f"telemetry.run.{run_id}.{worker_id}.progress"


def logs(run_id: UUID, worker_id: str) -> str:
    """Where a worker reports log lines of a run."""
    return f"telemetry.run.{run_id}.{worker_id}.logs"


def presence(worker_id: str) -> str:
    """Where a worker's heartbeats replace each other."""
    return f"presence.worker.{worker_id}"


def event_name(event: Event) -> str:
    """The last token of an event's subject: ``epoch_completed`` of ``run.epoch_completed.v1``."""
    return event_type(event).split(".")[1]


def of(event: Event) -> str:
    """The subject on which ``event`` is published."""
    match event:
        case RunRequested():
            return f"training.run.{event.run_id}.requested.{event.pool}"
        case AttemptEvent():
            return f"training.run.{event.run_id}.worker.{event.worker_id}.{event_name(event)}"
        case RunEventBase():
            return f"training.run.{event.run_id}.control.{event_name(event)}"
        case DatasetEventBase():
            return f"training.dataset.{event.dataset_id}.{event_name(event)}"
        case ModelEventBase():
            return f"training.model.{event.run_id}.{event_name(event)}"
        case ClassificationEventBase():
            return f"training.classification.{event.classification_id}.{event_name(event)}"
        case WorkerEventBase():
            return f"training.worker.{event.worker_id}.{event_name(event)}"
        case UserEventBase():
            return f"training.user.{event.user_id}.{event_name(event)}"
        case SettingEventBase():
            return f"training.setting.{event.setting}.{event_name(event)}"
        case _:
            raise TypeError(f"{type(event).__name__} has no subject; add it to subjects.of")


def guard(event: Event) -> str:
    """The filter whose last sequence a writer of ``event`` must have seen."""
    match event:
        case RunEventBase():
            return run(event.run_id)
        case DatasetEventBase():
            return dataset(event.dataset_id)
        case ModelEventBase():
            return model(event.run_id)
        case ClassificationEventBase():
            return classification(event.classification_id)
        case WorkerEventBase():
            return worker(event.worker_id)
        case UserEventBase():
            return user(event.user_id)
        case SettingEventBase():
            return setting(event.setting)
        case _:
            raise TypeError(f"{type(event).__name__} has no guard; add it to subjects.guard")
