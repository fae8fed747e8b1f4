import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import psycopg
import pytest
from nats.aio.client import Client
from psycopg import sql
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from consumers import projector
from consumers.feed import Delivered
from consumers.projections.holders import LoggedHolders
from consumers.projections.rows import Changes, Connection
from consumers.projections.telemetry import TelemetryProjection
from consumers.projections.training import TrainingProjection
from consumers.projector import PositionLostError
from infra import database
from infra.bus import EventLog, connected
from infra.tasks import ended
from schemas import subjects, tables
from schemas.base import Actor, ActorKind, Event
from schemas.events import catalogue
from tests.conftest import empty
from tests.consumers.histories import Platform, telemetry
from tests.consumers.projecting import (
    ANYBODY,
    TRUNCATE,
    column,
    delivered,
    everything,
    execute,
    is_all_of,
    position,
    projecting,
    publish,
    publish_events,
    publish_telemetry,
    reached,
    rows,
)
from tests.infra.broker import own_broker, patience, until
from tests.schemas.examples import (
    NOW,
    RUN,
    WORKER,
    cancel_requested,
    dataset_uploaded,
    dataset_uploaded_v1,
    epoch_completed,
    job_failed,
    log_lines,
    progress,
    run_completed,
    run_requested,
    run_started,
    worker_registered,
)

STORY: list[Event] = [
    worker_registered(),
    dataset_uploaded(),
    run_requested(),
    run_started(),
    epoch_completed(1),
    epoch_completed(2),
    run_completed(),
]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting between tries is for real outages."""
    monkeypatch.setattr(projector, "RETRY_SECONDS", 0.02)
    monkeypatch.setattr(projector, "STANDBY_SECONDS", 0.02)


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[Connection]:
    async with database.connection(database_url, tables.READ_SCHEMA) as opened:
        yield opened


async def test_a_story_becomes_rows(client: Client, database_url: str):
    before = datetime.now(UTC)
    async with projecting(client, database_url):
        await publish_events(client, STORY)
        await reached(database_url, len(STORY))

    [run] = await rows(database_url, tables.runs)
    assert (run["run_id"], run["status"], run["last_epoch"]) == (RUN, "completed", 2)
    assert (run["requested_sequence"], run["last_sequence"]) == (3, 7)
    assert before <= run["created_at"] <= run["started_at"] <= run["finished_at"]
    assert run["finished_at"] <= datetime.now(UTC)
    [attempt] = await rows(database_url, tables.attempts)
    assert (attempt["attempt"], attempt["outcome"]) == (1, "completed")
    assert column(await rows(database_url, tables.epochs), "epoch") == [1, 2]
    [dataset] = await rows(database_url, tables.datasets)
    [version] = await rows(database_url, tables.dataset_versions)
    assert (dataset["version"], version["version"]) == (1, 1)
    assert version["labels"][0] == {"label": "cível", "examples": 250}
    [worker] = await rows(database_url, tables.workers)
    assert worker["status"] == "registered"
    assert await rows(database_url, tables.dead_letters) == []


async def test_the_audit_trail_holds_every_event_with_its_owner(client: Client, database_url: str):
    """The browser's stream of events is read from it, so owners must be in it."""
    async with projecting(client, database_url):
        await publish_events(client, STORY)
        await reached(database_url, len(STORY))

    trail = await rows(database_url, tables.audit)

    assert column(trail, "sequence") == list(range(1, 8))
    assert column(trail, "type") == [getattr(event, "type") for event in STORY]  # noqa: B009
    assert column(trail, "entity") == ["worker", "dataset", *["run"] * 5]
    assert column(trail, "entity_id")[:3] == ["gpu-1", str(dataset_uploaded().dataset_id), str(RUN)]
    assert column(trail, "owner_id") == [None, *["maria"] * 6]
    assert column(trail, "actor_kind")[2:4] == ["user", "worker"]
    assert column(trail, "actor_id")[2:4] == ["maria", "gpu-1"]
    assert column(trail, "occurred_at") == [NOW] * 7
    data = [
        catalogue.current(catalogue.recorded_events.validate_python(row["data"], strict=False))
        for row in trail
    ]
    assert data == STORY


