"""One process of many: whoever holds an advisory lock of the database."""

import asyncio

from consumers.projections.rows import Connection


async def won(connection: Connection, key: str, pause_seconds: float) -> None:
    """Return once this process alone holds ``key``; it does as long as the connection lasts."""
    while True:
        cursor = await connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key]
        )
        row = await cursor.fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(pause_seconds)
