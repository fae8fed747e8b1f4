"""Streams of several topics: over real ports, from several processes' worth of APIs."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.pool import AsyncAdaptedQueuePool

from api import boards
from infra import clock
from infra.settings import Settings
from schemas import subjects
from schemas.base import Actor, ActorKind
from schemas.events.worker import WorkerBack, WorkerLost
from tests.api.streaming import Line, Message, on_the_line
from tests.infra.broker import until
from tests.schemas import examples
from tests.schemas.examples import DATASET, OWNER, RUN

OTHER = UUID("00000000-0000-4000-8000-000000000077")
SECRET = UUID("00000000-0000-4000-8000-000000000088")
"""A run of somebody else's."""


@pytest.fixture
async def line(settings: Settings, projecting: None) -> AsyncIterator[Line]:
    async with on_the_line(settings) as line:
        yield line


def told(messages: Sequence[Message]) -> list[tuple[str, str]]:
    return [(message.event, ",".join(message.data["topics"])) for message in messages]


async def test_each_event_comes_once_and_names_the_topics_that_tell_it(line: Line):
    """Whole where its run is followed; of other runs only that it happened."""
    topics = (f"run:{RUN}", "runs", "alerts", "datasets", "workers")
    await line.desk.write(examples.dataset_uploaded(), examples.run_requested())
    async with line.following(*topics, after="0") as reader:
        await line.desk.write(
            examples.worker_registered(),
            examples.run_requested(run_id=OTHER),
            examples.alert_raised(),
            examples.alert_raised(run_id=OTHER),
        )
        messages = await reader.some(6)

    assert told(messages) == [
        ("uploaded", "datasets"),
        ("requested", f"run:{RUN},runs"),
        ("registered", "workers"),
        ("requested", "runs"),
        ("alert_raised", f"run:{RUN},runs,alerts"),
        ("alert_raised", "runs,alerts"),
    ]
    uploaded, mine, _, other, *_ = messages
    assert uploaded.data["event"] is None
    assert (uploaded.data["entity"], uploaded.data["id"]) == ("dataset", str(DATASET))
    assert mine.data["event"]["name"] == examples.run_requested().name
    assert str(mine.data["sequence"]) == mine.id
    assert (other.data["event"], other.data["id"]) == (None, str(OTHER))
    assert other.data["type"] == "run.requested.v1"


async def test_a_crowd_that_follows_from_now_on_is_not_looked_back_for(line: Line):
    """What comes after the place where a stream begins comes to its mailbox.

    When all have gone, the pool has every connection back.
    """
    await line.desk.write(examples.run_requested(), examples.run_started())
    engine = line.desk.services.hub.engine
    pool = engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    async with AsyncExitStack() as crowd:
        opening = (line.following(f"run:{RUN}", f"logs:{RUN}") for _ in range(50))
        readers = await asyncio.gather(*map(crowd.enter_async_context, opening))
        before = [statement for statement in asked if re.search("audit|logs", statement)]
        last = await line.desk.write(examples.epoch_completed(1))
        seen = await asyncio.gather(*(reader.some(1) for reader in readers))
    event.remove(engine.sync_engine, "before_cursor_execute", note)

    assert asked
    assert before == []
    assert {str(message.id).split(".")[0] for [message] in seen} == {str(last)}
    await until(lambda: pool.checkedout() == 0)


