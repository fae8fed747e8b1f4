"""What one worker may do at the broker: tell of its own runs, take jobs of its pool. Pure."""

from dataclasses import dataclass

from schemas import subjects


@dataclass(frozen=True, slots=True)
class Permissions:
    """Subjects, which may have wildcards; everything else is forbidden."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]
    answers: bool = False
    """Whether what is heard may be answered, wherever its asker wants that."""


def of_worker(worker_id: str, pool: str) -> Permissions:
    """The least with which a worker can work."""
    log, queue = subjects.TRAINING, subjects.jobs_consumer(pool)
    return Permissions(
        publish=(
            subjects.worked(worker_id),
            f"telemetry.run.*.{worker_id}.*",
            subjects.presence(worker_id),
            f"$JS.API.CONSUMER.MSG.NEXT.{log}.{queue}",
            f"$JS.API.DIRECT.GET.{log}",
            f"$JS.API.DIRECT.GET.{subjects.PRESENCE}.{subjects.presence('*')}",
            subjects.LOG_IDENTITY,
            f"$JS.ACK.{log}.{queue}.>",
            f"$JS.ACK.*.*.{log}.{queue}.>",
        ),
        subscribe=(
            f"{subjects.worker_inbox(worker_id)}.>",
            subjects.CONTROL,
            subjects.inquiries(worker_id),
        ),
        answers=True,
    )
