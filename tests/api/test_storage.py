"""Bytes that datasets share, under a lock of the real database."""

import asyncio

import pytest
from sqlalchemy import text

from api import storage
from tests.api.desk import Desk


async def test_who_holds_some_bytes_is_alone_with_them(desk: Desk):
    """Others wait their turn; other bytes are free."""
    engine, order = desk.services.engine, list[str]()

    async def second() -> None:
        async with storage.held(engine, "b", "a"):
            order.append("second")

    async with storage.held(engine, "a", "b"):
        waiting = asyncio.create_task(second())
        async with storage.held(engine, "c"):
            order.append("other")
        await blocked(desk)
        order.append("first")
    await waiting

    assert order == ["other", "first", "second"]


async def blocked(desk: Desk) -> None:
    """Return once somebody waits for a lock."""
    query = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with asyncio.timeout(20), desk.services.engine.connect() as tx:
        while not await tx.scalar(query):
            await tx.rollback()


async def test_crossing_orders_do_not_block_each_other(desk: Desk):
    """Locks are taken in one order, however they are named."""
    engine = desk.services.engine

    async def hold(*hashes: str) -> None:
        for _ in range(20):
            async with storage.held(engine, *hashes):
                await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await asyncio.gather(hold("a", "b"), hold("b", "a"))


async def test_a_lock_goes_with_an_error(desk: Desk):
    """Nobody waits for whoever failed."""
    with pytest.raises(ZeroDivisionError):
        async with storage.held(desk.services.engine, "a"):
            raise ZeroDivisionError

    async with asyncio.timeout(20), storage.held(desk.services.engine, "a"):
        pass
