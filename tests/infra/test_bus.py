import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nats.aio.client import Client
from structlog.testing import capture_logs

from infra import bus, streams
from infra.bus import (
    ConflictError,
    EventLog,
    UnavailableError,
    UnknownEventError,
    broker_time,
    connected,
)
from infra.presence import last_heartbeat
from schemas import subjects
from schemas.base import Event
from schemas.events import catalogue
from schemas.events.worker import WorkerRevoked
from tests.conftest import empty
from tests.infra.broker import own_broker, patience, until
from tests.schemas.examples import (
    RUN,
    WORKER,
    cancel_requested,
    epoch_completed,
    every_event,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)


async def publish(client: Client, *events: Event) -> None:
    """Put ``events`` into the log in this order, past every check."""
    jetstream = client.jetstream()
    for event in events:
        await jetstream.publish(subjects.of(event), catalogue.encode(event))


async def test_an_event_is_stored_as_its_contract_says(log: EventLog):
    event = run_requested()

    sequence = await log.append(event, expected=0)

    stored = await log.jetstream.get_msg(subjects.TRAINING, seq=sequence)
    assert stored.subject == subjects.of(event)
    assert stored.data == catalogue.encode(event)
    assert catalogue.headers(event).items() <= (stored.headers or {}).items()


async def test_every_event_can_be_appended_and_read_back(log: EventLog):
    """With names in any alphabet: headers carry them too."""
    stranger = run_requested(run_id=uuid4(), actor={"kind": "user", "id": "josé Ω"})
    expected: dict[str, int] = {}
    for event in [*every_event(), stranger]:
        guard = subjects.guard(event)
        expected[guard] = await log.append(event, expected=expected.get(guard, 0))

    history = await log.history(subjects.TRAINING_SUBJECTS)

    assert len(history) == len(every_event()) + 1
    assert history[-1].event == stranger
    assert [recorded.sequence for recorded in history] == list(range(1, len(history) + 1))


async def test_a_writer_that_has_seen_everything_may_write(log: EventLog):
    first = await log.append(run_requested(), expected=0)
    second = await log.append(run_started(), expected=first)

    assert (first, second) == (1, 2)


async def test_a_writer_that_missed_something_is_refused_and_told_what(log: EventLog):
    """Nothing is stored, and what it had not seen comes oldest first."""
    requested, started, cancelled = run_requested(), run_started(), cancel_requested()
    first = await log.append(requested, expected=0)
    second = await log.append(started, expected=first)
    await log.append(cancelled, expected=second)

    with pytest.raises(ConflictError) as refusal:
        await log.append(epoch_completed(), expected=first)

    assert [recorded.event for recorded in refusal.value.newer] == [started, cancelled]
    assert [recorded.sequence for recorded in refusal.value.newer] == [2, 3]
    assert await log.last_sequence() == 3


async def test_two_writers_cannot_both_begin(log: EventLog):
    """Of many that claim at once, exactly one wins."""
    first = await log.append(run_requested(), expected=0)
    claims = [run_started(worker_id=f"gpu-{number}") for number in range(8)]

    results = await asyncio.gather(
        *(log.append(claim, expected=first) for claim in claims), return_exceptions=True
    )

    assert sum(isinstance(result, ConflictError) for result in results) == 7
    assert [result for result in results if isinstance(result, int)] == [2]


async def test_the_same_event_twice_has_one_sequence(log: EventLog):
    """So a writer that never heard the answer may simply ask again."""
    event = run_requested()

    once = await log.append(event, expected=0)
    again = await log.append(event, expected=0)

    assert once == again
    assert await log.last_sequence() == 1


async def test_an_event_is_found_again_behind_newer_ones(log: EventLog):
    event = run_requested()
    once = await log.append(event, expected=0)
    await log.append(run_started(), expected=once)

    assert await log.append(event, expected=0) == once
    assert await log.last_sequence() == 2


async def test_other_aggregates_do_not_disturb_a_writer(log: EventLog):
    first = await log.append(run_requested(), expected=0)
    await log.append(run_requested(run_id=uuid4()), expected=0)
    await log.append(worker_registered(), expected=0)

    assert await log.append(run_started(), expected=first) == 4


