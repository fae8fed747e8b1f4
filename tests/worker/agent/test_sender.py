import asyncio
import random
from contextlib import suppress
from uuid import uuid4

import pytest

from infra import streams
from infra.bus import ConflictError, EventLog
from schemas import subjects
from schemas.events.run import (
    CancelRequested,
    EpochCompleted,
    RunCancelled,
    RunCompleted,
    StallReason,
)
from tests.schemas.examples import job_failed, run_completed
from tests.worker.agent.stories import RUN, cancel, epoch, requested, stalled, started
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


RACES = 25


async def race(log: EventLog, box: outbox.Outbox, asked: CancelRequested) -> list[str]:
    """An owner who cancels while the worker tells of its completion; what the log made of it."""
    run_id = asked.run_id
    sequence = await log.append(requested(run_id), expected=0)
    sequence = await log.append(started(1, run_id=run_id), expected=sequence)
    await box.hold(Holding(run_id, 1, sequence, "reply"))
    await box.put(epoch(1, run_id=run_id))
    await box.put(run_completed(run_id=run_id, worker_id="here"))
    async with asyncio.TaskGroup() as both:
        both.create_task(drain(box, log))
        both.create_task(ask(log, asked))
    history = await log.history(subjects.run(run_id))
    return [type(recorded.event).__name__ for recorded in history]


async def ask(log: EventLog, asked: CancelRequested) -> None:
    """As the API does: again when others were faster, not at all after the end."""
    await asyncio.sleep(random.uniform(0, 0.01))
    while True:
        *_, last = await log.history(subjects.run(asked.run_id))
        if isinstance(last.event, RunCompleted):
            return
        with suppress(ConflictError):
            await log.append(asked, expected=last.sequence)
            return


async def test_of_a_cancellation_and_a_completion_the_log_lets_one_win(log, box):
    """Whichever is first in the log; the other is not told any more."""
    for number in range(RACES):
        asked = cancel(uuid4(), keep_model=number % 2 == 0)
        told = await race(log, box, asked)
        assert told.count("RunCompleted") + told.count("RunCancelled") == 1
        if "CancelRequested" in told:
            assert told[-1] == "RunCancelled", told
        else:
            assert told[-1] == "RunCompleted", told
        history = await log.history(subjects.run(asked.run_id))
        last = history[-1].event
        if isinstance(last, RunCancelled):
            assert (last.model is not None) == asked.keep_model
            assert last.epochs_completed == sum(name == "EpochCompleted" for name in told)


@pytest.mark.parametrize("told_before", [0, 1])
async def test_a_cancellation_that_came_first_leaves_no_completion(log, box, told_before):
    """Even if the epoch before was told after it, so that the log had no reason to refuse."""
    sequence = await claim(log, box)
    await log.append(cancel(), expected=sequence)
    for number in range(told_before):
        await box.put(epoch(number + 1))
    await box.put(run_completed(run_id=RUN, worker_id="here"))
    await drain(box, log)

    history = await log.history(subjects.run(RUN))
    told = [type(recorded.event).__name__ for recorded in history]
    assert told[-1] == "RunCancelled"
    assert "RunCompleted" not in told


async def test_a_cancelled_run_is_not_shown_as_failed(log, box):
    """Its child may crash while it stops."""
    sequence = await claim(log, box)
    await log.append(cancel(), expected=sequence)
    await box.put(job_failed(run_id=RUN, worker_id="here", final=True))
    await drain(box, log)

    history = await log.history(subjects.run(RUN))
    assert isinstance(history[-1].event, RunCancelled)


async def test_after_the_end_of_the_run_nothing_is_told(log, box):
    """The owner cancelled, the watchdog called the worker lost: that was the end."""
    sequence = await claim(log, box)
    sequence = await log.append(cancel(), expected=sequence)
    await log.append(stalled(1), expected=sequence)
    await box.put(epoch(1))
    with pytest.raises(FencedError, match="over"):
        await drain(box, log)
    assert await epochs_in(log) == []


async def test_a_stalled_attempt_tells_nothing_more(log, box):
    """Its work is on disk; the next attempt tells of it."""
    sequence = await claim(log, box)
    await log.append(stalled(1, reason=StallReason.STUCK_EPOCH), expected=sequence)
    await box.put(epoch(1))
    with pytest.raises(FencedError, match="stalled"):
        await drain(box, log)
    assert await epochs_in(log) == []


async def test_a_message_that_the_broker_never_takes_holds_up_no_other(log, box):
    """It is too large; all that come after it arrive."""
    await box.measure(f"telemetry.run.{RUN}.here.logs", b"{" + b" " * streams.MESSAGE_BYTES + b"}")
    await box.measure(f"telemetry.run.{RUN}.here.logs", b"{}")
    sending = asyncio.create_task(sender.send_telemetry(box, log))
    async with asyncio.timeout(10):
        while await box.next_measured(1):
            await box.changed(box.version)
    sending.cancel()
    assert await log.last_sequence(subjects.TELEMETRY) == 1
