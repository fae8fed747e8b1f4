"""The end of trainings that take longer than any may, on a real broker."""

from datetime import timedelta
from uuid import uuid4

import pytest
from nats.aio.client import Client

from consumers.watchdog.overtime import Overtime, trained
from infra import clock, database
from infra.bus import EventLog, Recorded
from schemas import subjects, tables
from schemas.base import Event
from schemas.events.run import FailureCode, RunAbandoned, RunInterrupted
from schemas.limits import Limits
from tests.consumers.projecting import projecting, reached
from tests.schemas.examples import (
    NOW,
    RUN,
    attempt_event,
    epoch_completed,
    run_requested,
    run_started,
)

HOUR = timedelta(hours=1)


def told(*events: tuple[float, Event]) -> list[Recorded]:
    """A history, each event with the hours after which the broker had it."""
    return [Recorded(n, NOW + hours * HOUR, event) for n, (hours, event) in enumerate(events, 1)]  # pyright: ignore[reportArgumentType]


def test_only_the_time_of_attempts_counts():
    """Neither waiting for the first worker nor for the next one."""
    history = told(
        (0, run_requested()),
        (5, run_started()),
        (6, epoch_completed(1)),
        (7, attempt_event(RunInterrupted)),
        (20, run_started(attempt=2)),
    )

    assert trained(history[:1], NOW + 3 * HOUR) == timedelta(0)
    assert trained(history[:3], NOW + 6.5 * HOUR) == 1.5 * HOUR
    assert trained(history[:4], NOW + 19 * HOUR) == 2 * HOUR
    assert trained(history, NOW + 21 * HOUR) == 3 * HOUR


@pytest.mark.parametrize(("hours", "ends"), [(24.0, False), (1e-9, True)])
async def test_a_run_that_takes_too_long_fails_with_its_reason(
    client: Client, database_url: str, hours: float, ends: bool
):
    """And is told so once; one that has time goes on."""
    log = EventLog(client)
    asked = await log.append(run_requested(), expected=0)
    started = await log.append(run_started(event_id=uuid4()), expected=asked)
    engine = database.engine(database_url, f"{tables.READ_SCHEMA},{tables.ACCESS_SCHEMA}")
    overtime = Overtime(log, engine, clock.now, Limits(job_hours=hours))
    async with projecting(client, database_url):
        await reached(database_url, started)
        await overtime.look()
        await reached(database_url, await log.last_sequence())
        await overtime.look()
    await engine.dispose()

    history = [recorded.event for recorded in await log.history(subjects.run(RUN))]
    ended = [event.code for event in history if isinstance(event, RunAbandoned)]
    assert ended == ([FailureCode.TIME_LIMIT] if ends else [])
