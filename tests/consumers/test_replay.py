import asyncio

import pytest
from nats.aio.client import Client

from consumers import replay
from consumers.projections.telemetry import TelemetryProjection
from consumers.projector import PositionLostError
from consumers.replay import ReplayResult
from infra import database
from infra.settings import Settings
from schemas import subjects, tables
from tests.consumers.histories import Platform, begun, telemetry
from tests.consumers.projecting import (
    ANYBODY,
    execute,
    projecting,
    publish,
    publish_events,
    publish_telemetry,
    reached,
    rows,
)

EVENTS = 300
TOLD = 120


@pytest.fixture
def settings(nats_url: str, database_url: str) -> Settings:
    return Settings(NATS_URL=nats_url, DATABASE_URL=database_url)  # pyright: ignore[reportCallIssue]


async def silently(settings: Settings) -> ReplayResult:
    return await replay.replay(settings, lambda stream, done, total: None)


async def project(client: Client, url: str, seed: int, events: int = EVENTS) -> None:
    """A platform's whole history, projected to its end."""
    async with (
        projecting(client, url),
        projecting(client, url, TelemetryProjection(ANYBODY)),
    ):
        told = telemetry(seed, TOLD)
        begins = begun(told)
        await publish_events(client, [*Platform(seed).history(events - len(begins)), *begins])
        await publish_telemetry(client, told)
        await reached(url, events)
        await reached(url, TOLD, "telemetry")


def different(result: ReplayResult) -> set[str]:
    return {table.name for table in result.tables if not table.equal}


@pytest.mark.parametrize("seed", [11, 12])
async def test_the_read_model_is_nothing_but_the_log(
    client: Client, database_url: str, settings: Settings, seed: int
):
    """Whatever happened, and in whatever batches it was projected."""
    await project(client, database_url, seed)

    result = await silently(settings)

    assert different(result) == set()
    assert result.equal
    assert result.events == EVENTS + TOLD
    compared = {table.name: table.live_rows for table in result.tables}
    assert all(compared.values())
    assert compared["audit"] == EVENTS
    assert compared["dataset_versions"] > compared["datasets"]


async def test_every_table_that_events_fill_is_compared(settings: Settings, client: Client):
    """What is left out has its own reason: a position is no fact, a dead letter no event."""
    result = await silently(settings)

    compared = {table.name for table in result.tables}
    assert {table.name for table in tables.read_model.sorted_tables} - compared == {
        "positions",
        "partitions",
        "dead_letters",
    }


TAMPERINGS = {
    "runs": "UPDATE runs SET status = 'lost' WHERE ctid = (SELECT min(ctid) FROM runs)",
    "attempts": "UPDATE attempts SET outcome = 'won' WHERE ctid = (SELECT min(ctid) FROM attempts)",
    "shares": "UPDATE shares SET grantee = 'zoe' WHERE ctid = (SELECT min(ctid) FROM shares)",
    "trained_models": """
        DELETE FROM trained_models WHERE ctid = (SELECT min(ctid) FROM trained_models)
    """,
    "classifications": """
        UPDATE classifications SET rows = rows + 1
        WHERE ctid = (SELECT min(ctid) FROM classifications)
    """,
    "alerts": "UPDATE alerts SET code = 'calm' WHERE ctid = (SELECT min(ctid) FROM alerts)",
    "epochs": """
        UPDATE epochs SET metrics = jsonb_set(metrics, '{macro_f1}', '0.99')
        WHERE ctid = (SELECT min(ctid) FROM epochs)
    """,
    "datasets": "DELETE FROM datasets WHERE ctid = (SELECT min(ctid) FROM datasets)",
    "dataset_versions": """
        UPDATE dataset_versions SET recipe = recipe || '[{"op": "drop_duplicates"}]'
        WHERE ctid = (SELECT min(ctid) FROM dataset_versions)
    """,
    "points": """
        UPDATE points SET train_loss = train_loss + 1
        WHERE ctid = (SELECT min(ctid) FROM points)
    """,
    "workers": """
        UPDATE workers SET changed_at = changed_at + interval '1 microsecond'
        WHERE ctid = (SELECT min(ctid) FROM workers)
    """,
    "audit": "UPDATE audit SET owner_id = 'mallory' WHERE sequence = 1",
    "logs": "UPDATE logs SET text = text || ' ' WHERE ctid = (SELECT min(ctid) FROM logs)",
    "progress": """
        INSERT INTO progress
        SELECT gen_random_uuid(), attempt, worker_id, data, updated_at, last_sequence
        FROM progress LIMIT 1
    """,
}
"""One small lie a table: another value, a row less, a row more."""


