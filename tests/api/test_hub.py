"""Mailboxes and positions, without a database."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from api import hub
from api.hub import CAPACITY, Channel, Position, Subscription, Topic
from api.queries.trail import EventRow, ProgressRow
from api.views.runs import Progress
from infra.tasks import ended
from schemas.telemetry import Phase
from tests.schemas.examples import NOW, RUN

NO_TIME = 0.001
PLENTY = 20


def event(sequence: int) -> EventRow:
    return EventRow(RUN, sequence, "run.alert_raised.v1", NOW, {}, ended=False)


def progress(fraction: float) -> ProgressRow:
    shown = Progress(
        phase=Phase.TRAINING,
        fraction=fraction,
        epoch=1,
        epochs=3,
        step=1,
        steps=9,
        train_loss=None,
        learning_rate=None,
        examples_per_second=None,
        seconds_left=None,
        updated_at=NOW,
    )
    return ProgressRow(RUN, shown)


async def test_a_mailbox_gives_all_that_came_in_order():
    """And is empty afterwards."""
    subscription = Subscription(RUN, Topic.PROGRESS)
    for sequence in (1, 2):
        subscription.offer(event(sequence))

    assert (await subscription.take(PLENTY)).rows == [event(1), event(2)]
    assert (await subscription.take(NO_TIME)).rows == []


async def test_a_mailbox_keeps_only_the_latest_progress():
    """However long its owner is away."""
    subscription = Subscription(RUN, Topic.PROGRESS)
    for number in range(CAPACITY + 2):
        subscription.offer(progress(number / (CAPACITY + 2)))

    news = await subscription.take(PLENTY)

    assert news.progress == progress((CAPACITY + 1) / (CAPACITY + 2))
    assert not subscription.over
    assert (await subscription.take(NO_TIME)).progress is None


async def test_who_does_not_keep_up_is_let_go_without_a_hole():
    """What it gets is everything up to one point, and nothing after; then it must come back."""
    subscription = Subscription(RUN, Topic.PROGRESS)
    for sequence in range(CAPACITY + 10):
        subscription.offer(event(sequence))
    taken = await subscription.take(PLENTY)
    subscription.offer(event(CAPACITY + 10))

    assert subscription.over
    assert [row.sequence for row in taken.rows] == list(range(CAPACITY))
    assert (await subscription.take(PLENTY)).rows == []


async def test_taking_waits_for_what_is_offered_later():
    """And returns as soon as it comes."""
    subscription = Subscription(RUN, Topic.LOGS)
    taking = asyncio.create_task(subscription.take(PLENTY))
    await asyncio.sleep(0)

    subscription.offer(event(1))

    assert (await taking).rows == [event(1)]


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


@pytest.mark.parametrize("topic", list(Topic))
async def test_an_ended_mailbox_answers_at_once(topic: Topic):
    """So that its stream can end."""
    subscription = Subscription(uuid4(), topic)
    subscription.end()

    assert (await subscription.take(PLENTY)).rows == []
    assert (await subscription.take(PLENTY)).rows == []


class Deliveries:
    """What a channel asked to have delivered, with one failure on the way."""

    def __init__(self, failure: Exception) -> None:
        self.asked_after: list[int] = []
        self.given_up = 0
        self.came = asyncio.Event()
        self._failure: Exception | None = failure

    async def deliver(self, after: int) -> None:
        self.asked_after.append(after)
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        self.came.set()

    def give_up(self) -> None:
        self.given_up += 1
        self.came.set()


@asynccontextmanager
async def pumping(deliveries: Deliveries) -> AsyncGenerator[Channel]:
    channel = Channel("training", deliveries.deliver, deliveries.give_up)
    task = asyncio.create_task(channel.pump())
    yield channel
    await ended([task])


async def test_news_that_could_not_be_read_is_asked_for_again(monkeypatch: pytest.MonkeyPatch):
    """From the same place: a database that was away costs nobody anything."""
    monkeypatch.setattr(hub, "RETRY_SECONDS", 0)
    deliveries = Deliveries(OperationalError("SELECT", {}, Exception("gone")))

    async with pumping(deliveries) as channel, asyncio.timeout(PLENTY):
        channel.moved_to(5)
        await deliveries.came.wait()

    assert (deliveries.asked_after, deliveries.given_up) == ([0, 0], 0)


async def test_a_bug_ends_the_streams_and_not_the_delivery():
    """Clients come back for what could not be delivered; what comes after it is."""
    deliveries = Deliveries(ZeroDivisionError())

    async with pumping(deliveries) as channel, asyncio.timeout(PLENTY):
        channel.moved_to(5)
        await deliveries.came.wait()
        deliveries.came.clear()
        channel.moved_to(7)
        await deliveries.came.wait()

    assert (deliveries.asked_after, deliveries.given_up) == ([0, 5], 1)
