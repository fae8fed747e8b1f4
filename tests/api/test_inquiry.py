"""Questions that many ask at once, asked of a real database."""

import asyncio
from collections.abc import AsyncIterator, Collection

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.inquiry import Inquiry
from infra import database
from schemas.tables import READ_SCHEMA


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = database.engine(database_url, READ_SCHEMA)
    yield engine
    await engine.dispose()


class Register:
    """Numbers that are written down, and every question about them."""

    def __init__(self) -> None:
        self.there = set(range(1000))
        self.questions: list[set[int]] = []
        self.asked = asyncio.Event()

    async def look_up(self, tx: AsyncConnection, numbers: Collection[int]) -> dict[int, str]:
        there = {number: str(number) for number in numbers if number in self.there}
        self.questions.append(set(numbers))
        self.asked.set()
        await tx.execute(select(1))
        return there


async def test_a_crowd_costs_two_questions(engine: AsyncEngine):
    """The first one's, and one for all who came meanwhile; each is told what it asked about."""
    register = Register()
    inquiry = Inquiry(engine, register.look_up)
    first = asyncio.create_task(inquiry.about([0]))
    await register.asked.wait()
    told = await asyncio.gather(*(inquiry.about([number, -1]) for number in range(1000)))

    assert await first == {0: "0"}
    assert told == [{number: str(number)} for number in range(1000)]
    assert register.questions == [{0}, {-1, *range(1000)}]


async def test_no_answer_is_older_than_its_question(engine: AsyncEngine):
    """Who comes after the look-up has begun is not told what it saw."""
    register = Register()
    inquiry = Inquiry(engine, register.look_up)
    before = asyncio.create_task(inquiry.about([7]))
    await register.asked.wait()
    register.there.remove(7)

    assert await inquiry.about([7]) == {}
    assert await before == {7: "7"}


async def test_who_leaves_takes_no_answer_from_the_others(engine: AsyncEngine):
    inquiry = Inquiry(engine, Register().look_up)
    leaving, staying = (asyncio.create_task(inquiry.about([number])) for number in (1, 2))
    await asyncio.sleep(0)
    leaving.cancel()

    assert await staying == {2: "2"}
    assert leaving.cancelled()


async def test_a_look_up_that_fails_is_told_to_all_and_asked_again(engine: AsyncEngine):
    """A failure is no answer for those who come later."""
    register = Register()

    async def failing_once(tx: AsyncConnection, numbers: Collection[int]) -> dict[int, str]:
        if not register.questions:
            register.questions.append(set(numbers))
            await tx.execute(text("SELECT 1/0"))
        return await register.look_up(tx, numbers)

    inquiry = Inquiry(engine, failing_once)
    told = await asyncio.gather(inquiry.about([1]), inquiry.about([2]), return_exceptions=True)

    assert all(isinstance(one, DBAPIError) for one in told)
    assert await inquiry.about([1]) == {1: "1"}