async def test_the_audit_trail_keeps_an_event_as_it_was_told(client: Client, database_url: str):
    """Rows come of what the event means today, the trail is of what was written."""
    told = dataset_uploaded_v1()
    async with projecting(client, database_url):
        await publish_events(client, [told])
        await reached(database_url, 1)

    [line] = await rows(database_url, tables.audit)
    assert (line["type"], line["owner_id"]) == ("dataset.uploaded.v1", "maria")
    assert line["data"] == told.model_dump(mode="json")
    [dataset] = await rows(database_url, tables.datasets)
    assert dataset["reading"]["columns"]["group"] == "processo"


async def test_a_projector_goes_on_where_the_last_one_stopped(client: Client, database_url: str):
    async with projecting(client, database_url):
        await publish_events(client, STORY[:4])
        await reached(database_url, 4)
    await publish_events(client, STORY[4:])
    async with projecting(client, database_url):
        await reached(database_url, 7)

    assert column(await rows(database_url, tables.audit), "sequence") == list(range(1, 8))
    assert (await rows(database_url, tables.runs))[0]["status"] == "completed"


async def test_batches_of_any_size_leave_the_same_rows(connection: Connection, database_url: str):
    """What is loaded from the tables equals what was still in memory."""
    messages = delivered(*Platform(7).history(250))
    found: list[object] = []
    for size in (250, 17, 1):
        await execute(database_url, TRUNCATE)
        projection, at = TrainingProjection(), await projector.position(connection, TRAINING)
        for start in range(0, len(messages), size):
            batch = messages[start : start + size]
            at = await projector.project(connection, projection, batch, at)
        found.append(await everything(database_url))

    assert found[0] == found[1] == found[2]
    assert found[0]["dead_letters"] == []  # pyright: ignore[reportIndexIssue]


TRAINING = TrainingProjection()


class Unlucky(TrainingProjection):
    """Its connection is cut after the rows are written and before they are committed."""

    cuts = 3

    async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
        changes = await super().fold(connection, batch)
        if self.cuts == 0:
            return changes
        self.cuts -= 1
        suicide = sql.SQL("SELECT pg_terminate_backend(pg_backend_pid())").format()
        return replace(changes, upserts=[*changes.upserts, (suicide, ())])


async def _cut(connection: Connection, pid: int) -> None:
    async with await psycopg.AsyncConnection.connect(
        connection.info.dsn, password=connection.info.password
    ) as other:
        await other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


async def test_a_connection_cut_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    client: Client, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(projector, "BATCH_MESSAGES", 20)
    history = Platform(3).history(100)
    unlucky = Unlucky()
    async with projecting(client, database_url, unlucky):
        await publish_events(client, history)
        await reached(database_url, 100)

    assert unlucky.cuts == 0
    await is_all_of(history, database_url)


async def test_a_broker_killed_in_between_loses_and_doubles_nothing(
    tmp_path: Path, database_url: str
):
    history = Platform(4).history(200)
    async with own_broker(tmp_path) as broker, connected(broker.url, "tests") as client:
        await empty(client)
        async with projecting(client, database_url):
            await publish_events(client, history[:100])
            await reached(database_url, 50)
            await broker.kill()
            await broker.start()
            await until(lambda: client.is_connected)
            await publish_events(client, history[100:])
            await reached(database_url, 200)

    await is_all_of(history, database_url)


