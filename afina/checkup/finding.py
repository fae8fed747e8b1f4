"""What a look at an installation can find: a code, how grave it is, and its figures."""

from dataclasses import dataclass, field
from enum import StrEnum

Param = str | int | float


class State(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"
    """It works, and should be looked after."""
    PROBLEM = "problem"
    """Something does not work."""


class Code(StrEnum):
    """Everything that can be found; each has a sentence in every language."""

    VERSION = "version"
    PROGRAM_FOUND = "program_found"
    PROGRAM_MISSING = "program_missing"
    PROGRAM_NOT_NEEDED = "program_not_needed"
    PAGE_BUILT = "page_built"
    PAGE_MISSING = "page_missing"
    ENCODER_FOUND = "encoder_found"
    ENCODER_MISSING = "encoder_missing"
    DEVICE_FOUND = "device_found"
    DEVICE_NOT_INSTALLED = "device_not_installed"
    DEVICE_UNUSABLE = "device_unusable"

    DATA_DIR = "data_dir"
    DATA_DIR_UNWRITABLE = "data_dir_unwritable"
    STACK_RUNNING = "stack_running"
    STACK_STOPPED = "stack_stopped"
    PORT_FREE = "port_free"
    PORT_TAKEN = "port_taken"
    API_READY = "api_ready"
    API_UNREADY = "api_unready"
    METRICS_SERVED = "metrics_served"
    METRICS_SILENT = "metrics_silent"
    DISK_FREE = "disk_free"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    SECRETS_PRIVATE = "secrets_private"
    SECRETS_OPEN = "secrets_open"
    CERTIFICATE_LASTS = "certificate_lasts"
    CERTIFICATE_ENDING = "certificate_ending"
    CERTIFICATE_ENDED = "certificate_ended"
    CERTIFICATE_UNREADABLE = "certificate_unreadable"
    BLOBS_WRITABLE = "blobs_writable"
    BLOBS_UNWRITABLE = "blobs_unwritable"
    OUTBOX_TOLD = "outbox_told"
    OUTBOX_WAITING = "outbox_waiting"
    OUTBOX_LOCKED = "outbox_locked"
    OUTBOX_UNREADABLE = "outbox_unreadable"

    BROKER_ANSWERS = "broker_answers"
    BROKER_AWAY = "broker_away"
    BROKER_OLD = "broker_old"
    BROKER_SYNCS = "broker_syncs"
    BROKER_LAZY = "broker_lazy"
    BROKER_SYNC_UNSEEN = "broker_sync_unseen"
    BROKER_STORAGE_LOW = "broker_storage_low"
    STREAM_SOUND = "stream_sound"
    STREAM_MISSING = "stream_missing"
    STREAM_DRIFTED = "stream_drifted"
    CONSUMER_SOUND = "consumer_sound"
    CONSUMER_MISSING = "consumer_missing"
    CONSUMER_DRIFTED = "consumer_drifted"
    DOOR_CLOSED = "door_closed"
    DOOR_OPEN = "door_open"
    DOOR_KEPT = "door_kept"
    DOOR_UNKEPT = "door_unkept"
    ACCOUNTS_APART = "accounts_apart"
    ACCOUNTS_MISSING = "accounts_missing"
    CLOCKS_AGREE = "clocks_agree"
    CLOCKS_APART = "clocks_apart"

    DATABASE_ANSWERS = "database_answers"
    DATABASE_AWAY = "database_away"
    DATABASE_OLD = "database_old"
    MIGRATED = "migrated"
    MIGRATIONS_BEHIND = "migrations_behind"
    MIGRATIONS_UNKNOWN = "migrations_unknown"
    LOCKS_FREE = "locks_free"
    LOCKS_AWAITED = "locks_awaited"

    PROJECTOR_WORKS = "projector_works"
    PROJECTOR_ABSENT = "projector_absent"
    PROJECTOR_LAGS = "projector_lags"
    LETTERS_NONE = "letters_none"
    LETTERS_POISON = "letters_poison"
    LETTERS_UNKNOWN = "letters_unknown"
    RETENTION_APPLIED = "retention_applied"
    RETENTION_FAILED = "retention_failed"
    RETENTION_AHEAD = "retention_ahead"
    RETENTION_LATE = "retention_late"
    BACKUPS_FRESH = "backups_fresh"
    BACKUPS_LATE = "backups_late"
    BACKUPS_OFF = "backups_off"
    WORKERS_PRESENT = "workers_present"
    WORKERS_NONE = "workers_none"
    WORKERS_LOST = "workers_lost"
    RUNS_TAKEN = "runs_taken"
    RUNS_UNCLAIMED = "runs_unclaimed"


WARNINGS = frozenset(
    {
        Code.PAGE_MISSING,
        Code.METRICS_SILENT,
        Code.DISK_LOW,
        Code.CERTIFICATE_ENDING,
        Code.OUTBOX_WAITING,
        Code.OUTBOX_LOCKED,
        Code.BROKER_STORAGE_LOW,
        Code.STREAM_DRIFTED,
        Code.CONSUMER_DRIFTED,
        Code.CLOCKS_APART,
        Code.DATABASE_OLD,
        Code.LOCKS_AWAITED,
        Code.PROJECTOR_LAGS,
        Code.LETTERS_POISON,
        Code.LETTERS_UNKNOWN,
        Code.RETENTION_FAILED,
        Code.RETENTION_LATE,
        Code.BACKUPS_LATE,
        Code.WORKERS_NONE,
        Code.WORKERS_LOST,
        Code.RUNS_UNCLAIMED,
    }
)
PROBLEMS = frozenset(
    {
        Code.PROGRAM_MISSING,
        Code.DEVICE_UNUSABLE,
        Code.DATA_DIR_UNWRITABLE,
        Code.PORT_TAKEN,
        Code.API_UNREADY,
        Code.DISK_FULL,
        Code.SECRETS_OPEN,
        Code.CERTIFICATE_ENDED,
        Code.CERTIFICATE_UNREADABLE,
        Code.BLOBS_UNWRITABLE,
        Code.OUTBOX_UNREADABLE,
        Code.BROKER_AWAY,
        Code.BROKER_OLD,
        Code.BROKER_LAZY,
        Code.DOOR_OPEN,
        Code.DOOR_UNKEPT,
        Code.ACCOUNTS_MISSING,
        Code.STREAM_MISSING,
        Code.CONSUMER_MISSING,
        Code.DATABASE_AWAY,
        Code.MIGRATIONS_BEHIND,
        Code.MIGRATIONS_UNKNOWN,
        Code.PROJECTOR_ABSENT,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about an installation."""

    code: Code
    params: dict[str, Param] = field(default_factory=dict[str, Param])

    @property
    def state(self) -> State:
        if self.code in PROBLEMS:
            return State.PROBLEM
        return State.WARNING if self.code in WARNINGS else State.OK


def found(code: Code, **params: Param) -> Finding:
    """The finding of ``code`` with its figures."""
    return Finding(code, params)