async def test_history_crosses_pages(client: Client, log: EventLog):
    """The broker answers in batches; a long run's story is whole, in order and only its own."""
    length = 2 * bus.HISTORY_BATCH + 5
    other = uuid4()
    for epoch in range(1, length + 1):
        for event in (epoch_completed(epoch), epoch_completed(epoch, run_id=other)):
            await client.publish(subjects.of(event), catalogue.encode(event))

    async def stored() -> bool:
        return await log.last_sequence() == 2 * length

    await until(stored)

    history = await log.history(subjects.run(RUN))

    epochs = [recorded.event.metrics.epoch for recorded in history]  # pyright: ignore[reportAttributeAccessIssue]
    assert epochs == list(range(1, length + 1))
    assert [recorded.sequence for recorded in history] == list(range(1, 2 * length, 2))


async def test_history_may_begin_late_and_end_empty(log: EventLog):
    first = await log.append(run_requested(), expected=0)
    second = await log.append(run_started(), expected=first)

    [recorded] = await log.history(subjects.run(RUN), after=first)
    assert recorded.sequence == second
    assert await log.history(subjects.run(RUN), after=second) == []
    assert await log.history(subjects.run(uuid4())) == []


async def test_history_tells_when_the_broker_stored_an_event(log: EventLog):
    before = datetime.now(UTC)
    await log.append(run_requested(), expected=0)

    [recorded] = await log.history(subjects.run(RUN))

    assert before <= recorded.stored_at <= datetime.now(UTC)


NEWER = f"training.run.{RUN}.control.teleported"


async def test_what_a_newer_version_wrote_is_passed_over(client: Client, log: EventLog):
    """An old reader goes on with what it understands."""
    await publish(client, run_requested())
    await client.jetstream().publish(NEWER, b'{"type": "run.teleported.v1"}')
    await publish(client, run_started())

    history = await log.history(subjects.run(RUN))

    assert [recorded.sequence for recorded in history] == [1, 3]


async def test_who_decides_hears_that_a_newer_version_wrote(client: Client, log: EventLog):
    """It might have been just what the decision depends on."""
    await publish(client, run_requested())
    assert len(await log.complete_history(subjects.run(RUN))) == 1
    await client.jetstream().publish(NEWER, b'{"type": "run.teleported.v1"}')

    with pytest.raises(UnknownEventError, match=r"2 is a run\.teleported\.v1"):
        await log.complete_history(subjects.run(RUN))


async def test_a_newer_versions_event_counts_for_the_compare_and_set(client: Client, log: EventLog):
    """Whoever has not seen it is refused, and told where to go on if it may."""
    await publish(client, run_requested())
    await client.jetstream().publish(NEWER, b'{"type": "run.teleported.v1"}')

    with pytest.raises(ConflictError) as refusal:
        await log.append(run_started(), expected=1)

    assert (refusal.value.newer, refusal.value.last_sequence) == ([], 2)
    assert refusal.value.unknown is not None
    assert await log.append(run_started(), expected=2) == 3


@pytest.mark.parametrize("revoked", [False, True])
async def test_a_worker_stops_nobody_with_an_unknown_event_of_a_run_that_it_has_not(
    client: Client, log: EventLog, *, revoked: bool
):
    """One line of any worker would keep anybody's run from being cancelled, for good.

    That of the one that has the run counts, until it is revoked.
    """
    strange = b'{"type": "run.teleported.v1"}'
    await publish(client, run_requested())
    await publish(client, run_started())
    await client.jetstream().publish(f"training.run.{RUN}.worker.gpu-2.teleported", strange)

    assert len(await log.complete_history(subjects.run(RUN))) == 2
    assert await log.append(cancel_requested(), expected=2) == 4

    await client.jetstream().publish(f"training.run.{RUN}.worker.{WORKER}.teleported", strange)
    if revoked:
        await publish(client, worker_registered())
        await publish(client, worker_event(WorkerRevoked))
        assert len(await log.complete_history(subjects.run(RUN))) == 3
        assert await log.append(cancel_requested(), expected=4) == 8
    else:
        with pytest.raises(UnknownEventError):
            await log.complete_history(subjects.run(RUN))
        with pytest.raises(ConflictError) as refusal:
            await log.append(cancel_requested(), expected=4)
        assert refusal.value.unknown is not None


async def test_thousands_of_unreadable_messages_are_few_lines(client: Client, log: EventLog):
    """Histories are read often, and a worker can write anything below its own subjects."""
    await publish(client, run_requested())
    for _ in range(20):
        await client.jetstream().publish(f"training.run.{RUN}.worker.gpu-2.x", b"garbage")

    with capture_logs() as told:
        assert len(await log.history(subjects.run(RUN))) == 1

    assert len(told) == 4
    assert told[-1]["messages"] == 17