async def test_a_message_delivered_again_is_refused(connection: Connection, database_url: str):
    """Whoever delivers it twice: nothing is written twice."""
    at = await projector.position(connection, TRAINING)
    messages = delivered(*STORY)
    at = await projector.project(connection, TRAINING, messages, at)
    before = await everything(database_url)

    for again in (messages, messages[-1:], [*messages[5:], *delivered(run_started(), first=8)]):
        with pytest.raises(PositionLostError):
            await projector.project(connection, TRAINING, again, at)

    assert await everything(database_url) == before


async def test_a_gap_is_refused(connection: Connection, database_url: str):
    """Nothing is ever deleted from the log, so something was lost on the way."""
    at = await projector.position(connection, TRAINING)
    messages = delivered(*STORY)

    with pytest.raises(PositionLostError, match="message 4 came after 2"):
        await projector.project(connection, TRAINING, [*messages[:2], *messages[3:]], at)

    assert await rows(database_url, tables.audit) == []
    assert await position(connection) == 0


async def test_a_position_that_somebody_moved_is_refused(connection: Connection, database_url: str):
    """The last guard, should two projectors ever be at work: the slower one writes nothing."""
    await projector.position(connection, TRAINING)
    await projector.project(connection, TRAINING, delivered(*STORY), 0)
    before = await everything(database_url)

    class Slow(TrainingProjection):
        async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
            return Changes([(sql.SQL("UPDATE workers SET name = 'slow'").format(), ())], [])

    with pytest.raises(PositionLostError, match="no longer 0"):
        await projector.project(connection, Slow(), delivered(*STORY), 0)

    assert await everything(database_url) == before


async def test_a_stream_that_ends_before_the_position_is_refused(
    client: Client, connection: Connection, database_url: str
):
    """It is another one, from an older backup perhaps; its events would be folded onto others."""
    await publish_events(client, STORY)
    await projector.position(connection, TRAINING)
    await execute(database_url, "UPDATE positions SET sequence = 99")

    with pytest.raises(PositionLostError, match="ends at 7, before the projected 99"):
        await projector._follow(client, connection, connection, TRAINING)  # pyright: ignore[reportPrivateUsage]

    assert await rows(database_url, tables.audit) == []


