"""Attempts are counted in the database, exactly, by however many processes at once."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from api.people import counters, lockout
from api.people.visitor import Visitor
from api.problems import RefusedError
from infra import clock, database
from schemas.tables import ACCESS_SCHEMA, sign_in_counters, sign_in_failures

COUNTED = lockout.counters("maria", "198.51.100.0/24", None)
NOW = clock.now()


async def test_of_many_attempts_at_once_no_more_are_let_through(database_url: str):
    """Two processes, fifty attempts, five of them free."""
    engines = [database.engine(database_url, ACCESS_SCHEMA) for _ in range(2)]

    async def let_through(number: int) -> bool:
        try:
            async with engines[number % 2].begin() as tx:
                await counters.attempt(tx, COUNTED, NOW)
        except RefusedError:
            return False
        return True

    admitted = await asyncio.gather(*(let_through(number) for number in range(50)))

    assert sum(admitted) == lockout.FREE_FAILURES
    async with engines[0].connect() as tx:
        found = dict(
            (await tx.execute(select(sign_in_counters.c.name, sign_in_counters.c.failures)))
            .tuples()
            .all()
        )
    assert set(found.values()) == {lockout.FREE_FAILURES}
    for engine in engines:
        await engine.dispose()


async def test_success_forgives_the_one_and_keeps_the_others(database_url: str):
    """A network's counter loses a single attempt, so nobody clears it with an account of theirs."""
    engine = database.engine(database_url, ACCESS_SCHEMA)
    async with engine.begin() as tx:
        for login in ("joao", "eva", "maria"):
            counted = lockout.counters(login, "198.51.100.0/24", None)
            await counters.attempt(tx, counted, NOW)
        await counters.forgive(tx, COUNTED, NOW)
        found = (
            await tx.execute(select(sign_in_counters.c.name, sign_in_counters.c.failures))
        ).all()
    of_network = [row.failures for row in found if row.name.startswith("network")]

    assert of_network == [2]
    assert len(found) == 3
    await engine.dispose()


async def test_what_is_a_day_old_is_forgotten_unless_it_is_untold(database_url: str):
    """A failure that the log was not told of stays until it was."""
    engine = database.engine(database_url, ACCESS_SCHEMA)
    visitor = Visitor("198.51.100.7", "", secure=False)
    async with engine.begin() as tx:
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
    await engine.dispose()
