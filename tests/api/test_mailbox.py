"""Mailboxes, without a database."""

import asyncio
from uuid import uuid4

import pytest

from api.mailbox import Bounds, Follower, Mailbox, News
from api.queries.trail import EventRow, LogRow, ProgressRow
from api.sight import Sight
from api.topics import Topic, TopicKind
from api.views.runs import Progress
from schemas.telemetry import Phase
from tests.schemas.examples import NOW, OWNER, RUN

NO_TIME = 0.001
PLENTY = 20
BOUNDS = Bounds(messages=32, size_bytes=10_000)
FOLLOWER = Follower(Sight(OWNER), uuid4())
ONE_RUN = Topic(TopicKind.RUN, RUN)
QUEUE = Topic(TopicKind.QUEUE)


def mailbox(*topics: Topic) -> Mailbox:
    return Mailbox(topics or (ONE_RUN,), FOLLOWER, BOUNDS)


def event(sequence: int, data: str = "{}", event_type: str = "run.started.v1") -> EventRow:
    return EventRow("run", str(RUN), OWNER, sequence, event_type, NOW, data, ended=False)


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


def sequences(news: News) -> list[int]:
    return [entry.row.sequence for entry in news.entries if isinstance(entry.row, EventRow)]


async def test_a_mailbox_gives_all_that_came_in_order():
    """And is empty afterwards."""
    box = mailbox()
    for sequence in (1, 2):
        box.offer(event(sequence))

    assert sequences(await box.take(PLENTY)) == [1, 2]
    assert sequences(await box.take(NO_TIME)) == []


async def test_a_letter_names_those_topics_of_its_stream_that_tell_it():
    """The narrowest first; what the stream does not follow is not named."""
    alerts, runs = Topic(TopicKind.ALERTS), Topic(TopicKind.RUNS)
    box = mailbox(alerts, runs, ONE_RUN, QUEUE)
    box.offer(event(1))
    box.offer(event(2, event_type="run.alert_raised.v1"))

    ordinary, alert = (await box.take(PLENTY)).entries

    assert ordinary.topics == (ONE_RUN, runs)
    assert alert.topics == (ONE_RUN, runs, alerts)


async def test_a_mailbox_keeps_only_the_latest_progress():
    """However long its owner is away."""
    box = mailbox()
    for number in range(100):
        box.replace(ONE_RUN, progress(number / 100))

    assert (await box.take(PLENTY)).latest == {ONE_RUN: progress(0.99)}
    assert not box.over
    assert (await box.take(NO_TIME)).latest == {}


async def test_a_board_that_has_not_changed_is_not_shown_again():
    """Whoever looks at it has seen it."""
    box = mailbox(QUEUE)
    box.replace(QUEUE, b"one waits")
    assert (await box.take(PLENTY)).latest == {QUEUE: b"one waits"}
    box.replace(QUEUE, b"one waits")
    assert (await box.take(NO_TIME)).latest == {}
    box.replace(QUEUE, b"none waits")
    assert (await box.take(PLENTY)).latest == {QUEUE: b"none waits"}


@pytest.mark.parametrize(("data", "fit"), [("{}", 32), ("1" * 2_400, 4)])
async def test_who_does_not_keep_up_is_let_go_without_a_hole(data: str, fit: int):
    """Too many messages or too many bytes: all up to one point, and nothing after it."""
    box = mailbox()
    for sequence in range(50):
        box.offer(event(sequence, data))
    taken = await box.take(PLENTY)
    box.offer(event(50))
    box.replace(ONE_RUN, progress(0.5))

    assert box.over
    assert sequences(taken) == list(range(fit))
    assert await box.take(PLENTY) == News([], {})


async def test_a_message_larger_than_a_mailbox_comes_alone():
    """Else its stream would end for ever at the same place."""
    box = mailbox()
    box.offer(event(1, "1" * 20_000))

    assert sequences(await box.take(PLENTY)) == [1]
    assert not box.over


async def test_a_taken_mailbox_has_all_its_room_again():
    """Bounds are on what waits, not on what has ever come."""
    box = mailbox()
    for sequence in range(200):
        box.offer(event(sequence, "1" * 2_000))
        assert sequences(await box.take(PLENTY)) == [sequence]


async def test_taking_waits_for_what_is_offered_later():
    """And returns as soon as it comes."""
    box = mailbox(Topic(TopicKind.LOGS, RUN))
    taking = asyncio.create_task(box.take(PLENTY))
    await asyncio.sleep(0)
    line = LogRow(RUN, (7, 0), 1, NOW, "info", "one")
    box.offer(line)

    assert [entry.row for entry in (await taking).entries] == [line]


async def test_an_ended_mailbox_answers_at_once():
    """So that its stream can end."""
    box = mailbox()
    box.end()

    assert await box.take(PLENTY) == News([], {})
    assert await box.take(PLENTY) == News([], {})
