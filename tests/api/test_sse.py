"""Streams over a real port: what was missed, then what happens, each id once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg import sql
from sqlalchemy.pool import AsyncAdaptedQueuePool

from api import sse
from api.mailbox import Mailbox
from api.queries import trail
from api.topics import TopicKind
from infra.settings import Settings
from schemas.events.run import RunEvent
from tests.api import desk as desks
from tests.api.streaming import Line, Message, Reader, ids, on_the_line
from tests.infra.broker import until
from tests.schemas import examples
from tests.schemas.examples import RUN

ENDING = (examples.run_requested, examples.run_started, examples.epoch_completed)


@pytest.fixture
async def line(settings: Settings, projecting: None) -> AsyncIterator[Line]:
    async with on_the_line(settings) as line:
        yield line


async def test_a_stream_tells_what_was_and_what_happens(line: Line):
    """Each event under its short name, with its place in the log as id, until the run has ended."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    async with line.reading() as reader:
        assert 2000 <= int((await reader.block() or {})["retry"]) < 4000
        told = [await reader.next(), await reader.next()]
        last = await line.desk.write(examples.epoch_completed(1), examples.run_completed())
        told += await reader.rest()

    assert [message.event for message in told if message] == [
        "requested",
        "started",
        "epoch_completed",
        "completed",
    ]
    epoch = told[2]
    assert epoch is not None
    assert epoch.data["type"] == "run.epoch_completed.v1"
    assert str(epoch.data["sequence"]) == epoch.id
    assert epoch.data["occurred_at"] == examples.NOW.isoformat()
    assert epoch.data["event"]["metrics"] == examples.epoch_metrics(1).model_dump()
    assert ids([message for message in told if message])[-1] == last


async def test_a_stream_is_neither_stored_nor_buffered(line: Line):
    """By nothing on its way."""
    await line.desk.write(examples.run_requested())
    async with line.reading() as reader:
        headers = reader.response.headers

    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-store"
    assert headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in headers


async def test_only_the_last_that_is_known_of_a_run_ends_its_stream(line: Line):
    """Read while the end was being projected: what comes before it is told, and the end later."""
    last = await line.desk.write(
        examples.run_requested(), examples.run_started(), examples.run_completed()
    )
    async with line.desk.services.hub.engine.connect() as tx:
        early, all_of_it = [
            await trail.events(tx, [(TopicKind.RUN, RUN)], (0, upto), 10)
            for upto in (last - 1, last)
        ]

    assert [row.ended for row in early] == [False, False]
    assert [row.ended for row in all_of_it] == [False, False, True]


async def test_whoever_comes_back_misses_nothing_and_sees_nothing_twice(line: Line):
    """From every id that a client can have seen last."""
    events: list[RunEvent] = [examples.run_requested(), examples.run_started()]
    events += [examples.epoch_completed(n) for n in (1, 2, 3)]
    events += [examples.run_completed()]
    await line.desk.write(*events)
    async with line.reading() as reader:
        everything = ids(await reader.rest())

    assert len(everything) == len(events)
    for seen, last in enumerate(everything[:-1], start=1):
        async with line.reading(last=str(last)) as reader:
            assert ids(await reader.rest()) == everything[seen:]
        async with line.reading(after=last) as reader:
            assert ids(await reader.rest()) == everything[seen:]


async def test_the_later_of_two_places_counts(line: Line):
    """A browser's own header, and an address that was made with an older place."""
    await line.desk.write(*(make() for make in ENDING), examples.run_completed())
    async with line.reading() as reader:
        everything = ids(await reader.rest())

    async with line.reading(last=str(everything[1]), after=everything[0]) as reader:
        assert ids(await reader.rest()) == everything[2:]
    async with line.reading(last=str(everything[0]), after=everything[1]) as reader:
        assert ids(await reader.rest()) == everything[2:]


async def test_nothing_is_lost_between_looking_back_and_listening(
    line: Line, monkeypatch: pytest.MonkeyPatch
):
    """Events come while the stream is being opened, at every moment of it: each once, in order."""
    monkeypatch.setattr(sse, "PAGE_MESSAGES", 2)
    await line.desk.write(examples.run_requested(), examples.run_started())

    async def follow() -> list[int]:
        async with line.reading() as reader:
            return ids(await reader.rest())

    followers: list[asyncio.Task[list[int]]] = []
    for n in range(1, 25):
        followers.append(asyncio.create_task(follow()))
        await line.desk.write(examples.epoch_completed(n))
    await line.desk.write(examples.run_completed())

    for told in await asyncio.gather(*followers):
        assert told == sorted(set(told))
        assert len(told) == 27


