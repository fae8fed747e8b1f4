"""Messages that were not projected: set aside with the reason, so that nothing is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from consumers.feed import Delivered
from consumers.projections.rows import Connection
from infra import logging

log = logging.get(__name__)


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


async def set_aside(connection: Connection, projection: str, letters: Sequence[Letter]) -> None:
    """Keep ``letters`` until they are driven again; one that is there already stays."""
    for letter in letters:
        tell = log.error if letter.kind is LetterKind.POISON else log.warning
        sequence = letter.message.sequence
        tell(
            "message set aside",
            projection=projection,
            sequence=sequence,
            event_type=letter.type,
            kind=letter.kind.value,
            error=letter.error,
        )
        await connection.execute(
            """
            INSERT INTO dead_letters (projection, sequence, subject, data, kind, type, error)
            VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
            """,
            [
                projection,
                sequence,
                letter.message.subject,
                letter.message.data,
                letter.kind.value,
                letter.type,
                letter.error,
            ],
        )