async def test_what_is_no_event_stops_no_writer(client: Client, log: EventLog):
    """Garbage under a run's subjects tells nobody anything, so nobody has missed it."""
    await publish(client, run_requested())
    await client.jetstream().publish(NEWER, b"garbage")

    assert await log.append(run_started(), expected=1) == 3
    assert [recorded.sequence for recorded in await log.complete_history(subjects.run(RUN))] == [
        1,
        3,
    ]


async def test_without_its_stream_the_log_is_unavailable(client: Client, log: EventLog):
    await client.jetstream().delete_stream(subjects.TRAINING)
    await client.jetstream().delete_stream(subjects.PRESENCE)

    for question in (
        lambda: log.append(run_requested(), expected=0),
        lambda: log.history(subjects.run(RUN)),
        log.last_sequence,
        lambda: last_heartbeat(client, "gpu-1"),
    ):
        with pytest.raises(UnavailableError):
            await question()


async def test_a_log_that_was_made_anew_is_another_one(client: Client, log: EventLog):
    """Though its name and its sequences are the same; one that only grows or is adjusted stays."""
    before = await log.identity()
    await log.append(worker_registered(), expected=0)
    await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
    assert await log.identity() == before

    await client.jetstream().delete_stream(subjects.TRAINING)
    with pytest.raises(UnavailableError):
        await log.identity()
    await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
    assert await log.identity() != before


async def test_the_log_knows_its_end(log: EventLog):
    assert await log.last_sequence() == 0
    await log.append(run_requested(), expected=0)
    assert await log.last_sequence() == 1
    assert await log.last_sequence(subjects.TELEMETRY) == 0


async def test_what_the_broker_refuses_outright_is_said(log: EventLog):
    """Here, an event larger than the log takes."""
    with pytest.raises(UnavailableError, match="maximum"):
        await log.append(run_requested(name="x" * 1_010_000), expected=0)


async def test_a_connection_outlives_the_broker(tmp_path: Path):
    """Away, it refuses at once and hides nothing in a buffer; back, it works as before."""
    async with own_broker(tmp_path) as broker, connected(broker.url, "tests") as client:
        await empty(client)
        log = EventLog(client)
        await log.append(run_requested(), expected=0)

        await broker.kill()
        with pytest.raises(UnavailableError):
            await log.append(run_started(), expected=1)
        await broker.start()

        await until(lambda: client.is_connected)
        assert await log.append(run_started(), expected=1) == 2


CONNECT_AND_WAIT = """
import asyncio, sys
from infra.bus import connected

async def main():
    async with connected(sys.argv[1], "tests") as client:
        print("connected", flush=True)
        if sys.argv[2] == "lose":
            await client.close()
            await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.parametrize(("what", "code"), [("leave", 0), ("lose", bus.EXIT_CONNECTION_CLOSED)])
async def test_a_process_ends_when_its_connection_closes_for_good(
    nats_url: str, what: str, code: int
):
    """A closed connection never comes back; a supervisor starts the process anew."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CONNECT_AND_WAIT, nats_url, what, env=dict(os.environ)
    )
    async with patience():
        assert await process.wait() == code


def test_credentials_never_reach_the_log():
    public = bus._public  # pyright: ignore[reportPrivateUsage]

    assert public("nats://afina:secret@host:4222") == "host:4222"
    assert public("nats://host:4222") == "nats://host:4222"


@pytest.mark.parametrize(
    ("stamp", "microsecond"),
    [
        ("2026-03-14T15:09:26Z", 0),
        ("2026-03-14T15:09:26.5Z", 500_000),
        ("2026-03-14T15:09:26.000000001Z", 0),
        ("2026-03-14T15:09:26.535897932Z", 535_897),
    ],
)
def test_the_brokers_time_is_kept_to_the_microsecond(stamp: str, microsecond: int):
    assert broker_time(stamp) == datetime(2026, 3, 14, 15, 9, 26, microsecond, tzinfo=UTC)


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 999))
def test_every_time_of_the_broker_is_read(moment: datetime, nanoseconds: int):
    """Go drops trailing zeros, and the whole fraction when it is zero."""
    fraction = f"{moment.microsecond:06}{nanoseconds:03}".rstrip("0")
    stamp = f"{moment:%Y-%m-%dT%H:%M:%S}".rjust(19, "0") + (f".{fraction}" if fraction else "")

    assert broker_time(stamp + "Z") == moment