LEADERS = """
    SELECT pid FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def _leader(connection: Connection) -> int | None:
    found = await (await connection.execute(LEADERS)).fetchall()
    assert len(found) <= 1
    return found[0][0] if found else None


async def test_of_two_projectors_one_works_and_the_other_takes_over(
    client: Client, connection: Connection, database_url: str
):
    history = Platform(5).history(60)
    first, second = Counting(), Counting()
    async with projecting(client, database_url, first) as leader:
        await publish_events(client, history[:20])
        await reached(database_url, 20)
        async with projecting(client, database_url, second):
            await publish_events(client, history[20:40])
            await reached(database_url, 40)
            assert (first.messages, second.messages) == (40, 0)

            await ended([leader])
            await publish_events(client, history[40:])
            await reached(database_url, 60)
            assert (first.messages, second.messages) == (40, 20)

    await is_all_of(history, database_url)


class Counting(TrainingProjection):
    """Knows how much it was given to do, whatever came of it."""

    messages = 0

    async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
        self.messages += len(batch)
        return await super().fold(connection, batch)


async def test_a_projector_whose_connection_dies_is_replaced_by_whoever_is_first(
    client: Client, connection: Connection, database_url: str
):
    """The lock dies with the connection; nobody has to time it out."""
    history = Platform(6).history(60)
    async with (
        projecting(client, database_url),
        projecting(client, database_url),
    ):
        for start in range(0, 60, 20):
            await publish_events(client, history[start : start + 20])
            await reached(database_url, start + 20)
            pid = await _leader(connection)
            assert pid is not None
            await _cut(connection, pid)

    await is_all_of(history, database_url)


async def test_a_database_that_is_away_for_a_while_only_delays(client: Client, database_url: str):
    """No new connections at all: the projector tries again until there are some."""
    name = make_url(database_url).database
    async with projecting(client, database_url) as task:
        await publish_events(client, STORY[:3])
        await reached(database_url, 3)
        async with database.connection(database_url, tables.READ_SCHEMA) as administrator:
            await administrator.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 1'.encode())
            pid = await _leader(administrator)
            assert pid is not None
            await administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            await publish_events(client, STORY[3:])
            await administrator.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1'.encode())
        await reached(database_url, 7)
        assert not task.done()


async def test_a_poisonous_message_is_set_aside_alone(client: Client, database_url: str):
    """Its neighbours are projected as if it were not there."""
    poison = f"training.run.{RUN}.worker.gpu-1.epoch_completed"
    messages = [(subjects.of(event), catalogue.encode(event)) for event in STORY]
    async with projecting(client, database_url):
        await publish(
            client, [*messages[:5], (poison, b"\x00garbage"), (poison, b""), *messages[5:]]
        )
        await reached(database_url, 9)

    assert column(await rows(database_url, tables.audit), "sequence") == [1, 2, 3, 4, 5, 8, 9]
    assert (await rows(database_url, tables.runs))[0]["status"] == "completed"
    assert column(await rows(database_url, tables.epochs), "epoch") == [1, 2]
    first, second = await rows(database_url, tables.dead_letters)
    assert (first["projection"], first["sequence"]) == ("training", 6)
    assert (first["subject"], first["data"]) == (poison, b"\x00garbage")
    assert "Invalid JSON" in first["error"]
    assert (second["sequence"], second["data"]) == (7, b"")


async def test_what_a_worker_says_of_others_under_its_own_name_has_no_effect(
    client: Client, database_url: str
):
    """The broker looks at subjects alone: a worker could write anybody's event under its own."""
    own = f"training.run.{RUN}.worker.gpu-1"
    forged = [
        worker_registered(worker_id="gpu-1", name="other", pool="other"),
        run_started(worker_id="gpu-2", attempt=2),
        run_started(attempt=2, actor=Actor(kind=ActorKind.USER, id="local")),
    ]
    async with projecting(client, database_url):
        await publish_events(client, STORY[:2])
        await publish(client, [(f"{own}.started", catalogue.encode(event)) for event in forged])
        await reached(database_url, 5)

    assert column(await rows(database_url, tables.audit), "sequence") == [1, 2]
    assert column(await rows(database_url, tables.dead_letters), "sequence") == [3, 4, 5]
    known = await EventLog(client).history("training.>")
    assert [recorded.sequence for recorded in known] == [1, 2]


async def test_reports_in_another_workers_name_are_set_aside(client: Client, database_url: str):
    """Else one worker could show people what another one is said to have reported."""
    forged = progress(worker_id="gpu-2").model_dump_json().encode()
    async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
        await publish(client, [(subjects.progress(RUN, "gpu-1"), forged)])
        await reached(database_url, 1, "telemetry")

    assert await rows(database_url, tables.progress) == []
    assert column(await rows(database_url, tables.dead_letters), "sequence") == [1]


async def test_reports_of_a_run_count_from_whoever_has_begun_the_attempt(
    client: Client, database_url: str, connection: Connection
):
    """Any worker could show any run as done; whether the log is projected is no matter."""
    intruder = {"worker_id": "gpu-2", "step": 99}
    told = [
        *(progress(**intruder, attempt=attempt) for attempt in (1, 2, 9)),
        log_lines("mentira", worker_id="gpu-2"),
        progress(run_id=uuid4()),
        progress(step=31, train_loss=0.5),
        log_lines("verdade"),
    ]
    await publish_events(client, [run_requested(), run_started()])
    await publish_telemetry(client, told)
    telemetry = TelemetryProjection(LoggedHolders(EventLog(client)))
    async with projecting(client, database_url, telemetry):
        await reached(database_url, 7, "telemetry")
    assert await position(connection) == 0

    async with projecting(client, database_url):
        await reached(database_url, 2)
    await publish_telemetry(client, [*told, progress(step=32)])
    async with projecting(client, database_url, telemetry):
        await reached(database_url, 15, "telemetry")

    [latest] = await rows(database_url, tables.progress)
    assert (latest["worker_id"], latest["attempt"], latest["data"]["step"]) == (WORKER, 1, 32)
    assert column(await rows(database_url, tables.points), "step") == [31, 31]
    assert column(await rows(database_url, tables.logs), "text") == ["verdade", "verdade"]
    assert await rows(database_url, tables.dead_letters) == []


