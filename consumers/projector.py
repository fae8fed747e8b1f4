"""Keeps a projection at the end of its stream: exactly once, whatever dies.

The position moves in the transaction that writes the rows, by compare-and-set, and an advisory lock
elects one projector at a time. There is nothing to acknowledge and nothing to lose.
"""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Protocol

import psycopg
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import StreamState

from consumers import metrics, models, observation
from consumers.feed import Delivered, FeedLostError, follow
from consumers.models import ModelChangedError
from consumers.projections import dead_letters
from consumers.projections.dead_letters import Letter, LetterKind
from consumers.projections.rows import Connection
from infra import database, logging
from schemas import tables
from schemas.events import catalogue

log = logging.get(__name__)

BATCH_MESSAGES = 1000
RETRY_SECONDS = 1.0
STANDBY_SECONDS = 1.0


class Projection(Protocol):
    """What is folded from which stream, and whom to tell."""

    name: ClassVar[str]
    stream: ClassVar[str]
    contiguous: ClassVar[bool]
    """Whether a gap in the sequences means that something was lost."""
    channel: str | None
    """Where to notify of a new position; None tells nobody."""

    async def apply(self, connection: Connection, batch: Sequence[Delivered]) -> None: ...


class PositionLostError(Exception):
    """Somebody else moved the position, or the stream is not the one that was projected before."""


async def run(client: Client, url: str, projection: Projection) -> None:
    """Project for ever; stand by while another process does."""
    while True:
        try:
            async with database.connection(url, tables.READ_SCHEMA) as connection:
                await _elected(connection, projection)
                while True:
                    await _follow_one_model(client, connection, projection)
        except (psycopg.OperationalError, FeedLostError, PositionLostError, NatsError) as error:
            metrics.REOPENS.labels(projection.name).inc()
            log.warning("projection reopens", projection=projection.name, error=str(error).strip())
            await asyncio.sleep(RETRY_SECONDS)


async def _elected(connection: Connection, projection: Projection) -> None:
    """Return once this process alone may project; the lock lasts as long as the connection."""
    key = tables.projector_lock(projection.name)
    while True:
        cursor = await connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key]
        )
        row = await cursor.fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(STANDBY_SECONDS)


async def _follow_one_model(client: Client, connection: Connection, projection: Projection) -> None:
    """Project until another model is used, or this one was mended; the election still holds."""
    await models.adopt(connection)
    try:
        await _follow(client, connection, projection)
    except ModelChangedError as error:
        log.info("the model changed, looking anew", projection=projection.name, reason=str(error))


async def _follow(client: Client, connection: Connection, projection: Projection) -> None:
    at = await position(connection, projection)
    await stream_state(client, projection, at)
    log.info("projecting", projection=projection.name, position=at)
    if waiting := await dead_letters.waiting(connection, projection.name):
        log.warning("messages are set aside: afina events list", **waiting)
    async with follow(client, projection.stream, after=at) as feed:
        while True:
            batch = await feed.batch(BATCH_MESSAGES)
            with observation.projecting(projection.name, batch):
                at = await project(connection, projection, batch, at)


async def stream_state(client: Client, projection: Projection, at: int) -> StreamState:
    """The projection's stream, which must reach ``at``.

    Raises:
        PositionLostError: it ends before, so it is another stream: a restored backup, most likely.
    """
    info = await client.jetstream().stream_info(projection.stream)
    if info.state.last_seq < at:
        raise PositionLostError(
            f"{projection.stream} ends at {info.state.last_seq}, before the projected {at}: "
            "restore the newer stream, or empty the read model to project this one"
        )
    return info.state


async def position(connection: Connection, projection: Projection) -> int:
    """The sequence up to which everything is projected; 0 at the very beginning."""
    await connection.execute(
        "INSERT INTO positions VALUES (%s, 0) ON CONFLICT DO NOTHING", [projection.name]
    )
    cursor = await connection.execute(
        "SELECT sequence FROM positions WHERE projection = %s", [projection.name]
    )
    row = await cursor.fetchone()
    return row[0] if row else 0


async def project(
    connection: Connection, projection: Projection, batch: Sequence[Delivered], at: int
) -> int:
    """Write ``batch`` after position ``at``; the new position.

    A message that can't be projected ends in ``dead_letters``, and only that message does.

    Raises:
        PositionLostError: the batch does not follow ``at``, or somebody else moved the position.
        ModelChangedError: the model in use is another one, or was mended; nothing was written.
        psycopg.OperationalError: the database went away; nothing was written.
    """
    _refuse_gap(projection, batch, at)
    try:
        async with models.writing(connection):
            await projection.apply(connection, batch)
            return await _move(connection, projection, at, batch[-1].sequence)
    except (
        psycopg.OperationalError,
        psycopg.ProgrammingError,
        PositionLostError,
        ModelChangedError,
    ):
        raise
    except Exception as error:
        if len(batch) == 1:
            return await _bury(connection, projection, batch[0], at, error)
    middle = len(batch) // 2
    at = await project(connection, projection, batch[:middle], at)
    return await project(connection, projection, batch[middle:], at)


def _refuse_gap(projection: Projection, batch: Sequence[Delivered], at: int) -> None:
    expected = at
    for message in batch:
        gap = (
            message.sequence != expected + 1
            if projection.contiguous
            else message.sequence <= expected
        )
        if gap:
            raise PositionLostError(f"message {message.sequence} came after {expected}")
        expected = message.sequence


async def _move(connection: Connection, projection: Projection, old: int, new: int) -> int:
    cursor = await connection.execute(
        "UPDATE positions SET sequence = %s WHERE projection = %s AND sequence = %s",
        [new, projection.name, old],
    )
    if cursor.rowcount != 1:
        raise PositionLostError(f"the position is no longer {old}")
    if projection.channel is not None:
        await connection.execute("SELECT pg_notify(%s, %s)", [projection.channel, str(new)])
    return new


async def _bury(
    connection: Connection, projection: Projection, message: Delivered, at: int, error: Exception
) -> int:
    letter = Letter(message, LetterKind.POISON, catalogue.claimed_type(message.data), str(error))
    async with models.writing(connection):
        await dead_letters.set_aside(connection, projection.name, [letter])
        return await _move(connection, projection, at, message.sequence)