async def test_a_stream_begins_now_unless_it_is_told_a_place(line: Line):
    """And says where that is, so that a client that is cut at once misses nothing either."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    async with line.following("runs") as reader:
        begun = reader.opened_at
    await line.desk.write(examples.epoch_completed(1))
    async with line.following("runs", last=begun) as reader:
        [message] = await reader.some(1)

    assert message.event == "epoch_completed"


async def test_progress_and_log_lines_come_in_the_same_stream(line: Line):
    """Lines have a place of their own in every id; progress has none and moves none."""
    await line.desk.write(examples.run_requested(), examples.run_started())
    async with line.following(f"run:{RUN}", f"logs:{RUN}") as reader:
        await line.desk.tell(examples.progress(fraction=0.5), examples.log_lines("one", "two"))
        [progress] = await reader.some(1, placed=False)
        lines = await reader.some(2)
        await line.desk.write(examples.epoch_completed(1))
        [epoch] = await reader.some(1)

    assert (progress.event, progress.data["fraction"]) == ("progress", 0.5)
    assert (progress.data["topics"], progress.data["run_id"]) == ([f"run:{RUN}"], str(RUN))
    assert [line.data["text"] for line in lines] == ["one", "two"]
    assert lines[0].data["topics"] == [f"logs:{RUN}"]
    assert str(epoch.id).partition(".")[2] == str(lines[1].id).partition(".")[2]


async def test_whoever_goes_to_another_process_misses_nothing_and_sees_nothing_twice(
    settings: Settings, projecting: None
):
    """From every id that a client can have seen last, in the log and in the log lines at once."""
    topics = (f"run:{RUN}", f"logs:{RUN}", "runs", "workers")
    async with on_the_line(settings) as one:
        await one.desk.write(examples.run_requested(), examples.run_started())
        async with one.following(*topics, after="0") as reader:
            messages = await reader.some(2)
            for number in range(1, 4):
                await one.desk.write(examples.epoch_completed(number))
                messages += await reader.some(1)
                await one.desk.tell(examples.log_lines(f"{number}a", f"{number}b"))
                messages += await reader.some(2)
        token = await one.desk.token()

    async with on_the_line(settings, token) as other:
        for seen, message in enumerate(messages[:-1], start=1):
            async with other.following(*topics, last=message.id) as reader:
                rest = await reader.some(len(messages) - seen)
                assert sorted(key(one) for one in rest) == sorted(map(key, messages[seen:]))


def key(message: Message) -> str:
    """What it tells; its id also depends on what was told before."""
    return str(message.data.get("sequence") or message.data.get("text"))


async def test_topics_may_change_from_one_connection_to_the_next(line: Line):
    """What stays followed has no gap; a place in the log lines outlives a list without them."""
    await line.desk.write(examples.run_requested(), examples.run_requested(run_id=OTHER))
    await line.desk.tell(examples.log_lines("one"))
    async with line.following("runs", f"logs:{RUN}", after="0") as reader:
        seen = await reader.some(3)
    await line.desk.write(examples.run_started())
    await line.desk.tell(examples.log_lines("two"))
    async with line.following("runs", last=seen[-1].id) as reader:
        [started] = await reader.some(1)
    await line.desk.write(examples.epoch_completed(1))
    async with line.following(f"logs:{RUN}", f"run:{RUN}", last=started.id) as reader:
        back = await reader.some(2)

    assert started.event == "started"
    assert [message.event for message in back] == ["epoch_completed", "log"]
    assert back[1].data["text"] == "two"


async def test_nobody_hears_of_other_peoples_things(line: Line):
    """Neither what was nor what happens."""
    secrets = [examples.run_requested(run_id=SECRET, owner_id="josé")]
    await line.desk.write(*secrets, examples.run_requested())
    async with line.following("runs", "alerts", "datasets", after="0") as reader:
        [before] = await reader.some(1)
        await line.desk.write(
            examples.alert_raised(run_id=SECRET),
            examples.dataset_uploaded(owner_id="josé"),
            examples.run_started(),
        )
        [after] = await reader.some(1)

    assert [before.data["id"], after.data["id"]] == [str(RUN), str(RUN)]


@pytest.mark.parametrize("kind", ["run", "logs"])
async def test_other_peoples_runs_are_not_found(line: Line, kind: str):
    """Nor those that are not there; the answer is a problem, not a stream."""
    await line.desk.write(
        examples.run_requested(), examples.run_requested(run_id=SECRET, owner_id="josé")
    )
    for stranger in (SECRET, uuid4()):
        topics = f"run:{RUN},{kind}:{stranger}"
        answer = await line.http.get("/api/events", params={"topics": topics})
        assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")


@pytest.mark.parametrize("topics", ["everything", "runs,,queue", "run", f"runs:{RUN}", ""])
async def test_what_cannot_be_followed_is_refused(line: Line, topics: str):
    """With what could be."""
    answer = await line.http.get(
        "/api/events", params={"topics": topics}, headers={"Accept-Language": "en"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "topic_unknown")
    assert "run:<id>" in answer.json()["detail"]


async def test_a_stream_does_not_say_from_where_somebody_acted(line: Line):
    """Whoever a run is shared with hears of it, but not of its owner's network."""
    actor = Actor(kind=ActorKind.USER, id=OWNER, address="203.0.113.7")
    await line.desk.write(examples.run_requested(actor=actor))
    async with line.following(f"run:{RUN}", after="0") as reader:
        [message] = await reader.some(1)
    assert message.data["event"]["actor"] == {"kind": "user", "id": OWNER}


async def test_topics_are_limited(line: Line):
    """An administrator says to how many."""
    limit = line.desk.services.settings.stream_topics
    topics = ",".join(f"run:{uuid4()}" for _ in range(limit + 1))
    answer = await line.http.get("/api/events", params={"topics": topics})

    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_topics")
    assert answer.json()["params"] == {"limit": limit, "topics": limit + 1}


