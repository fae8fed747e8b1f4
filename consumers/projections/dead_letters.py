"""Messages that were not projected: set aside with the reason, so that nothing is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from psycopg import sql

from consumers import observation
from consumers.feed import Delivered
from consumers.projections.rows import Connection, Statement
from infra import logging
from schemas.events import catalogue

log = logging.get(__name__)

TOLD_LETTERS = 10
"""Of those that are set aside together, one by one; of the others their number."""

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


def poison(message: Delivered, reason: str) -> Letter:
    """What is known to be none of ours before anything is folded."""
    return Letter(message, LetterKind.POISON, catalogue.claimed_type(message.data), reason)


async def count(connection: Connection, projection: str) -> int:
    """How many messages are set aside."""
    return sum((await waiting(connection, projection)).values())


async def waiting(connection: Connection, projection: str) -> dict[str, int]:
    """How many messages are set aside, by their kind."""
    cursor = await connection.execute(
        "SELECT kind, count(*) FROM dead_letters WHERE projection = %s GROUP BY kind", [projection]
    )
    return dict(await cursor.fetchall())


def set_aside(projection: str, letters: Sequence[Letter]) -> list[Statement]:
    """What keeps ``letters`` until they are driven again; one that is there already stays."""
    for letter in letters[:TOLD_LETTERS]:
        _tell(projection, letter)
    if more := len(letters[TOLD_LETTERS:]):
        log.error("more messages set aside", projection=projection, messages=more)
    return [_kept(projection, letter) for letter in letters]


def _tell(projection: str, letter: Letter) -> None:
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


def _kept(projection: str, letter: Letter) -> Statement:
    message, kind = letter.message, letter.kind
    values = (
        message.sequence,
        message.subject,
        message.data,
        kind.value,
        letter.type,
        letter.error,
    )
    return _KEEP, (projection, *values)
