import asyncio
import os
import signal
import subprocess
import sys

import pytest

from tests.worker.agent.stories import RUN, epoch
from worker.agent import outbox
from worker.agent.outbox import TELEMETRY_KEPT, Holding

HOLDING = Holding(RUN, attempt=2, last_sequence=7, reply="$JS.ACK.somewhere")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "outbox.sqlite3"


async def test_events_leave_in_the_order_in_which_they_came(path):
    """An event is only forgotten when the log has it, and the next must follow it."""
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        first, second = epoch(1), epoch(2)
        await box.put(first)
        await box.put(second)

        outgoing = await box.next_event()
        assert outgoing is not None
        assert outgoing.event == first
        await box.told(outgoing, sequence=9)

        following = await box.next_event()
        assert following is not None
        assert following.event == second
        holding = await box.holding()
        assert holding is not None
        assert holding.last_sequence == 9


async def test_a_new_process_finds_what_the_old_one_left(path):
    """The claim and the untold events are on disk."""
    event = epoch(1)
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        await box.put(event)

    async with outbox.opened(path) as box:
        assert await box.holding() == HOLDING
        outgoing = await box.next_event()
        assert outgoing is not None
        assert outgoing.event == event


def test_what_was_put_survives_kill_9(path):
    """``put`` returns when the disk has it, not before."""
    script = f"""
import asyncio, os, signal
from pathlib import Path
from tests.worker.agent.stories import epoch
from tests.worker.agent.test_outbox import HOLDING
from worker.agent import outbox

async def main():
    async with outbox.opened(Path({str(path)!r})) as box:
        await box.hold(HOLDING)
        for number in range(1, 21):
            await box.put(epoch(number))
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False, cwd=os.getcwd())  # noqa: PTH109
    assert killed.returncode == -signal.SIGKILL

    async def left() -> list[int]:
        numbers: list[int] = []
        async with outbox.opened(path) as box:
            while (outgoing := await box.next_event()) is not None:
                numbers.append(outgoing.event.metrics.epoch)
                await box.told(outgoing, 1)
        return numbers

    assert asyncio.run(left()) == list(range(1, 21))


async def test_a_new_claim_forgets_the_events_of_the_old_one(path):
    """Nothing of a lost attempt is told in the name of the next."""
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        await box.put(epoch(1))
        await box.hold(HOLDING)
        assert await box.next_event() is None


async def test_waiting_for_an_empty_outbox_ends_when_the_last_event_is_told(path):
    """``drained`` sees events that come while it waits."""
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        await box.put(epoch(1))
        drained = asyncio.create_task(box.drained())
        outgoing = await box.next_event()
        assert outgoing is not None
        assert not drained.done()
        await box.told(outgoing, 8)
        async with asyncio.timeout(5):
            await drained


async def test_the_oldest_telemetry_is_dropped_first(path, monkeypatch):
    """A long outage fills neither the disk nor the queue with stale progress."""
    monkeypatch.setattr(outbox, "TELEMETRY_KEPT", 3)
    assert TELEMETRY_KEPT > 3
    async with outbox.opened(path) as box:
        for number in range(5):
            await box.measure("telemetry.x", str(number).encode())
        kept = await box.next_measured(10)
        assert [message.data for message in kept] == [b"2", b"3", b"4"]
        await box.measured_told(kept[1].number)
        assert [message.data for message in await box.next_measured(10)] == [b"4"]
