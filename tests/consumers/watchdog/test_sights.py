"""Both ways of seeing a run tell the same."""

from uuid import UUID

import pytest
from nats.aio.client import Client

from consumers.watchdog import sights
from consumers.watchdog.silence import Sight
from infra import database
from infra.bus import EventLog
from schemas import subjects, tables
from schemas.lifecycle import RunStatus
from tests.consumers.histories import Platform
from tests.consumers.projecting import projecting, publish_events, reached
from tests.schemas.examples import (
    alert_raised,
    cancel_requested,
    run_completed,
    run_requested,
    run_started,
)

EVENTS = 300


async def shown(url: str) -> dict[UUID, Sight]:
    engine = database.engine(url, tables.READ_SCHEMA)
    async with engine.connect() as tx:
        rows = (await tx.execute(sights.not_ended())).mappings().all()
    await engine.dispose()
    return {row["run_id"]: sights.of_row(row, None) for row in rows}


@pytest.mark.parametrize("seed", [21, 22])
async def test_the_read_model_shows_a_run_as_the_log_does(
    client: Client, database_url: str, seed: int
):
    """Whatever happened; words that came too late may count in the log alone."""
    async with projecting(client, database_url):
        await publish_events(client, Platform(seed).history(EVENTS))
        await reached(database_url, EVENTS)
    seen = await shown(database_url)
    log = EventLog(client)

    assert RunStatus.RUNNING in {sight.state.status for sight in seen.values()}
    for run_id, sight in seen.items():
        told = sights.of_history(await log.history(subjects.run(run_id)), None)
        assert told is not None
        assert sight.spoken <= told.spoken
        assert (sight.state, sight.pool) == (told.state, told.pool)
        assert (sight.epoch_seconds, sight.alerts) == (told.epoch_seconds, told.alerts)


async def test_of_many_that_wait_the_first_of_each_owner_is_looked_at(
    client: Client, database_url: str
):
    """One pool without workers is one alert for each person, not one for each run."""
    owners = ["maria", "maria", "joão", "joão"]
    ids = [UUID(int=number) for number in range(1, 5)]
    told = [run_requested(run_id=each, owner_id=who) for each, who in zip(ids, owners, strict=True)]
    told.append(run_requested(run_id=UUID(int=5), owner_id="maria", pool="big"))
    told.append(alert_raised(run_id=ids[3], code="no_worker"))
    async with projecting(client, database_url):
        await publish_events(client, told)
        await reached(database_url, len(told))

    seen = await shown(database_url)

    assert set(seen) == {ids[0], ids[2], UUID(int=5), ids[3]}
    assert seen[ids[3]].alerts == {"no_worker"}


async def test_a_run_that_has_ended_is_not_looked_at(client: Client, database_url: str):
    gone = UUID(int=7)
    told = [run_requested(), run_started(), run_completed()]
    told += [run_requested(run_id=gone), cancel_requested(run_id=gone)]
    async with projecting(client, database_url):
        await publish_events(client, told)
        await reached(database_url, len(told))

    assert await shown(database_url) == {}
    log = EventLog(client)
    assert sights.of_history(await log.history(subjects.run(gone)), None) is None
    assert sights.of_history([], None) is None
    assert sights.holder([]) is None