async def test_a_stream_ends_with_every_kind_of_end(line: Line):
    """Also with one that only the run's state makes an end: the cancellation of a waiting run."""
    for ending in (
        [examples.cancel_requested],
        [examples.run_started, examples.run_abandoned],
        [examples.run_started, examples.cancel_requested, examples.run_stalled],
        [examples.run_started, lambda **of: examples.job_failed(final=True, **of)],
    ):
        run_id = uuid4()
        await line.desk.write(examples.run_requested(run_id=run_id))
        async with line.reading(run_id=run_id) as reader:
            assert await reader.next()
            await line.desk.write(*(make(run_id=run_id) for make in ending))
            assert len(await reader.rest()) == len(ending)


async def test_a_failed_attempt_is_no_end(line: Line):
    """The run is queued again, and its stream goes on."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    async with line.reading() as reader:
        await line.desk.write(examples.job_failed(final=False))
        await line.desk.write(examples.run_started(attempt=2))
        await line.desk.write(examples.run_completed(attempt=2))
        told = await reader.rest()

    assert [message.event for message in told][-3:] == ["job_failed", "started", "completed"]


async def test_a_run_that_is_over_and_known_is_not_worth_a_stream(line: Line):
    """204 tells a browser not to come back."""
    last = await line.desk.write(*(make() for make in ENDING), examples.run_completed())

    answer = await line.http.get(f"/api/runs/{RUN}/events", params={"after": last})

    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("nonsense", ["", "abc", "-3", "1.5", "9" * 40])
async def test_a_place_that_is_none_is_the_beginning(line: Line, nonsense: str):
    """A client that has lost its place sees everything rather than an error."""
    await line.desk.write(examples.run_requested(), examples.cancel_requested())

    async with line.reading(after=nonsense) as reader:
        assert len(await reader.rest()) == 2


async def test_progress_comes_at_once_and_whenever_it_changes(line: Line):
    """Without an id: it is no part of the log, and does not move a client's place."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    await line.desk.tell(examples.progress(fraction=0.25))
    async with line.reading() as reader:
        told = [await reader.next() for _ in range(3)]
        await line.desk.tell(examples.progress(fraction=0.5))
        told.append(await reader.next())

    progress = [message for message in told if message and message.event == "progress"]
    assert [message.data["fraction"] for message in progress] == [0.25, 0.5]
    assert [message.id for message in progress] == [None, None]
    assert told[2] == progress[0]


async def test_progress_never_falls_while_one_watches(line: Line):
    """When a worker is lost, the next attempt begins before where the last one was."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    await line.desk.tell(examples.progress(fraction=0.5))
    async with line.reading() as reader:
        assert [await reader.next() for _ in range(3)]
        await line.desk.write(examples.run_stalled(), examples.run_started(attempt=2))
        await line.desk.tell(examples.progress(attempt=2, fraction=0.1))
        while (message := await reader.next()) and message.event != "progress":
            continue

    assert message is not None
    assert message.data["fraction"] == 0.5


async def test_silence_is_broken_by_pings(line: Line, monkeypatch: pytest.MonkeyPatch):
    """Comments, so that nothing on the way takes the connection for dead."""
    services = line.desk.services
    impatient = replace(services, streams=replace(services.streams, ping_seconds=0.05))
    monkeypatch.setattr(line.desk.application.state, "services", impatient)
    await line.desk.write(examples.run_requested())
    async with line.reading() as reader:
        assert await reader.next()
        for _ in range(3):
            assert await reader.block() == {"": "ping"}


async def test_a_client_that_stalls_harms_nobody_and_can_come_back(line: Line):
    """Its stream ends without a hole once it does not keep up; its last id brings the rest."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    async with line.reading("logs") as stalled, line.reading("logs") as healthy:
        assert await stalled.block()
        seen = [await spoken_to(line, healthy, n) for n in range(40)]
        before = await stalled.rest()

    assert 0 < len(before) < len(seen)
    await line.desk.write(examples.run_completed())
    async with line.reading("logs", last=before[-1].id) as back:
        assert before + await back.rest() == seen


async def spoken_to(line: Line, reader: Reader, number: int) -> Message | None:
    """What ``reader`` reads of a long line, far longer than what the network holds back."""
    await line.desk.tell(examples.log_lines(f"{number} " + 200_000 * "x"))
    return await reader.next()


async def test_a_client_that_leaves_is_forgotten(line: Line, monkeypatch: pytest.MonkeyPatch):
    """Its mailbox goes with it."""
    hub, forgotten = line.desk.services.hub, asyncio.Event()
    drop = hub._drop

    def dropping(mailbox: Mailbox) -> None:
        drop(mailbox)
        forgotten.set()

    monkeypatch.setattr(hub, "_drop", dropping)
    await line.desk.write(examples.run_requested())
    async with line.reading() as reader:
        await reader.next()
        assert hub.subscribers == 1

    async with asyncio.timeout(20):
        await forgotten.wait()
    assert hub.subscribers == 0


