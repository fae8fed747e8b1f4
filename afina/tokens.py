"""Access tokens in the database: made, listed, revoked. Only their digests are there."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from infra import database
from infra.tokens import digest, new_token

if TYPE_CHECKING:
    from psycopg import AsyncConnection
    from psycopg.rows import TupleRow

ACCESS = "access"
LOCAL_OWNER = "local"
"""Whose data a single-user stack holds."""
SIGN_IN_LIFE = timedelta(days=30)
SIGN_IN_NAME = "afina up"


class TokenKind(StrEnum):
    """Whose token it is."""

    USER = "user"
    WORKER = "worker"
    SESSION = "session"
    """Of a browser that signed in with a user's token."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Whom a token speaks for."""

    kind: TokenKind
    subject: str
    """The owner's id, or the worker's."""
    name: str
    """What people call the token."""
    life: timedelta | None = None
    """None never expires."""
    scopes: tuple[str, ...] | None = None
    """None for all that the owner may do."""


class UnknownOwnerError(Exception):
    """Nobody has an account of that id."""


@dataclass(frozen=True, slots=True)
class StoredToken:
    """What is known of a token afterwards."""

    token_id: UUID
    kind: TokenKind
    subject: str
    name: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Tokens:
    """The table ``access.tokens``."""

    def __init__(self, connection: "AsyncConnection[TupleRow]") -> None:
        self._connection = connection

    async def create(self, grant: Grant, now: datetime) -> str:
        """A new token for ``grant``; it cannot be read back later.

        Raises:
            UnknownOwnerError: there is no such person.
        """
        if grant.kind is TokenKind.USER:
            await self._must_exist(grant.subject)
        token = new_token()
        await self._connection.execute(
            "INSERT INTO tokens"
            " (token_id, token_sha256, kind, subject, name, created_at, expires_at, scopes)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                uuid4(),
                digest(token),
                grant.kind.value,
                grant.subject,
                grant.name,
                now,
                None if grant.life is None else now + grant.life,
                None if grant.scopes is None else list(grant.scopes),
            ],
        )
        return token

    async def _must_exist(self, owner: str) -> None:
        found = await self._connection.execute(
            "SELECT FROM users WHERE user_id = %s AND erased_at IS NULL", [owner]
        )
        if found.rowcount == 0:
            raise UnknownOwnerError(owner)

    async def all(self) -> list[StoredToken]:
        """Every token ever made, the newest first; what browsers keep is none."""
        found = await self._connection.execute(
            "SELECT token_id, kind, subject, name, created_at, expires_at, last_used_at, revoked_at"
            " FROM tokens WHERE kind <> 'session' ORDER BY created_at DESC"
        )
        return [StoredToken(row[0], TokenKind(row[1]), *row[2:]) async for row in found]

    async def forget_old_starts(self, now: datetime) -> None:
        """Drop what earlier starts left: workers' tokens, and sign-ins past their day."""
        await self._connection.execute(
            "DELETE FROM tokens WHERE name = %s AND (kind = %s OR expires_at < %s)",
            [SIGN_IN_NAME, TokenKind.WORKER.value, now],
        )


@asynccontextmanager
async def opened(database_url: str) -> AsyncGenerator[Tokens]:
    """The tokens of the stack whose database this is."""
    async with database.connection(database_url, ACCESS) as connection:
        yield Tokens(connection)
