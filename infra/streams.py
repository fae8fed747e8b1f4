"""The streams and their consumers, provisioned here and nowhere else."""

from nats.aio.client import Client
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StoreCompression,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from schemas import subjects

MESSAGE_BYTES = 1_000_000
"""Just below the broker's own limit; a confusion matrix of 600 labels fits."""
DAY_SECONDS = 86_400

STREAMS = (
    StreamConfig(
        name=subjects.TRAINING,
        description="The log of everything that happened; never shortened",
        subjects=[subjects.TRAINING_SUBJECTS],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        deny_delete=True,
        deny_purge=True,
        allow_direct=True,
        allow_atomic=True,
        duplicate_window=600,
        max_msg_size=MESSAGE_BYTES,
    ),
    StreamConfig(
        name=subjects.TELEMETRY,
        description="Progress and log lines of runs",
        subjects=[subjects.TELEMETRY_SUBJECTS],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_age=14 * DAY_SECONDS,
        compression=StoreCompression.S2,
        allow_direct=True,
        duplicate_window=600,
        max_msg_size=MESSAGE_BYTES,
    ),
    StreamConfig(
        name=subjects.PRESENCE,
        description="The last heartbeat of each worker, or the mark that it stopped",
        subjects=[subjects.PRESENCE_SUBJECTS],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_msgs_per_subject=1,
        allow_direct=True,
        allow_msg_ttl=True,
        subject_delete_marker_ttl=DAY_SECONDS,
    ),
)


def jobs_consumer(pool: str, ack_wait_seconds: float) -> ConsumerConfig:
    """The queue of a pool. No backoff: it would become the lease's length."""
    return ConsumerConfig(
        durable_name=subjects.jobs_consumer(pool),
        filter_subject=subjects.jobs(pool),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ack_wait_seconds,
        max_deliver=-1,
    )


def presence_consumer() -> ConsumerConfig:
    """The watchdog's ear: every heartbeat from now on, and every mark of a silence."""
    return ConsumerConfig(
        durable_name="watchdog",
        filter_subject=subjects.presence("*"),
        deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=30,
        max_deliver=-1,
    )


async def provision(client: Client, *, pool: str, ack_wait_seconds: float) -> None:
    """Bring streams and consumers to the shape above; safe to repeat, nothing stored is touched."""
    jetstream = client.jetstream()
    for config in STREAMS:
        try:
            await jetstream.stream_info(str(config.name))
        except NotFoundError:
            await jetstream.add_stream(config)
        else:
            await jetstream.update_stream(config)
    await jetstream.add_consumer(subjects.TRAINING, jobs_consumer(pool, ack_wait_seconds))
    await jetstream.add_consumer(subjects.PRESENCE, presence_consumer())
