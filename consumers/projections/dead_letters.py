"""Messages that were not projected: set aside with the reason, so that nothing is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from psycopg import sql

from consumers import observation
from consumers.feed import Delivered
from consumers.projections.rows import Connection, Statement
from infra import logging

log = logging.get(__name__)

_KEEP = sql.SQL(
    """
    INSERT INTO dead_letters (projection, sequence, subject, data, kind, type, error)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
    """
).format()


class LetterKind(StrEnum):
    """Why a message was not projected."""

    POISON = "poison"
    """It cannot be projected, whoever tries."""
    UNKNOWN = "unknown"
    """It is an event of a type that only a newer version knows."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, and what is wrong with it."""

    message: Delivered
    kind: LetterKind
    type: str
    """Of the event; empty for what is no event."""
    error: str


async def waiting(connection: Connection, projection: str) -> dict[str, int]:
    """How many messages are set aside, by their kind."""
    cursor = await connection.execute(
        "SELECT kind, count(*) FROM dead_letters WHERE projection = %s GROUP BY kind", [projection]
    )
    return dict(await cursor.fetchall())


def set_aside(projection: str, letters: Sequence[Letter]) -> list[Statement]:
    """What keeps ``letters`` until they are driven again; one that is there already stays."""
    return [_kept(projection, letter) for letter in letters]


def _kept(projection: str, letter: Letter) -> Statement:
    message, kind = letter.message, letter.kind
    tell = log.error if kind is LetterKind.POISON else log.warning
    tell(
        "message set aside",
        projection=projection,
        sequence=message.sequence,
        event_type=letter.type,
        kind=kind.value,
        error=letter.error,
        **observation.named(message),
    )
    values = (
        message.sequence,
        message.subject,
        message.data,
        kind.value,
        letter.type,
        letter.error,
    )
    return _KEEP, (projection, *values)
