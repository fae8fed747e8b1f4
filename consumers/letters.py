"""What was set aside by the projectors: listed, shown, and driven again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from consumers import aggregates
from consumers.projections.rows import Connection
from infra import bus, database, logging
from infra.settings import Settings
from schemas import tables

log = logging.get(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits to be projected."""

    projection: str
    sequence: int
    subject: str
    data: bytes
    error: str
    kind: str
    """A ``LetterKind``."""
    type: str
    """Of the event; empty for what is no event."""
    set_aside_at: datetime


async def every(url: str, sequences: Collection[int] = ()) -> list[Waiting]:
    """What waits, oldest first: everything, or only at ``sequences``."""
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        return await _every(connection, sequences)


async def _every(connection: Connection, sequences: Collection[int]) -> list[Waiting]:
    query = """
        SELECT projection, sequence, subject, data, error, kind, type, set_aside_at
        FROM dead_letters WHERE sequence = ANY(%s) OR %s
        ORDER BY projection DESC, sequence
    """
    async with connection.cursor(row_factory=class_row(Waiting)) as cursor:
        await cursor.execute(query, [list(sequences), not sequences])
        return await cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of driving messages again."""

    projected: list[Waiting]
    """They have had their effect."""
    waiting: list[Waiting]
    """They still cannot be projected, and say why."""


async def retry(settings: Settings, sequences: Collection[int] = ()) -> Retried:
    """Project what waits, everything or at ``sequences``, each with all that is told of the same.

    Afterwards the rows are those that a replay would come to.

    Raises:
        FeedLostError: the broker went away; what was not driven yet waits as before.
    """
    wanted = await every(settings.database_url, sequences)
    about = {aggregates.of(each.projection, each.subject): None for each in wanted}
    async with bus.connected(settings.nats_url, "retry") as client:
        for aggregate in about:
            async with database.connection(settings.database_url, tables.READ_SCHEMA) as connection:
                await aggregates.rebuild(client, connection, aggregate)
            log.info("projected again", kind=aggregate.kind, id=aggregate.id)
    left = await every(settings.database_url, [each.sequence for each in wanted]) if wanted else []
    places = {(each.projection, each.sequence): each for each in left}
    asked = {(each.projection, each.sequence): each for each in wanted}
    return Retried(
        projected=[each for place, each in asked.items() if place not in places],
        waiting=[each for place, each in places.items() if place in asked],
    )