async def test_clients_that_leave_at_once_cost_no_connections(line: Line):
    """Whatever was being asked of the database for them: the pool gets every connection back."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    pool = line.desk.services.hub.engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)

    async def leave_after(seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), line.reading():
                await asyncio.Event().wait()

    for _ in range(4):
        await asyncio.gather(*(leave_after(number / 200) for number in range(40)))
    await until(lambda: pool.checkedout() == 0)

    async with line.reading() as reader:
        assert len(await reader.some(2)) == 2


async def test_streams_survive_the_loss_of_the_listening_connection(line: Line, database_url: str):
    """Positions are read again after a reconnection: what was notified meanwhile is not lost."""
    await line.desk.write(examples.run_requested())
    async with line.reading() as reader:
        assert await reader.next()
        kill_listeners(database_url)
        await line.desk.write(examples.run_started(), examples.run_completed())
        told = await reader.rest()

    assert [message.event for message in told] == ["started", "completed"]


def kill_listeners(database_url: str) -> None:
    """End every connection that waits for notifications."""
    statement = sql.SQL(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE query LIKE 'LISTEN %' AND state = 'idle'"
        " AND pid <> pg_backend_pid() AND datname = current_database()"
    )
    with psycopg.connect(database_url, autocommit=True) as connection:
        assert connection.execute(statement).fetchall()


async def test_a_log_is_read_as_it_is_written(line: Line):
    """Line by line, in order, until the run has ended and nothing more comes."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    await line.desk.tell(examples.log_lines("one", "two"))
    async with line.reading("logs") as reader:
        told = [await reader.next(), await reader.next()]
        await line.desk.tell(examples.log_lines("three"))
        told.append(await reader.next())
        await line.desk.write(examples.run_completed())
        await line.desk.tell(examples.log_lines("late"))
        told += await reader.rest()

    lines = [message for message in told if message]
    assert [message.data["text"] for message in lines] == ["one", "two", "three", "late"]
    assert {message.event for message in lines} == {"log"}
    assert lines[0].data == {
        "at": examples.NOW.isoformat(),
        "level": "info",
        "text": "one",
        "attempt": 1,
    }


async def test_a_log_is_resumed_in_the_middle_of_a_batch(line: Line):
    """Its ids name the batch and the line."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    await line.desk.tell(examples.log_lines("one", "two", "three"), examples.log_lines("four"))
    await line.desk.write(examples.run_completed())
    async with line.reading("logs") as reader:
        everything = await reader.rest()

    assert [message.data["text"] for message in everything] == ["one", "two", "three", "four"]
    for seen, message in enumerate(everything[:-1], start=1):
        async with line.reading("logs", last=message.id) as reader:
            assert await reader.rest() == everything[seen:]
    answer = await line.http.get(f"/api/runs/{RUN}/logs", params={"after": everything[-1].id})
    assert answer.status_code == 204
    batch = str(everything[0].id).split("-", maxsplit=1)[0]
    async with line.reading("logs", after=batch) as reader:
        assert [message.data["text"] for message in await reader.rest()] == ["four"]


async def test_a_long_log_is_read_in_pages(line: Line, monkeypatch: pytest.MonkeyPatch):
    """None of its lines is lost between two of them."""
    monkeypatch.setattr(sse, "PAGE_MESSAGES", 3)
    texts = [f"line {n}" for n in range(10)]
    await line.desk.write(examples.run_requested(), examples.cancel_requested())
    await line.desk.tell(*(examples.log_lines(*texts[n : n + 4]) for n in range(0, 10, 4)))

    async with line.reading("logs") as reader:
        assert [message.data["text"] for message in await reader.rest()] == texts


@pytest.mark.parametrize("what", ["events", "logs"])
async def test_streams_end_when_the_server_stops(settings: Settings, projecting: None, what: str):
    """So that stopping does not wait for people to close their browsers."""
    async with desks.listening(settings) as (desk, address):
        token = await desk.token()
        await desk.write(examples.run_requested())
        url = f"{address}/api/runs/{RUN}/{what}"
        http = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, trust_env=False)
        stream = http.stream("GET", url)
        reader = Reader(await stream.__aenter__())
        assert 2000 <= int((await reader.block() or {})["retry"]) < 4000
        reading = asyncio.create_task(reader.rest())

    assert len(await reading) == (1 if what == "events" else 0)
    await stream.__aexit__(None, None, None)
    await http.aclose()
