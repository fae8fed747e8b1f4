"""The streams and their consumers, provisioned here and nowhere else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

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
    StreamInfo,
)
from nats.js.errors import NotFoundError, ServerError

from infra import logging
from schemas import subjects

log = logging.get(__name__)

MESSAGE_BYTES = 1_000_000
"""Just below the broker's own limit; a confusion matrix of 600 labels fits."""
DAY_SECONDS = 86_400
TELEMETRY_BYTES = 512 << 20
"""Two weeks of one run after the other. The broker sets so much aside; where its store is smaller,
half of it, and half again. Whoever reports without end pushes out reports alone.
"""
LEAST_BYTES = 1 << 20
_NO_ROOM = 10047

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
        max_bytes=TELEMETRY_BYTES,
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
    missing = await missing_streams(client)
    for config in STREAMS:
        if config in missing:
            await add_stream(client, config)
        else:
            await _as_large_as_fits(client.jetstream().update_stream, config)
    for stream, consumer in _consumers(pool, ack_wait_seconds):
        await client.jetstream().add_consumer(stream, consumer)


async def missing_streams(client: Client) -> list[StreamConfig]:
    """Those of the streams above that the broker does not have."""
    return [config for config in STREAMS if not await _has_stream(client, str(config.name))]


async def add_stream(client: Client, config: StreamConfig, *, after: int = 0) -> None:
    """Make a stream whose numbers begin after ``after``."""
    first_seq = after + 1 if after else None
    await _as_large_as_fits(client.jetstream().add_stream, replace(config, first_seq=first_seq))


async def _as_large_as_fits(
    ask: Callable[[StreamConfig], Awaitable[StreamInfo]], config: StreamConfig
) -> None:
    """Ask for a stream; a bound that the broker's store has no room for is halved."""
    try:
        await ask(config)
    except ServerError as error:
        half = (config.max_bytes or 0) // 2
        if error.err_code != _NO_ROOM or half < LEAST_BYTES:
            raise
        log.warning("the broker's store is small", stream=config.name, bound_bytes=half)
        await _as_large_as_fits(ask, replace(config, max_bytes=half))


async def restore_consumers(client: Client, *, pool: str, ack_wait_seconds: float) -> list[str]:
    """Make those consumers that are missing from streams that are there; their names."""
    made: list[str] = []
    for stream, consumer in _consumers(pool, ack_wait_seconds):
        name = str(consumer.durable_name)
        if await _has_stream(client, stream) and not await _has_consumer(client, stream, name):
            await client.jetstream().add_consumer(stream, consumer)
            made.append(name)
    return made


def _consumers(pool: str, ack_wait_seconds: float) -> list[tuple[str, ConsumerConfig]]:
    return [
        (subjects.TRAINING, jobs_consumer(pool, ack_wait_seconds)),
        (subjects.PRESENCE, presence_consumer()),
    ]


async def _has_stream(client: Client, name: str) -> bool:
    try:
        await client.jetstream().stream_info(name)
    except NotFoundError:
        return False
    return True


async def _has_consumer(client: Client, stream: str, name: str) -> bool:
    try:
        await client.jetstream().consumer_info(stream, name)
    except NotFoundError:
        return False
    return True