async def test_a_tampered_row_is_found_wherever_it_is(
    client: Client, database_url: str, settings: Settings
):
    """One column of one row is enough, and only its table is named."""
    await project(client, database_url, seed=13, events=150)
    tampered: set[str] = set()
    for table, tampering in TAMPERINGS.items():
        await execute(database_url, tampering)
        tampered.add(table)

        result = await silently(settings)

        assert different(result) == tampered
        assert not result.equal


def test_every_table_has_a_tampering():
    replayed = {table.name for compared in replay.REPLAYED.values() for table in compared}

    assert set(TAMPERINGS) == replayed


async def test_values_that_swapped_their_rows_are_found(
    client: Client, database_url: str, settings: Settings
):
    """A digest adds up whole rows; one of columns would come out the same."""
    await project(client, database_url, seed=14, events=80)
    await execute(
        database_url,
        """
        UPDATE audit SET actor_id = swapped.actor_id FROM audit AS swapped
        WHERE (audit.sequence, swapped.sequence) IN ((1, 3), (3, 1))
        """,
    )

    first, _, third, *_ = await rows(database_url, tables.audit)
    assert first["actor_id"] != third["actor_id"]
    assert different(await silently(settings)) == {"audit"}


async def test_a_replay_leaves_nothing_behind_and_reports_its_progress(
    client: Client, database_url: str, settings: Settings
):
    await project(client, database_url, seed=15, events=50)
    before = {table.name: await rows(database_url, table) for table in LIVE}
    heard: list[tuple[str, int, int]] = []

    await replay.replay(settings, lambda stream, done, total: heard.append((stream, done, total)))

    assert {table.name: await rows(database_url, table) for table in LIVE} == before
    assert [progress for progress in heard if progress[1] == progress[2]] == [
        (subjects.TRAINING, 50, 50),
        (subjects.TELEMETRY, TOLD, TOLD),
    ]
    assert await _schemas(database_url) == []


LIVE = tables.read_model.sorted_tables


async def _schemas(url: str) -> list[object]:
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        cursor = await connection.execute("SELECT * FROM pg_namespace WHERE nspname LIKE 'replay%'")
        return list(await cursor.fetchall())


async def test_the_platform_goes_on_during_a_replay(
    client: Client, database_url: str, settings: Settings
):
    """The comparison is of one instant, however much is projected meanwhile."""
    platform = Platform(16)
    async with projecting(client, database_url):
        await publish_events(client, platform.history(200))
        await reached(database_url, 200)
        replaying = asyncio.create_task(silently(settings))
        for sent in range(250, 601, 50):
            await publish_events(client, platform.history(50))
            await reached(database_url, sent)
        result = await replaying

    assert different(result) == set()
    assert result.events >= 200


async def test_telemetry_that_faded_is_not_missed(
    client: Client, database_url: str, settings: Settings
):
    """Its rows outlive it; nobody can rebuild them, and nobody calls that a difference."""
    await project(client, database_url, seed=17, events=50)
    await client.jetstream().purge_stream(subjects.TELEMETRY, seq=TOLD // 2)
    half = await silently(settings)
    await client.jetstream().purge_stream(subjects.TELEMETRY)
    nothing = await silently(settings)

    assert half.equal
    assert half.events == 50 + TOLD // 2 + 1
    assert nothing.equal
    assert nothing.events == 50


async def test_a_replay_ends_where_the_live_tables_ended(
    client: Client, database_url: str, settings: Settings
):
    """Even if that very message is gone and only newer ones follow."""
    await project(client, database_url, seed=20, events=50)
    await client.jetstream().delete_msg(subjects.TELEMETRY, TOLD)
    await publish_telemetry(client, telemetry(21, 5))

    result = await silently(settings)

    assert result.events == 50 + TOLD - 1


async def test_poison_is_set_aside_again(client: Client, database_url: str, settings: Settings):
    async with projecting(client, database_url):
        await publish(client, [("training.run.x.requested.default", b"poison")])
        await publish_events(client, Platform(18).history(20))
        await reached(database_url, 21)

    result = await silently(settings)

    assert result.equal
    assert result.events == 21


async def test_an_empty_log_equals_an_empty_read_model(settings: Settings, client: Client):
    result = await silently(settings)

    assert result.equal
    assert (result.events, len(result.tables)) == (0, 14)


async def test_a_log_that_ends_too_early_cannot_prove_anything(
    client: Client, database_url: str, settings: Settings
):
    """A restored older backup would otherwise be waited for, for ever."""
    await project(client, database_url, seed=19, events=20)
    await execute(database_url, "UPDATE positions SET sequence = 21 WHERE projection = 'training'")

    with pytest.raises(PositionLostError, match="ends at 20, before the projected 21"):
        await silently(settings)
