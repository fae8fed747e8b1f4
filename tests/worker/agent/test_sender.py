import asyncio

import pytest

from infra.bus import EventLog
from schemas import subjects
from schemas.events.run import CancelRequested, EpochCompleted
from tests.worker.agent.stories import RUN, cancel, epoch, requested, started
from worker.agent import fence, outbox, sender
from worker.agent.outbox import Holding
from worker.agent.sender import FencedError


@pytest.fixture
async def box(tmp_path):
    async with outbox.opened(tmp_path / "outbox.sqlite3") as box:
        yield box


async def claim(log: EventLog, box: outbox.Outbox) -> int:
    """A run that this worker holds; the sequence of its RunStarted."""
    sequence = await log.append(requested(), expected=0)
    sequence = await log.append(started(1), expected=sequence)
    await box.hold(Holding(RUN, 1, sequence, "reply"))
    return sequence


async def epochs_in(log: EventLog) -> list[int]:
    history = await log.history(subjects.run(RUN))
    events = [recorded.event for recorded in history]
    return [event.metrics.epoch for event in events if isinstance(event, EpochCompleted)]


async def drain(box: outbox.Outbox, log: EventLog, on_cancel=lambda _: None) -> None:
    """Send until the outbox is empty, or raise what the sender raised."""
    sending = asyncio.create_task(sender.send_events(box, log, on_cancel))
    drained = asyncio.create_task(box.drained())
    async with asyncio.timeout(20):
        await asyncio.wait({sending, drained}, return_when=asyncio.FIRST_COMPLETED)
    drained.cancel()
    if sending.done():
        await sending
    sending.cancel()


async def test_events_reach_the_log_in_order(log, box):
    """Each follows its predecessor by compare-and-set."""
    await claim(log, box)
    for number in range(1, 6):
        await box.put(epoch(number))
    await drain(box, log)
    assert await epochs_in(log) == [1, 2, 3, 4, 5]


async def test_an_event_that_the_log_had_already_is_not_told_twice(log, box):
    """Killed between the log's answer and its own note, the next process finds its own event."""
    sequence = await claim(log, box)
    event = epoch(1)
    await log.append(event, expected=sequence)
    await box.put(event)
    await box.put(epoch(2))
    await drain(box, log)
    assert await epochs_in(log) == [1, 2]


async def test_a_cancellation_is_heard_through_the_fence(log, box):
    """Even if the agent was cut off when the owner asked."""
    sequence = await claim(log, box)
    asked = cancel(keep_model=True)
    await log.append(asked, expected=sequence)
    await box.put(epoch(1))
    heard: list[CancelRequested] = []
    await drain(box, log, heard.append)
    assert heard == [asked]
    assert await epochs_in(log) == [1]


async def test_a_replaced_worker_tells_nothing_more(log, box):
    """The zombie's events never reach the log."""
    sequence = await claim(log, box)
    await log.append(started(2, "other"), expected=sequence)
    await box.put(epoch(1))
    with pytest.raises(FencedError, match="replaced"):
        await drain(box, log)
    assert await epochs_in(log) == []


async def test_a_live_run_goes_on_whatever_a_newer_version_wrote(log, box):
    """Its worker may be the last to be updated; the next event follows what it cannot read."""
    await claim(log, box)
    subject = f"training.run.{RUN}.control.teleported"
    await log.jetstream.publish(subject, b'{"type": "run.teleported.v1"}')
    await box.put(epoch(1))
    await drain(box, log)
    assert await epochs_in(log) == [1]


async def test_telemetry_is_told_once(log, box):
    """A message sent again after an outage is recognised by its id."""
    await box.measure(f"telemetry.run.{RUN}.here.logs", b"{}")
    [message] = await box.next_measured(1)
    sending = asyncio.create_task(sender.send_telemetry(box, log))
    async with asyncio.timeout(10):
        while await box.next_measured(1):
            await box.changed(box.version)
    sending.cancel()
    await log.jetstream.publish(
        message.subject, message.data, headers={"Nats-Msg-Id": message.message_id}
    )
    assert await log.last_sequence(subjects.TELEMETRY) == 1


async def test_a_log_that_was_set_back_takes_nothing_of_an_attempt_of_the_other_one(log, box):
    """After a restoration the same sequence may be another worker's claim: the guard would pass."""
    sequence = await claim(log, box)
    await box.hold(Holding(RUN, 1, sequence, "reply", log="made before the backup was restored"))
    await box.put(epoch(1))

    with pytest.raises(FencedError) as caught:
        await drain(box, log)

    assert caught.value.verdict == fence.Replaced()
    assert await epochs_in(log) == []


async def test_the_log_that_was_claimed_in_is_known(log, box):
    sequence = await claim(log, box)
    await box.hold(Holding(RUN, 1, sequence, "reply", log=await log.identity()))
    await box.put(epoch(1))
    await drain(box, log)
    assert await epochs_in(log) == [1]
