"""What deserves a person's attention, by code; each has a sentence in every language."""

from enum import StrEnum


class AlertCode(StrEnum):
    """Open until what it tells of is over. The words live in ``api.sentences``."""

    # of a run: told in the log by the watchdog
    NO_PROGRESS = "no_progress"
    """The attempt stands still."""
    STUCK_EPOCH = "stuck_epoch"
    """The epoch takes far longer than was forecast."""
    NO_WORKER = "no_worker"
    """The run waits, and nobody of its pool is there."""

    # of a worker: WorkerLost opens it; WorkerBack, or an administrator, closes it
    WORKER_LOST = "worker_lost"

    # of the installation: kept beside the read model, for a full log could not take them
    DEAD_LETTERS = "dead_letters"
    """Messages could not be projected and were set aside."""
    STORE_FULL = "store_full"
    """The broker's store is almost full."""
    PROJECTOR_BEHIND = "projector_behind"
    """What people see is older than what happened."""
    BACKUP_FAILED = "backup_failed"
    """The last automatic backup could not be made."""
    BACKUP_OLD = "backup_old"
    """The newest automatic backup should long have had a successor."""
    LOG_CUT = "log_cut"
    """The log ends before what was sealed of it: its end was removed or lost."""


OF_RUNS = frozenset({AlertCode.NO_PROGRESS, AlertCode.STUCK_EPOCH, AlertCode.NO_WORKER})
