import asyncio
import os
import resource
import signal
import sqlite3
import sys
import threading
import warnings
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from schemas.events.run import EpochCompleted
from tests.infra.broker import until
from tests.worker.agent.measurements import LOGS, PROGRESS, logs, progress, text_of
from tests.worker.agent.stories import RUN, epoch
from worker.agent import outbox, storage
from worker.agent.outbox import Holding, Outbox
from worker.agent.storage import TakenError

KILLED_LIVES = 12
HOLDING = Holding(RUN, attempt=2, last_sequence=7, reply="$JS.ACK.somewhere", log="this one")


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


def test_every_put_that_returned_survives_kill_9(path):
    """Killed at any moment, again and again: all that was acknowledged is there, in order, once."""
    acknowledged = [0]
    for life in range(KILLED_LIVES):
        acknowledged.append(_put_until_killed(path, acknowledged[-1], after=7 * life % 11))

    assert acknowledged[-1] > KILLED_LIVES
    numbers = asyncio.run(told_numbers(path))
    assert len(numbers) == len(set(numbers))
    assert numbers == sorted(numbers)
    assert set(numbers) >= set(range(1, acknowledged[-1] + 1))


def _put_until_killed(path: Path, last: int, after: int) -> int:
    """Let a process put events numbered from ``last + 1``; kill it amid one; the last it got in."""
    reader, writer = os.pipe()
    pid = _forked()
    if pid == 0:
        asyncio.run(_put_for_ever(path, last, writer))
        os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as heard:
        for _ in range(after + 1):
            last = int(heard.read(8))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        while said := heard.read(8):
            last = int(said)
    return last


def _forked() -> int:
    """As ``os.fork``; newer versions of Python warn of threads, which do no harm here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


async def _put_for_ever(path: Path, last: int, acknowledge: int) -> None:
    async with outbox.opened(path) as box:
        if await box.holding() is None:
            await box.hold(HOLDING)
        found = box._connection.execute("SELECT max(number) FROM events").fetchone()[0] or 0
        for number in range(max(last, found) + 1, sys.maxsize):
            await box.put(epoch(number))
            os.write(acknowledge, f"{number:08d}".encode())


async def told_numbers(path: Path) -> list[int]:
    numbers: list[int] = []
    async with outbox.opened(path) as box:
        while (outgoing := await box.next_event()) is not None:
            assert isinstance(outgoing.event, EpochCompleted)
            numbers.append(outgoing.event.metrics.epoch)
            await box.told(outgoing, 1)
    return numbers


async def test_a_write_that_nobody_waits_for_is_finished_before_anything_else(path):
    """Before the next, and before the file is closed: a cancelled task leaves its thread behind."""
    began, go_on, order = threading.Event(), threading.Event(), []

    def slow(connection: sqlite3.Connection) -> None:
        began.set()
        go_on.wait()
        connection.execute("DELETE FROM events")
        order.append("slow")

    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        given_up = asyncio.create_task(box._do(slow))
        await until(began.is_set)
        given_up.cancel()
        following = asyncio.create_task(box.put(epoch(1)))
        asyncio.get_running_loop().call_later(0.05, go_on.set)
        await following
        order.append("next")
        again = asyncio.create_task(box._do(slow))
        began.clear()
        await until(began.is_set)
        again.cancel()
    assert order == ["slow", "next", "slow"]
    async with outbox.opened(path) as box:
        assert await box.next_event() is None


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


async def test_an_event_that_others_came_before_follows_them(path):
    """In another shape, if that is what follows; nothing of what it was is left."""
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        await box.put(epoch(1))
        outgoing = await box.next_event()
        assert outgoing is not None
        await box.adopt(9, outgoing, epoch(2))
        again = await box.next_event()
        assert again is not None
        assert again.number == outgoing.number
        assert again.event.metrics.epoch == 2
        holding = await box.holding()
        assert holding is not None
        assert holding.last_sequence == 9


async def test_an_event_waits_for_room_and_is_not_lost(path, monkeypatch):
    """A disk that is full, or a quota that is used up, holds the training up but loses nothing."""
    monkeypatch.setattr(outbox, "FULL_RETRY_SECONDS", 0.01)
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        with full_disk(box):
            putting = asyncio.create_task(put_many(box, 40))
            await until(lambda: box.waits_for_room)
            assert not putting.done()
            in_time = box.version
        await putting
        assert box.version > in_time
    assert await told_numbers(path) == list(range(1, 41))


def test_a_quota_that_is_used_up_is_waited_for(path):
    """The system refuses to let the file grow, until somebody raises what it may take."""
    assert _in_a_fork(_outgrow_quota(path)) == 0
    assert asyncio.run(told_numbers(path)) == list(range(1, 201))


async def _outgrow_quota(path: Path) -> None:
    outbox.FULL_RETRY_SECONDS = 0.01
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        putting = asyncio.create_task(put_many(box, 200))
        await until(lambda: box.waits_for_room)
        assert not putting.done()
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        await putting


def _in_a_fork(work: Coroutine[None, None, None]) -> int:
    """The exit status of a process of its own that does ``work``: 0 if that goes well."""
    pid = _forked()
    if pid == 0:
        with suppress(Exception):
            asyncio.run(work)
            os._exit(0)
        os._exit(1)
    work.close()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


async def test_telemetry_does_not_wait_for_room_but_is_counted(path):
    """Nobody is held up for a report of progress."""
    async with outbox.opened(path) as box:
        with full_disk(box):
            for number in range(40):
                await box.measure(PROGRESS, progress(number))
        await box.measure(PROGRESS, progress(40))
        kept = await box.next_measured(100)
        assert 0 < len(kept) < 41
        await box.measured_told(kept[-1].number)
        [account] = await box.next_measured(10)
        assert account.subject == LOGS
        assert f"{41 - len(kept)} progress reports and 0 log lines" in text_of(account)


@contextmanager
def full_disk(box: Outbox) -> Iterator[None]:
    """No page more for the outbox's file."""
    connection = box._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        connection.execute("PRAGMA max_page_count = 4294967294")


async def put_many(box: Outbox, count: int) -> None:
    for number in range(1, count + 1):
        await box.put(epoch(number))


async def test_an_older_versions_telemetry_is_taken_over(path):
    """It kept all of it in one table; an upgrade loses none."""
    with closing(sqlite3.connect(path)) as old:
        old.executescript(
            "CREATE TABLE telemetry (number INTEGER PRIMARY KEY AUTOINCREMENT,"
            " message_id TEXT NOT NULL, subject TEXT NOT NULL, data BLOB NOT NULL)"
        )
        rows = [("a", PROGRESS, progress(1)), ("b", LOGS, logs("x")), ("c", PROGRESS, progress(2))]
        old.executemany("INSERT INTO telemetry (message_id, subject, data) VALUES (?, ?, ?)", rows)
        old.commit()
    for _ in range(2):
        async with outbox.opened(path) as box:
            kept = await box.next_measured(10)
            assert [(one.message_id, one.subject, one.data) for one in kept] == rows


async def test_two_agents_never_share_an_outbox(path, monkeypatch):
    """The second would give away the first one's job and forget its events."""
    monkeypatch.setattr(storage, "TAKEN_SECONDS", 0.05)
    async with outbox.opened(path) as box:
        await box.hold(HOLDING)
        with pytest.raises(TakenError, match="another agent runs as this worker"):
            async with outbox.opened(path):
                pass
        await box.put(epoch(1))
    async with outbox.opened(path) as box:
        assert await box.holding() == HOLDING
