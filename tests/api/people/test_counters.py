"""Attempts are counted in the database, exactly, by however many processes at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from api.people import counters, lockout
from api.people.visitor import Visitor
from api.problems import RefusedError
from infra import clock, database
from schemas.tables import ACCESS_SCHEMA, sign_in_counters, sign_in_failures

COUNTED = lockout.counters("maria", "198.51.100.0/24", None)
NOW = clock.now()


@pytest.fixture
async def engines(database_url: str) -> AsyncIterator[list[AsyncEngine]]:
    """Those of two processes."""
    opened = [database.engine(database_url, ACCESS_SCHEMA) for _ in range(2)]
    yield opened
    for engine in opened:
        await engine.dispose()


async def failures(engine: AsyncEngine) -> dict[str, int]:
    """By the counters' names."""
    query = select(sign_in_counters.c.name, sign_in_counters.c.failures)
    async with engine.connect() as tx:
        return {row.name: row.failures for row in await tx.execute(query)}


async def test_of_many_attempts_at_once_no_more_are_let_through(engines: list[AsyncEngine]):
    """Two processes, fifty attempts, five of them free; the fifth one's pause stops the rest."""

    async def let_through(number: int) -> bool:
        try:
            async with engines[number % 2].begin() as tx:
                await counters.attempt(tx, COUNTED, NOW)
        except RefusedError:
            return False
        return True

    admitted = await asyncio.gather(*(let_through(number) for number in range(50)))

    assert sum(admitted) == lockout.FREE_FAILURES
    assert set((await failures(engines[0])).values()) == {lockout.FREE_FAILURES}


async def test_who_signs_in_twice_at_once_comes_in_twice(engines: list[AsyncEngine]):
    """One attempt's success takes away the counter that the other is about to use."""
    counted = lockout.counters("maria", "198.51.100.0/24", "a-device")

    async def come_in(engine: AsyncEngine) -> None:
        for _ in range(20):
            async with engine.begin() as tx:
                await counters.attempt(tx, counted, NOW)
            async with engine.begin() as tx:
                await counters.forgive(tx, counted, NOW)

    await asyncio.gather(*(come_in(engine) for engine in engines))
    assert await failures(engines[0]) == {}


async def test_success_forgives_the_one_and_keeps_the_others(engines: list[AsyncEngine]):
    """A network's counter loses a single attempt, so nobody clears it with an account of theirs."""
    async with engines[0].begin() as tx:
        for login in ("joao", "eva", "maria"):
            counted = lockout.counters(login, "198.51.100.0/24", None)
            await counters.attempt(tx, counted, NOW)
        await counters.forgive(tx, COUNTED, NOW)
    found = await failures(engines[0])

    assert [count for name, count in found.items() if name.startswith("network")] == [2]
    assert len(found) == 3


async def test_what_is_a_day_old_is_forgotten_unless_it_is_untold(engines: list[AsyncEngine]):
    """A failure that the log was not told of stays until it was."""
    visitor = Visitor("198.51.100.7", "", secure=False)
    async with engines[0].begin() as tx:
        await counters.attempt(tx, COUNTED, NOW)
        await counters.note_failure(tx, "maria", "a-person", visitor, NOW)
        await counters.note_failure(tx, "nobody", None, visitor, NOW)
        await counters.forget(tx, NOW + timedelta(days=1))
        assert (await tx.execute(select(sign_in_counters))).all() == []
        [left] = (await tx.execute(select(sign_in_failures))).all()
        assert left.user_id == "a-person"

        assert await counters.tell_failures(tx, NOW + timedelta(days=1)) == 1
        await counters.forget(tx, NOW + timedelta(days=1))
        assert (await tx.execute(select(sign_in_failures))).all() == []