async def test_the_queue_is_shown_whenever_it_changes(line: Line, monkeypatch: pytest.MonkeyPatch):
    """Everybody's numbers, and where one's own runs stand among them."""
    monkeypatch.setattr(boards, "REST_SECONDS", 0.01)
    await line.desk.write(
        examples.run_requested(run_id=SECRET, owner_id="josé"), examples.run_requested()
    )
    async with line.following("queue") as reader:
        [first] = await reader.some(1, placed=False)
        await line.desk.write(examples.run_started(run_id=SECRET))
        [second] = await reader.some(1, placed=False)

    assert (first.event, first.data["queued"], first.data["running"]) == ("queue", 2, 0)
    assert first.data["positions"] == {str(RUN): 2}
    assert (second.data["queued"], second.data["running"]) == (1, 1)
    assert second.data["positions"] == {str(RUN): 1}


async def test_workers_come_and_go_and_say_how_they_fare(
    settings: Settings, projecting: None, monkeypatch: pytest.MonkeyPatch
):
    """Whose run one trains stays between the two."""
    monkeypatch.setattr(boards, "REST_SECONDS", 0.01)
    often = settings.model_copy(update={"board_seconds": 0.05})
    async with on_the_line(often) as line:
        await line.desk.write(
            examples.worker_registered(), examples.run_requested(run_id=SECRET, owner_id="josé")
        )
        async with line.following("workers") as reader:
            [silent] = await reader.some(1, placed=False)
            heartbeat = examples.heartbeat(run_id=SECRET, attempt=1, utilisation=0.9)
            await line.desk.services.log.jetstream.publish(
                subjects.presence(heartbeat.worker_id), heartbeat.model_dump_json().encode()
            )
            [busy] = await reader.some(1, placed=False)
            await line.desk.write(examples.worker_event(WorkerLost))
            [lost] = await reader.some(1)
            await line.desk.write(examples.worker_event(WorkerBack))
            [back] = await reader.some(1)

    assert [worker["status"] for worker in silent.data["items"]] == ["offline"]
    [worker] = busy.data["items"]
    assert (worker["busy"], worker["utilisation"], worker["run_id"]) == (True, 0.9, None)
    assert [(lost.event, lost.data["id"]), (back.event, back.data["id"])] == [
        ("lost", examples.WORKER),
        ("back", examples.WORKER),
    ]


async def test_a_stream_ends_when_its_token_is_revoked(settings: Settings, projecting: None):
    """At the next look; others go on."""
    watchful = settings.model_copy(update={"stream_recheck_seconds": 0.05})
    async with on_the_line(watchful) as line:
        await line.desk.write(examples.run_requested())
        other = await line.desk.token("josé")
        async with (
            line.following("runs") as revoked,
            line.reading() as of_run,
            httpx.AsyncClient(
                base_url=line.http.base_url,
                headers={"Authorization": f"Bearer {other}"},
                trust_env=False,
            ) as http,
            Line(line.desk, http).following("runs") as going_on,
        ):
            await revoke(line, OWNER)
            assert await revoked.rest() == []
            assert len(await of_run.rest()) == 1
            await line.desk.write(examples.run_requested(run_id=SECRET, owner_id="josé"))
            assert (await going_on.some(1))[0].data["id"] == str(SECRET)
        answer = await line.http.get("/api/events", params={"topics": "runs"})
        assert answer.status_code == 401


async def revoke(line: Line, subject: str) -> None:
    async with line.desk.services.engine.begin() as tx:
        await tx.exec_driver_sql(
            "UPDATE access.tokens SET revoked_at = %s WHERE subject = %s", (clock.now(), subject)
        )


async def test_a_client_that_never_reads_is_cut_off(settings: Settings, projecting: None):
    """Though its connection stays open: what waits for it is thrown away with it."""
    strict = settings.model_copy(update={"stream_stall_seconds": 0.2, "stream_waiting_messages": 4})
    async with on_the_line(strict) as line:
        await line.desk.write(examples.run_requested(), examples.run_started())
        async with line.following(f"logs:{RUN}"):
            assert line.desk.services.hub.subscribers == 1
            for number in range(60):
                await line.desk.tell(examples.log_lines(f"{number} " + 100_000 * "x"))
            await until(lambda: line.desk.services.hub.subscribers == 0)


async def test_a_read_model_that_goes_back_makes_no_gap(
    settings: Settings, projecting: None, database_url: str
):
    """An older one may be put in the place of a newer: streams wait until it has caught up."""
    async with on_the_line(settings) as line:
        end = await line.desk.write(examples.run_requested(), examples.run_started())
        async with line.following("runs", last=str(end - 1)) as reader:
            assert [message.event for message in await reader.some(1)] == ["started"]
        at(database_url, end - 1)
        async with line.following("runs", last=str(end - 1)) as reader:
            waiting = asyncio.create_task(reader.some(1))
            await until(lambda: line.desk.services.hub.subscribers == 1)
            at(database_url, end)
            assert [message.event for message in await waiting] == ["started"]


def at(database_url: str, sequence: int) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE read_v1.positions SET sequence = %s WHERE projection = 'training'", [sequence]
        )
