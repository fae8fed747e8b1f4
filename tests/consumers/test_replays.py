"""Replays that administrators ask for, in a process of their own, on a real log and tables."""

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from nats.aio.client import Client
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers import answers, inventory, replay
from consumers.replay import Refusal
from infra import database
from infra.settings import Settings
from schemas import subjects, tables
from schemas.installation import (
    ConsumersTold,
    Installation,
    ReplayAction,
    ReplayAnswer,
    ReplayOutcome,
    ReplayWish,
)
from tests.consumers.histories import Platform
from tests.consumers.projecting import execute, projecting, publish_events, reached
from tests.infra.broker import until

EVENTS = 60


@pytest.fixture
def settings(nats_url: str, database_url: str, tmp_path) -> Settings:
    told = {"NATS_URL": nats_url, "DATABASE_URL": database_url, "data_dir": tmp_path}
    return Settings(**told)  # pyright: ignore[reportArgumentType]


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = database.engine(database_url, tables.READ_SCHEMA)
    yield made
    await made.dispose()


async def told(client: Client) -> ConsumersTold:
    answer = await client.request(subjects.INSTALLATION, timeout=20)
    found = Installation.model_validate_json(answer.data).told
    assert found is not None
    return found


async def asked(client: Client, action: ReplayAction) -> ReplayAnswer:
    wish = ReplayWish(replay_id=uuid4(), action=action, requested_by="ana")
    answer = await client.request(
        subjects.REPLAY_BEGIN, wish.model_dump_json().encode(), timeout=20
    )
    return ReplayAnswer.model_validate_json(answer.data)


async def came_of(client: Client, action: ReplayAction) -> ConsumersTold:
    assert (await asked(client, action)).begun

    async def is_over() -> bool:
        last = (await told(client)).replay
        return last is not None and last.action is action and last.ended_at is not None

    await until(is_over, seconds=60)
    return await told(client)


async def test_tables_are_built_again_used_and_taken_back(
    client: Client, database_url: str, settings: Settings, engine: AsyncEngine
):
    """Each by a wish over NATS; what came of it is told to whoever asks later."""
    async with projecting(client, database_url):
        await publish_events(client, Platform(3).history(EVENTS))
        await reached(database_url, EVENTS)
    async with answers.given(client, settings, engine, None):
        refused = await came_of(client, ReplayAction.ROLLBACK)
        switched = await came_of(client, ReplayAction.SWITCH)
        back = await came_of(client, ReplayAction.ROLLBACK)

    assert refused.replay
    assert refused.replay.refusal == Refusal.NO_PREVIOUS
    assert switched.replay
    assert switched.replay.outcome is ReplayOutcome.SWITCHED
    assert (switched.replay.messages, switched.replay.differences) == (EVENTS, [])
    assert {model.role for model in switched.read_models} == {"live", "previous"}
    assert {model.sequence for model in switched.read_models} == {EVENTS}
    assert back.replay
    assert back.replay.outcome is ReplayOutcome.SWITCHED


async def test_two_replays_are_not_at_work_together(
    client: Client, database_url: str, settings: Settings, engine: AsyncEngine
):
    """Whoever began the other: the database itself tells."""
    async with answers.given(client, settings, engine, None):
        async with replay._alone(database_url):
            assert not (await asked(client, ReplayAction.PROVE)).begun
            assert (await told(client)).replaying
        assert not (await told(client)).replaying


async def test_who_looks_whether_a_replay_is_at_work_keeps_none_away(database_url: str):
    connected = database.connection(database_url, tables.READ_SCHEMA)
    async with connected as looking, looking.transaction():
        assert not await inventory._replaying(looking)
        async with replay._alone(database_url):
            assert await inventory._replaying(looking)


async def test_a_difference_is_told_by_its_table(
    client: Client, database_url: str, settings: Settings, engine: AsyncEngine
):
    async with projecting(client, database_url):
        await publish_events(client, Platform(4).history(EVENTS))
        await reached(database_url, EVENTS)
    await execute(database_url, "UPDATE runs SET name = 'forged'")
    async with answers.given(client, settings, engine, None):
        found = await came_of(client, ReplayAction.PROVE)

    assert found.replay
    assert found.replay.outcome is ReplayOutcome.DIFFERENT
    assert found.replay.differences == ["runs"]


async def test_what_is_no_wish_begins_nothing(
    client: Client, database_url: str, settings: Settings, engine: AsyncEngine
):
    async with answers.given(client, settings, engine, None):
        answer = await client.request(subjects.REPLAY_BEGIN, b"nonsense", timeout=20)

    assert json.loads(answer.data) == {"begun": False}
