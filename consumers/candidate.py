"""A model that is not in use, being brought up to the log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nats.aio.client import Client
from psycopg.types.json import Jsonb

from consumers import faded, projector
from consumers.feed import Delivered, follow
from consumers.partition import Partition
from consumers.projections.rows import Connection
from consumers.projections.training import TrainingProjection
from consumers.projector import Projection
from infra.bus import EventLog

Report = Callable[[str, int, int], None]
"""Called with a stream, the messages replayed and the messages to replay."""


@dataclass(slots=True)
class _Reading:
    """How far a stream was read."""

    began_at: int
    """The candidate's position before."""
    messages: int = 0
    left: int = 0
    """As far as the sequences tell."""
    first: int | None = None
    """The oldest message that the stream still had; None while there was none to read."""


class Candidate:
    """The model in ``schema``, which the connection's search path finds."""

    def __init__(self, client: Client, connection: Connection, schema: str, report: Report) -> None:
        self.connection = connection
        self.schema = schema
        self.event_log = EventLog(client)
        self._client = client
        self._report = report
        self._readings: dict[str, _Reading] = {}

    @property
    def messages(self) -> int:
        """Replayed so far, of all streams."""
        return sum(reading.messages for reading in self._readings.values())

    def first(self, projection: Projection) -> int:
        """The sequence from which on the candidate can be expected to hold everything."""
        reading = self._readings[projection.name]
        if projection.contiguous:
            return 1
        return reading.first or reading.began_at + 1

    async def advance(self, projection: Projection, until: int) -> None:
        """Project what is missing up to sequence ``until``.

        Raises:
            PositionLostError: the stream ends before.
            FeedLostError: the broker went away.
        """
        at = await projector.position(self.connection, projection)
        reading = self._readings.setdefault(projection.name, _Reading(at))
        stream = await projector.stream_state(self._client, projection, until)
        if until <= at:
            return
        if stream.first_seq <= until:
            await self._read(projection, reading, at, until)
        elif reading.first is None:
            await faded.keep_progress(self.connection, None)
            reading.first = until + 1
        if not projection.contiguous:
            await self._skip_to(projection, until)

    async def level(self) -> None:
        """Bring all partitions of a model that was in use as far as the foremost.

        Raises:
            FeedLostError: the broker went away.
        """
        cursor = await self.connection.execute("SELECT number, count, sequence FROM partitions")
        shares = await cursor.fetchall()
        foremost = max((sequence for *_, sequence in shares), default=0)
        for number, count, _sequence in shares:
            partition = Partition(number, count)
            await self.advance(TrainingProjection(announce=False, partition=partition), foremost)

    async def _read(self, projection: Projection, reading: _Reading, at: int, until: int) -> None:
        ended = False
        async with follow(self._client, projection.stream, after=at) as feed:
            while not ended:
                found = await feed.batch(projector.BATCH_MESSAGES)
                ended = found[-1].sequence >= until
                batch = [message for message in found if message.sequence <= until]
                if batch:
                    await self._begin(reading, batch[0])
                    at = await projector.project(self.connection, projection, batch, at)
                    await self._moved(projection, reading, len(batch), until - at)

    async def _begin(self, reading: _Reading, oldest: Delivered) -> None:
        """Note the oldest message; what the ones before it told of progress is kept."""
        if reading.first is None:
            reading.first = oldest.sequence
            if oldest.sequence > reading.began_at + 1:
                await faded.keep_progress(self.connection, oldest)

    async def _moved(
        self, projection: Projection, reading: _Reading, messages: int, left: int
    ) -> None:
        reading.messages += messages
        reading.left = left
        self._report(projection.stream, reading.messages, reading.messages + left)
        left = sum(reading.left for reading in self._readings.values())
        await self.connection.execute(
            """
            UPDATE models.built SET done = done + %s, total = done + %s, moved_at = now()
            WHERE schema = %s
            """,
            [messages, messages + left, self.schema],
        )

    async def _skip_to(self, projection: Projection, until: int) -> None:
        """What is missing between the last message and ``until`` has faded."""
        await self.connection.execute(
            "UPDATE positions SET sequence = %s WHERE projection = %s AND sequence < %s",
            [until, projection.name, until],
        )

    async def keep_faded(self, projection: Projection) -> int:
        """Take over the rows whose messages the broker no longer has; how many there were."""
        reading = self._readings[projection.name]
        return await faded.keep_rows(self.connection, reading.began_at, self.first(projection))

    async def is_built(self, differing: Sequence[str]) -> None:
        """Note that it was compared, and which tables are not the same."""
        await self.connection.execute(
            "UPDATE models.built SET built_at = now(), differences = %s WHERE schema = %s",
            [Jsonb(list(differing)), self.schema],
        )
