"""Read models: sets of the same tables, each in a schema of its own, of which one is in use."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from consumers.projections.rows import Connection
from schemas import tables

_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"


@asynccontextmanager
async def writing(connection: Connection) -> AsyncGenerator[None]:
    """A transaction during which the model in use stays the one in use."""
    async with connection.transaction():
        await connection.execute(_SHARED, [tables.SWAP_LOCK])
        yield