async def test_unreadable_reports_do_not_fill_the_disk(
    connection: Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    """So many are set aside as somebody may look at; what can be read among them counts."""
    monkeypatch.setattr("consumers.projections.telemetry.LETTERS", 3)
    subject = subjects.progress(RUN, WORKER)
    good = progress().model_dump_json().encode()
    batch = [Delivered(number, subject, NOW, b"{}") for number in range(1, 9)]
    projection = TelemetryProjection(ANYBODY)
    at = await projector.position(connection, projection)
    at = await projector.project(connection, projection, batch[:2], at)
    last = [*batch[2:], Delivered(9, subject, NOW, good)]

    assert await projector.project(connection, projection, last, at) == 9

    assert column(await rows(database_url, tables.dead_letters), "sequence") == [1, 2, 3]
    assert column(await rows(database_url, tables.progress), "last_sequence") == [9]


async def test_thousands_of_unreadable_messages_are_folded_with_the_rest(connection: Connection):
    """A worker may write any bytes under its own subjects; each alone would hold all others up."""
    own = f"training.run.{RUN}.worker.{WORKER}.started"
    nothing = catalogue.encode(run_started(run_id=uuid4()))
    others = catalogue.encode(run_started(worker_id="gpu-2"))
    good = run_requested(run_id=uuid4())
    told = [(subjects.of(good), catalogue.encode(good)), (own, b"\xff"), (own, others)]
    told.append((subjects.of(run_started(run_id=uuid4())), nothing))
    huge = [
        run_started(run_id=good.run_id, attempt=2**31),
        epoch_completed(2**31, run_id=good.run_id),
    ]
    told += [(subjects.of(event), catalogue.encode(event)) for event in huge]
    batch = [Delivered(number, of, NOW, data) for number, (of, data) in enumerate(told, 1)]

    changes = await TrainingProjection().fold(connection, batch)

    assert sum(b"dead_letters" in query.as_bytes() for query, _ in changes.upserts) == 5
    assert len(changes.appends) == 1


async def test_an_event_of_a_newer_version_is_kept_and_has_no_effect(
    client: Client, database_url: str
):
    """It is not dropped and not called poison: an update will know what to do with it."""
    newer = f"training.run.{RUN}.control.teleported"
    messages = [(subjects.of(event), catalogue.encode(event)) for event in STORY]
    told = b'{"type": "run.teleported.v1", "to": "Mars"}'
    async with projecting(client, database_url):
        await publish(client, [*messages[:5], (newer, told), *messages[5:]])
        await reached(database_url, 8)

    [letter] = await rows(database_url, tables.dead_letters)
    assert (letter["kind"], letter["type"], letter["sequence"]) == (
        "unknown",
        "run.teleported.v1",
        6,
    )
    assert (letter["subject"], letter["data"]) == (newer, told)
    assert (await rows(database_url, tables.runs))[0]["status"] == "completed"
    assert column(await rows(database_url, tables.audit), "sequence") == [1, 2, 3, 4, 5, 7, 8]


async def test_what_is_set_aside_is_told_when_projecting_begins(client: Client, database_url: str):
    async with projecting(client, database_url):
        await publish(client, [("training.run.x.control.teleported", b'{"type": "run.moved.v1"}')])
        await reached(database_url, 1)
    with capture_logs() as told:
        async with projecting(client, database_url):
            await publish_events(client, STORY)
            await reached(database_url, 8)

    [line] = [line for line in told if "set aside" in line["event"]]
    assert (line["unknown"], line["log_level"]) == (1, "warning")


async def test_an_event_that_cannot_follow_is_set_aside(client: Client, database_url: str):
    """Such as the start of a run that nobody requested."""
    async with projecting(client, database_url):
        await publish_events(client, [run_started(), worker_registered()])
        await reached(database_url, 2)

    [letter] = await rows(database_url, tables.dead_letters)
    assert "a run begins with RunRequested, not RunStarted" in letter["error"]
    assert column(await rows(database_url, tables.workers), "worker_id") == ["gpu-1"]


async def test_what_the_database_cannot_hold_is_set_aside(client: Client, database_url: str):
    """A valid event may still be too large for its column."""
    absurd = dataset_uploaded(size_bytes=2**70)
    async with projecting(client, database_url):
        await publish_events(client, [run_requested(), absurd, cancel_requested()])
        await reached(database_url, 3)

    assert column(await rows(database_url, tables.dead_letters), "sequence") == [2]
    assert (await rows(database_url, tables.runs))[0]["status"] == "cancelled"


async def test_a_nul_in_an_event_is_no_poison(client: Client, database_url: str):
    """Tracebacks hold them; losing the event would leave the run running for ever."""
    failed = job_failed(final=True, detail="bad \0 byte")
    async with projecting(client, database_url):
        await publish_events(client, [run_requested(name="a\0b"), run_started(), failed])
        await reached(database_url, 3)

    [run] = await rows(database_url, tables.runs)
    assert (run["status"], run["name"]) == ("failed", "a�b")
    assert run["failure"]["detail"] == "bad � byte"
    assert (await rows(database_url, tables.audit))[2]["data"]["detail"] == "bad � byte"


async def test_every_new_position_is_announced(client: Client, database_url: str):
    """Whoever waits to read its own writes hears of them, and what it heard of is there."""
    async with database.connection(database_url, tables.READ_SCHEMA) as listener:
        await listener.execute(f"LISTEN {tables.TRAINING_CHANNEL}".encode())
        async with projecting(client, database_url):
            await publish_events(client, STORY)
            async with patience():
                heard = [n.payload async for n in _until_heard(listener, "7")]

    assert heard[-1] == "7"
    assert heard == sorted(heard, key=int)


async def _until_heard(listener: Connection, last: str) -> AsyncIterator[psycopg.Notify]:
    async for notification in listener.notifies():
        yield notification
        if notification.payload == last:
            return


async def test_a_silent_projection_announces_nothing(connection: Connection, database_url: str):
    """A replay must not make browsers believe that something happened."""
    async with database.connection(database_url, tables.READ_SCHEMA) as listener:
        await listener.execute(f"LISTEN {tables.TRAINING_CHANNEL}".encode())
        silent = TrainingProjection(announce=False)
        await projector.position(connection, silent)
        await projector.project(connection, silent, delivered(*STORY), 0)
        await connection.execute("SELECT pg_notify(%s, 'end')", [tables.TRAINING_CHANNEL])
        async with patience():
            assert [n.payload async for n in _until_heard(listener, "end")] == ["end"]


async def test_telemetry_becomes_log_lines_and_progress(client: Client, database_url: str):
    told = [
        progress(step=1),
        log_lines("primeira", "segunda"),
        progress(step=2, phase="evaluating"),
        log_lines("ter\0ceira"),
    ]
    async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
        await publish_telemetry(client, told)
        await reached(database_url, 4, "telemetry")

    lines = await rows(database_url, tables.logs)
    assert [(row["sequence"], row["line"], row["text"]) for row in lines] == [
        (2, 0, "primeira"),
        (2, 1, "segunda"),
        (4, 0, "ter�ceira"),
    ]
    assert {(row["run_id"], row["worker_id"], row["attempt"]) for row in lines} == {
        (RUN, "gpu-1", 1)
    }
    assert (lines[1]["level"], lines[1]["at"].second) == ("info", NOW.second + 1)
    [latest] = await rows(database_url, tables.progress)
    assert (latest["last_sequence"], latest["data"]["step"]) == (3, 2)
    assert latest["data"]["phase"] == "evaluating"


async def test_the_bar_that_people_see_never_falls_back(connection: Connection, database_url: str):
    """A later attempt may begin anew; all else that is shown is its own."""
    projection = TelemetryProjection(ANYBODY)
    told = [progress(fraction=0.6, step=90), progress(attempt=2, fraction=0.1, step=5)]
    await projector.position(connection, projection)
    for sequence, report in enumerate(told, start=1):
        message = Delivered(
            sequence, subjects.progress(RUN, "gpu-1"), NOW, report.model_dump_json().encode()
        )
        await projector.project(connection, projection, [message], sequence - 1)

    [latest] = await rows(database_url, tables.progress)
    assert (latest["attempt"], latest["data"]["step"]) == (2, 5)
    assert latest["data"]["fraction"] == 0.6


async def test_progress_of_a_past_attempt_is_not_shown(connection: Connection, database_url: str):
    """A worker that was replaced may go on telling for a while."""
    projection = TelemetryProjection(ANYBODY)
    told = [progress(attempt=1, step=90), progress(attempt=2, step=5), progress(attempt=1, step=91)]
    messages = [
        Delivered(sequence, subjects.progress(RUN, "gpu-1"), NOW, report.model_dump_json().encode())
        for sequence, report in enumerate(told, start=1)
    ]
    await projector.position(connection, projection)
    await projector.project(connection, projection, messages, 0)

    [latest] = await rows(database_url, tables.progress)
    assert (latest["attempt"], latest["data"]["step"], latest["last_sequence"]) == (2, 5, 2)


async def test_telemetry_may_fade_before_it_is_read(client: Client, database_url: str):
    """The broker keeps it for a fortnight; a projector that was away longer takes the rest."""
    await publish_telemetry(client, [log_lines(str(number)) for number in range(10)])
    await client.jetstream().purge_stream(subjects.TELEMETRY, seq=6)
    async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
        await reached(database_url, 10, "telemetry")

    assert column(await rows(database_url, tables.logs), "text") == ["5", "6", "7", "8", "9"]


async def test_what_is_no_telemetry_is_set_aside(client: Client, database_url: str):
    subject = subjects.progress(RUN, "gpu-1")
    good = progress().model_dump_json().encode()
    async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
        await publish(client, [(subject, good), (subject, b"{}"), (subject, good)])
        await reached(database_url, 3, "telemetry")

    [letter] = await rows(database_url, tables.dead_letters)
    assert (letter["projection"], letter["sequence"]) == ("telemetry", 2)


async def test_both_projections_work_side_by_side(client: Client, database_url: str):
    """Each with a position and a lock of its own."""
    told = telemetry(1, 200)
    async with (
        projecting(client, database_url),
        projecting(client, database_url, TelemetryProjection(ANYBODY)),
    ):
        await asyncio.gather(
            publish_events(client, Platform(8).history(200)), publish_telemetry(client, told)
        )
        await reached(database_url, 200)
        await reached(database_url, 200, "telemetry")

    assert len(await rows(database_url, tables.positions)) == 2


async def test_a_bug_is_not_mistaken_for_an_outage(client: Client, connection: Connection):
    """A query that is wrong would bury every message one by one; it crashes instead."""

    class Broken(TrainingProjection):
        name: ClassVar = "broken"

        async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
            return Changes([(sql.SQL("SELECT nonsense").format(), ())], [])

    await projector.position(connection, Broken())
    with pytest.raises(psycopg.ProgrammingError):
        await projector.project(connection, Broken(), delivered(*STORY), 0)
