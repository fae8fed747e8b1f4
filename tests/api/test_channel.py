"""Positions, and the delivery of what a projector has written."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from api import channel as channel_module
from api.channel import Channel, Position
from infra import database
from infra.tasks import ended
from schemas.tables import READ_SCHEMA

NO_TIME = 0.001
PLENTY = 20


async def test_a_position_wakes_those_whose_sequence_it_reached():
    """And no others."""
    position = Position()
    near = asyncio.create_task(position.reached(5, PLENTY))
    far = asyncio.create_task(position.reached(7, NO_TIME))
    await asyncio.sleep(0)

    position.move(6)

    assert await near
    assert not await far
    assert await position.reached(6, NO_TIME)


async def test_a_position_never_goes_back():
    """A notification that comes late says nothing new."""
    position = Position()
    position.move(6)
    position.move(4)

    assert position.sequence == 6


class Deliveries:
    """What a channel asked to have delivered, with one failure on the way."""

    def __init__(self, failure: Exception) -> None:
        self.asked: list[tuple[int, int]] = []
        self.given_up = 0
        self.came = asyncio.Event()
        self._failure: Exception | None = failure

    async def deliver(self, after: int, upto: int) -> None:
        self.asked.append((after, upto))
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        self.came.set()

    def give_up(self) -> None:
        self.given_up += 1
        self.came.set()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = database.engine(database_url, READ_SCHEMA)
    yield made
    await made.dispose()


def projected(database_url: str, sequence: int) -> None:
    """Put a projector where it would be after ``sequence``."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO read_v1.positions VALUES ('training', %s)"
            " ON CONFLICT (projection) DO UPDATE SET sequence = excluded.sequence",
            [sequence],
        )


@asynccontextmanager
async def pumping(engine: AsyncEngine, deliveries: Deliveries) -> AsyncGenerator[Channel]:
    channel = Channel("training", engine, deliveries.deliver, deliveries.give_up)
    task = asyncio.create_task(channel.pump())
    yield channel
    await ended([task])


async def test_news_that_could_not_be_read_is_asked_for_again(
    engine: AsyncEngine, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """From the same place: a database that was away costs nobody anything."""
    monkeypatch.setattr(channel_module, "RETRY_SECONDS", 0)
    deliveries = Deliveries(OperationalError("SELECT", {}, Exception("gone")))
    projected(database_url, 5)

    async with pumping(engine, deliveries) as channel, asyncio.timeout(PLENTY):
        channel.moved()
        await deliveries.came.wait()

    assert (deliveries.asked, deliveries.given_up) == ([(0, 5), (0, 5)], 0)


async def test_a_bug_ends_the_streams_and_not_the_delivery(engine: AsyncEngine, database_url: str):
    """Clients come back for what could not be delivered; what comes after it is."""
    deliveries = Deliveries(ZeroDivisionError())
    projected(database_url, 5)

    async with pumping(engine, deliveries) as channel, asyncio.timeout(PLENTY):
        channel.moved()
        await deliveries.came.wait()
        deliveries.came.clear()
        projected(database_url, 7)
        channel.moved()
        await deliveries.came.wait()

    assert (deliveries.asked, deliveries.given_up) == ([(0, 5), (5, 7)], 1)
