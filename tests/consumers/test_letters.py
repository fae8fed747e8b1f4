"""What was set aside is driven again, and leaves the rows that it would have left in its turn."""

import asyncio
from typing import Annotated, Union
from uuid import UUID

import pytest
from nats.aio.client import Client
from pydantic import Field, TypeAdapter

from consumers import letters, replay
from consumers.projections import runs
from consumers.projections.telemetry import TelemetryProjection
from infra.settings import Settings
from schemas import subjects, tables
from schemas.base import Event
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent, Superseded
from schemas.events.dataset import DatasetRevised
from schemas.events.run import EpochCompleted, JobFailed, RunRequested, TrainingMeasured
from schemas.events.worker import WorkerRegistered
from tests.consumers.histories import Platform, begun, telemetry
from tests.consumers.projecting import (
    ANYBODY,
    projecting,
    publish,
    publish_events,
    publish_telemetry,
    reached,
    rows,
)
from tests.schemas.examples import (
    RUN,
    cancel_requested,
    epoch_completed,
    kinds,
    run_requested,
    run_started,
)

EVENTS = 150


@pytest.fixture
def settings(nats_url: str, database_url: str) -> Settings:
    return Settings(nats_url=nats_url, database_url=database_url)


def older_than(monkeypatch: pytest.MonkeyPatch, *newer: type[Event]) -> None:
    """Read the log as a version does that does not know the ``newer`` events yet."""
    known = tuple((kinds(LoggedEvent) | {Superseded}) - set(newer))
    adapter = TypeAdapter(Annotated[Union[known], Field(discriminator="type")])  # noqa: UP007
    monkeypatch.setattr(catalogue, "recorded_events", adapter)


async def proved(settings: Settings) -> list[str]:
    """The tables that differ from what a replay comes to."""
    proof = await replay.replay(settings, lambda stream, done, total: None)
    return [table.name for table in proof.tables if not table.equal]


@pytest.mark.parametrize(
    ("seed", "newer"),
    [
        (41, (TrainingMeasured, JobFailed)),
        (42, (RunRequested,)),
        (43, (DatasetRevised, WorkerRegistered, EpochCompleted)),
    ],
)
async def test_after_an_update_the_rows_are_those_of_a_replay(
    client: Client,
    database_url: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    newer: tuple[type[Event], ...],
):
    """Though what a newer version had written was passed over, and much of what followed with it.

    The projector goes on meanwhile, and its memory of the rows spoils nothing.
    """
    platform = Platform(seed)
    with monkeypatch.context() as before_the_update:
        older_than(before_the_update, *newer)
        async with projecting(client, database_url):
            await publish_events(client, platform.history(EVENTS))
            await reached(database_url, EVENTS)
    assert await proved(settings) != []
    async with projecting(client, database_url):
        await publish_events(client, platform.history(20))
        await reached(database_url, EVENTS + 20)
        going = asyncio.create_task(publish_events(client, platform.history(60)))
        retried = await letters.retry(settings)
        await going
        await publish_events(client, platform.history(20))
        await reached(database_url, EVENTS + 100)

    assert len(retried.projected) > 5
    assert retried.waiting == []
    assert await rows(database_url, tables.dead_letters) == []
    assert await proved(settings) == []


async def test_what_is_still_poison_goes_on_waiting(
    client: Client, database_url: str, settings: Settings
):
    """Since when it has, and its neighbours' rows are as they were."""
    garbage = f"training.run.{RUN}.worker.gpu-1.epoch_completed"
    async with projecting(client, database_url):
        await publish_events(client, [run_requested(), run_started()])
        await publish(client, [(garbage, b"garbage"), ("training.run.x.control.y", b"{}")])
        await publish_events(client, [epoch_completed(1)])
        await reached(database_url, 5)
        before = {each: await rows(database_url, each) for each in tables.read_model.sorted_tables}
        retried = await letters.retry(settings)

    assert retried.projected == []
    assert [(each.sequence, each.kind) for each in retried.waiting] == [
        (3, "poison"),
        (4, "poison"),
    ]
    after = {each: await rows(database_url, each) for each in tables.read_model.sorted_tables}
    assert after == before


async def test_one_message_can_be_driven_again_alone(
    client: Client, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """With all that is told of the same run, and nothing of another one."""
    mine, other = UUID(int=1), UUID(int=2)
    with monkeypatch.context() as broken:

        def refuse(*_: object) -> None:
            raise ValueError("a mistake of this version")

        broken.setattr(runs, "evolve", refuse)
        async with projecting(client, database_url):
            await publish_events(client, [run_requested(run_id=mine), run_requested(run_id=other)])
            await publish_events(client, [cancel_requested(run_id=mine)])
            await reached(database_url, 3)
    assert [each.sequence for each in await letters.every(database_url)] == [1, 2, 3]

    retried = await letters.retry(settings, [1])

    assert [each.sequence for each in retried.projected] == [1]
    assert [each.sequence for each in await letters.every(database_url)] == [2]
    [run] = await rows(database_url, tables.runs)
    assert (run["run_id"], run["status"], run["last_sequence"]) == (mine, "cancelled", 3)


async def test_telemetry_is_driven_again_too(
    client: Client, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """What faded meanwhile stays as it was told."""
    subject = subjects.logs(RUN, "gpu-1")
    async with projecting(client, database_url, TelemetryProjection(ANYBODY)):
        await publish(client, [(subject, b"garbage")])
        with monkeypatch.context() as broken:

            def refuse(*_: object) -> None:
                raise ValueError("a mistake of this version")

            broken.setattr("consumers.projections.telemetry._lines", refuse)
            told = telemetry(44, 60)
            await publish_events(client, begun(told))
            await publish_telemetry(client, told)
            await reached(database_url, 61, "telemetry")
        assert await rows(database_url, tables.logs) == []
        retried = await letters.retry(settings)
        await client.jetstream().purge_stream(subjects.TELEMETRY, seq=30)
        await letters.retry(settings)

    assert len(retried.projected) > 10
    assert [each.sequence for each in retried.waiting] == [1]
    assert {row["sequence"] for row in await rows(database_url, tables.logs)} >= {
        each.sequence for each in retried.projected if each.sequence < 30 and b"linha" in each.data
    }
    assert await proved(settings) == []


async def test_with_nothing_set_aside_nothing_happens(
    client: Client, database_url: str, settings: Settings
):
    assert await letters.retry(settings) == letters.Retried([], [])
    assert await letters.retry(settings, [7]) == letters.Retried([], [])
