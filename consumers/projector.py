"""Keeps a projection at the end of its stream: exactly once, whatever dies.

The position moves in the transaction that writes the rows, by compare-and-set, and an advisory lock
elects one projector at a time. There is nothing to acknowledge and nothing to lose. One batch is
folded while the one before it is being written.
"""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import ClassVar, Protocol

import psycopg
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import StreamState

from consumers import election, metrics, models, observation, positions
from consumers.feed import Delivered, FeedLostError, follow
from consumers.models import ModelChangedError
from consumers.partition import WHOLE, Partition
from consumers.positions import UnevenPartitionsError
from consumers.projections import dead_letters
from consumers.projections.rows import Changes, Connection, append
from infra import database, logging
from infra.bus import UnavailableError
from infra.tasks import ended
from schemas import tables

log = logging.get(__name__)

BATCH_MESSAGES = 2000
"""At most; near the end of the log a batch is what has come meanwhile."""
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
    partition: Partition
    """The messages of which are folded; the others are passed over."""

    async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
        """The effect of ``batch``, which follows all that was folded before or forgotten."""
        ...

    def forget(self) -> None:
        """Hold nothing of the tables any more: somebody may have written them."""
        ...


class PositionLostError(Exception):
    """Somebody else moved the position, or the stream is not the one that was projected before."""


TRANSIENT = (
    psycopg.OperationalError,
    FeedLostError,
    PositionLostError,
    UnevenPartitionsError,
    NatsError,
    UnavailableError,
)
"""After which projecting begins anew."""
FATAL = (
    psycopg.OperationalError,
    psycopg.ProgrammingError,
    PositionLostError,
    ModelChangedError,
    UnavailableError,
)
"""What no other batch would change: an outage, a bug, another projector, another model."""


async def run(client: Client, url: str, projection: Projection) -> None:
    """Project for ever; stand by while another process does."""
    while True:
        try:
            async with (
                database.connection(url, tables.READ_SCHEMA) as connection,
                database.connection(url, tables.READ_SCHEMA) as reading,
            ):
                key = tables.projector_lock(projection.name, projection.partition.number)
                await election.won(connection, key, STANDBY_SECONDS)
                while True:
                    await _follow_one_model(client, connection, reading, projection)
        except TRANSIENT as error:
            metrics.REOPENS.labels(projection.name).inc()
            log.warning("projection reopens", projection=projection.name, error=str(error).strip())
            await asyncio.sleep(RETRY_SECONDS)


async def _follow_one_model(
    client: Client, connection: Connection, reading: Connection, projection: Projection
) -> None:
    """Project until another model is used, or this one was mended; the election still holds."""
    await models.adopt(connection)
    try:
        await _follow(client, connection, reading, projection)
    except ModelChangedError as error:
        log.info("the model changed, looking anew", projection=projection.name, error=str(error))


async def _follow(
    client: Client, connection: Connection, reading: Connection, projection: Projection
) -> None:
    at = await position(connection, projection)
    await stream_state(client, projection, at)
    log.info("projecting", projection=projection.name, position=at)
    if waiting := await dead_letters.waiting(connection, projection.name):
        log.warning("messages are set aside: afina events list", **waiting)
    if projection.partition != WHOLE:
        await positions.follow(connection, projection.name, projection.channel)
    projection.forget()
    line = _Line(connection, reading, projection, at)
    async with follow(client, projection.stream, after=at) as feed, aclosing(line):
        while True:
            if not feed.waiting:
                await line.settle()
            await line.take(await feed.batch(BATCH_MESSAGES))


class _Line:
    """Batches on their way into the tables: at most one is being written, and one folded."""

    def __init__(
        self, connection: Connection, reading: Connection, projection: Projection, at: int
    ) -> None:
        self._connection = connection
        self._reading = reading
        """Beside the transaction; of the rows that it writes, none is read again."""
        self._projection = projection
        self._at = at
        """All up to here is written."""
        self._batch: Sequence[Delivered] = ()
        """The latest."""
        self._writing: asyncio.Task[int] | None = None
        """Of the latest batch, unless it is done."""

    async def take(self, batch: Sequence[Delivered]) -> None:
        """Fold ``batch``, wait for the one before it, begin to write."""
        _refuse_gap(self._projection, batch, self._batch[-1].sequence if self._batch else self._at)
        changes = await self._folded(batch)
        if await self.settle() and changes is not None:
            self._writing = asyncio.create_task(self._write(batch, changes))
        else:
            await self._isolate(batch)
        self._batch = batch

    async def settle(self) -> bool:
        """Return once nothing is being written; False if the batch had to be taken apart."""
        if self._writing is None:
            return True
        writing, self._writing = self._writing, None
        try:
            self._at = await writing
        except FATAL:
            raise
        except Exception:
            await self._isolate(self._batch)
            return False
        return True

    async def aclose(self) -> None:
        """Give up what is being written."""
        if self._writing is not None:
            await ended([self._writing])

    async def _folded(self, batch: Sequence[Delivered]) -> Changes | None:
        """None if it cannot be folded as a whole."""
        try:
            return await _fold(self._reading, self._projection, batch)
        except FATAL:
            raise
        except Exception:
            return None

    async def _write(self, batch: Sequence[Delivered], changes: Changes) -> int:
        with observation.projecting(self._projection.name, batch):
            return await _write(
                self._connection, self._projection, changes, self._at, batch[-1].sequence
            )

    async def _isolate(self, batch: Sequence[Delivered]) -> None:
        """Find the message that cannot be projected; the line is empty meanwhile."""
        self._projection.forget()
        with observation.projecting(self._projection.name, batch):
            self._at = await project(self._connection, self._projection, batch, self._at)


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
    """The sequence up to which everything is projected; 0 at the very beginning.

    Raises:
        UnevenPartitionsError: see there.
    """
    return await positions.read(connection, projection.name, projection.partition)


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
        changes = await _fold(connection, projection, batch)
        return await _write(connection, projection, changes, at, batch[-1].sequence)
    except FATAL:
        raise
    except Exception as error:
        projection.forget()
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


async def _fold(
    connection: Connection, projection: Projection, batch: Sequence[Delivered]
) -> Changes:
    owns = projection.partition.owns
    return await projection.fold(connection, [each for each in batch if owns(each.subject)])


async def _write(
    connection: Connection, projection: Projection, changes: Changes, old: int, new: int
) -> int:
    """Move the position from ``old`` to ``new`` together with ``changes``; the new one."""
    name, partition, channel = projection.name, projection.partition, projection.channel
    async with models.writing(connection):
        async with connection.pipeline():
            for statement, parameters in changes.upserts:
                await connection.execute(statement, parameters)
            moved = await connection.execute(*positions.moving(name, partition, old, new))
            if channel is not None and partition == WHOLE:
                await connection.execute("SELECT pg_notify(%s, %s)", [channel, str(new)])
        if moved.rowcount != 1:
            raise PositionLostError(f"the position is no longer {old}")
        for statement, data in changes.appends:
            await append(connection, statement, data)
    if partition != WHOLE:
        await positions.follow(connection, name, channel)
    return new


async def _bury(
    connection: Connection, projection: Projection, message: Delivered, at: int, error: Exception
) -> int:
    letter = dead_letters.poison(message, str(error))
    changes = Changes(upserts=dead_letters.set_aside(projection.name, [letter]), appends=[])
    return await _write(connection, projection, changes, at, message.sequence)
