"""A rebuilt model takes the place of the one in use, and gives it back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from nats.aio.client import Client
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from consumers import inventory, models, replay
from consumers.inventory import Role
from consumers.projections.telemetry import TelemetryProjection
from consumers.replay import Refusal, ReplayRefusedError, ReplayResult, Wish
from infra import database
from infra.settings import Settings
from schemas import subjects, tables
from tests.consumers.histories import Platform, begun, telemetry
from tests.consumers.projecting import (
    ANYBODY,
    execute,
    projecting,
    publish_events,
    publish_telemetry,
    reached,
    rows,
)
from tests.consumers.test_partitions import Crew
from tests.consumers.test_partitions import _others_are_at as others_are_at
from tests.infra.broker import until
from tests.migrations.test_migrations import differences
from tests.schemas.examples import RUN, cancel_requested, run_requested, run_started

SWITCH = Wish(switch=True)
ACCEPT = Wish(switch=True, accept_differences=True)
TAMPERED = "UPDATE runs SET name = 'tampered'"


@pytest.fixture
def settings(nats_url: str, database_url: str) -> Settings:
    return Settings(nats_url=nats_url, database_url=database_url)


def silent(stream: str, done: int, total: int) -> None:
    """A report that nobody reads."""


async def names(url: str) -> set[object]:
    return {row["name"] for row in await rows(url, tables.runs)}


async def in_schema(url: str, schema: str, query: str) -> list[tuple[object, ...]]:
    async with database.connection(url, schema) as connection:
        cursor = await connection.execute(query.encode())
        return list(await cursor.fetchall())


async def roles(url: str) -> list[Role]:
    return [model.role for model in (await inventory.take(url)).models]


async def test_a_rebuilt_model_is_used_and_the_earlier_one_kept(
    client: Client, database_url: str, settings: Settings
):
    """Unless it differs: then somebody must say that this is wanted."""
    async with projecting(client, database_url):
        await publish_events(client, [run_requested(name="first"), run_started()])
        await reached(database_url, 2)
        await execute(database_url, TAMPERED)

        refused = await replay.replay(settings, silent, SWITCH)
        assert (refused.switched, await names(database_url)) == (False, {"tampered"})
        [runs] = [table for table in refused.tables if not table.equal]
        assert (runs.name, runs.keys) == ("runs", (str(RUN),))
        assert await roles(database_url) == [Role.LIVE, Role.NEXT]

        accepted = await replay.replay(settings, silent, ACCEPT)
        assert (accepted.switched, accepted.events) == (True, 0)
        assert await names(database_url) == {"first"}
        assert await roles(database_url) == [Role.LIVE, Role.PREVIOUS]

        await publish_events(client, [cancel_requested()])
        await reached(database_url, 3)
        assert await names(database_url) == {"first"}


async def test_the_projectors_go_on_in_the_model_that_is_used_now(
    client: Client, database_url: str, settings: Settings
):
    """What they remember of the other one's rows would spoil it."""
    async with projecting(client, database_url):
        await publish_events(client, [run_requested(name="first"), run_started()])
        await reached(database_url, 2)
        await execute(database_url, TAMPERED)
        await replay.replay(settings, silent, ACCEPT)
        await replay.rollback(settings, silent)
        await publish_events(client, [cancel_requested()])
        await reached(database_url, 3)
        assert await names(database_url) == {"tampered"}
        await replay.rollback(settings, silent)

        assert await names(database_url) == {"first"}
        [run] = await rows(database_url, tables.runs)
        assert (run["cancel_requested"], run["last_sequence"]) == (True, 3)


async def test_no_event_is_lost_or_doubled_however_often_models_change(
    client: Client, database_url: str, settings: Settings
):
    """While the platform goes on and nobody waits for anybody."""
    platform, told = Platform(31), telemetry(31, 120)
    begins = begun(told)
    await publish_events(client, begins)
    stop = asyncio.Event()

    async def go_on() -> int:
        sent = 0
        while not stop.is_set():
            await publish_events(client, platform.history(20))
            await publish_telemetry(client, told[sent % 100 : sent % 100 + 20])
            sent += 20
        return sent

    async with (
        projecting(client, database_url),
        projecting(client, database_url, TelemetryProjection(ANYBODY)),
    ):
        going = asyncio.create_task(go_on())
        for _ in range(2):
            await replay.replay(settings, silent, ACCEPT)
            await replay.rollback(settings, silent)
        stop.set()
        sent = await going
        events = len(begins) + sent
        await reached(database_url, events)
        await reached(database_url, sent, "telemetry")

    trail = await rows(database_url, tables.audit)
    assert [row["sequence"] for row in trail] == list(range(1, events + 1))
    proof = await replay.replay(settings, silent)
    assert [table.name for table in proof.tables if not table.equal] == []


async def test_models_of_unequal_partitions_are_swapped_too(
    client: Client, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """Partitions ahead tell again what the new model lacks; the earlier one is levelled first."""
    monkeypatch.setattr("consumers.projector.RETRY_SECONDS", 0.02)
    platform = Platform(35)
    async with Crew(client, database_url) as crew:
        await publish_events(client, platform.history(60))
        await reached(database_url, 60)
        built = await replay.replay(settings, silent, SWITCH)
        await publish_events(client, platform.history(20))
        await reached(database_url, 80)
        await crew.kill(2)
        await publish_events(client, platform.history(40))
        await until(lambda: others_are_at(database_url, 120))
        await replay.rollback(settings, silent)
        assert await in_schema(
            database_url, tables.PREVIOUS_SCHEMA, "SELECT count(DISTINCT sequence) FROM partitions"
        ) == [(2,)]
        await replay.rollback(settings, silent)
        crew.begin(2)
        await publish_events(client, platform.history(20))
        await reached(database_url, 140)
        proof = await replay.replay(settings, silent)

    assert built.switched
    assert [table.name for table in proof.tables if not table.equal] == []
    trail = await rows(database_url, tables.audit)
    assert [row["sequence"] for row in trail] == list(range(1, 141))


async def test_a_switched_model_is_what_the_migrations_make(
    client: Client, database_url: str, settings: Settings
):
    """Columns, keys and indexes, whose names are those of always."""
    await replay.replay(settings, silent, SWITCH)

    engine = create_engine(
        make_url(database_url).set(drivername="postgresql+psycopg"),
        connect_args={"options": f"-csearch_path={tables.READ_SCHEMA}"},
    )
    assert differences(engine, tables.read_model, None) == []
    engine.dispose()


async def test_prepared_statements_follow_the_model_in_use(
    client: Client, database_url: str, settings: Settings
):
    """A session that planned its query long ago reads the new tables, without an error."""
    async with projecting(client, database_url):
        await publish_events(client, [run_requested(name="first")])
        await reached(database_url, 1)
    await execute(database_url, TAMPERED)
    async with database.connection(database_url, tables.READ_SCHEMA) as session:

        async def name() -> str:
            cursor = await session.execute(
                "SELECT name FROM runs WHERE run_id = %s", [RUN], prepare=True
            )
            [found] = await cursor.fetchone() or ("",)
            return found

        assert [await name() for _ in range(8)] == ["tampered"] * 8
        await replay.replay(settings, silent, ACCEPT)
        assert await name() == "first"
        await replay.rollback(settings, silent)
        assert await name() == "tampered"


async def test_faded_telemetry_stays_readable(
    client: Client, database_url: str, settings: Settings
):
    """The broker forgets it after a while; the tables need not, and the bar never falls."""
    async with (
        projecting(client, database_url),
        projecting(client, database_url, TelemetryProjection(ANYBODY)),
    ):
        told = telemetry(32, 60)
        await publish_events(client, begun(told))
        await publish_telemetry(client, told)
        await reached(database_url, 60, "telemetry")
        kinds = (tables.logs, tables.points, tables.progress)
        lines, points, bars = [await rows(database_url, each) for each in kinds]
        await client.jetstream().purge_stream(subjects.TELEMETRY, seq=40)
        half = await replay.replay(settings, silent, SWITCH)
        await client.jetstream().purge_stream(subjects.TELEMETRY)
        nothing = await replay.replay(settings, silent, SWITCH)

    assert half.equal
    assert nothing.equal
    assert half.switched
    assert nothing.switched
    assert half.kept_rows == sum(row["sequence"] < 40 for row in lines + points)
    assert nothing.kept_rows == len(lines + points)
    assert [await rows(database_url, each) for each in kinds] == [lines, points, bars]


@dataclass
class Stopping:
    """A report that ends the replay once so many messages were read, as a kill does."""

    after: int

    def __call__(self, stream: str, done: int, total: int) -> None:
        if done >= self.after:
            raise KeyboardInterrupt


async def _interrupted(settings: Settings, wish: Wish) -> None:
    with pytest.raises(KeyboardInterrupt):
        await replay.replay(settings, Stopping(20), wish)


async def _history(client: Client, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty events, of which a replay reads ten at a time."""
    async with projecting(client, url):
        await publish_events(client, Platform(33).history(60))
        await reached(url, 60)
    monkeypatch.setattr("consumers.projector.BATCH_MESSAGES", 10)


async def test_an_interrupted_replay_is_gone_on_with(
    client: Client, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    await _history(client, database_url, monkeypatch)
    await _interrupted(settings, SWITCH)
    found = await inventory.take(database_url)
    [_, amid] = found.models
    assert (amid.role, amid.positions["training"], found.replaying) == (Role.NEXT, 20, False)
    assert amid.built is not None
    assert (amid.built.done, amid.built.total, amid.built.built_at) == (10, 60, None)

    result = await replay.replay(settings, silent, SWITCH)

    assert (result.equal, result.switched, result.events) == (True, True, 40)


async def test_what_another_version_began_is_begun_anew(
    client: Client, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """Its folds were other ones."""
    await _history(client, database_url, monkeypatch)
    await _interrupted(settings, SWITCH)
    await execute(database_url, "UPDATE models.built SET code_version = 'older'")

    result = await replay.replay(settings, silent)

    assert (result.equal, result.events) == (True, 60)
    assert await roles(database_url) == [Role.LIVE]


async def _refused(asked: Callable[[], Awaitable[ReplayResult | None]]) -> ReplayRefusedError:
    with pytest.raises(ReplayRefusedError) as refusal:
        await asked()
    return refusal.value


async def test_two_replays_at_once_are_refused(client: Client, settings: Settings):
    async with replay._alone(settings.database_url):
        for asked in (
            lambda: replay.replay(settings, silent),
            lambda: replay.rollback(settings, silent),
            lambda: replay.drop(settings),
        ):
            assert (await _refused(asked)).refusal is Refusal.RUNNING
        assert (await inventory.take(settings.database_url)).replaying


async def test_a_replay_without_room_does_not_begin(
    client: Client, database_url: str, settings: Settings
):
    error = await _refused(lambda: replay.replay(settings, silent, Wish(free_bytes=1000)))

    assert error.refusal is Refusal.NO_SPACE
    assert error.params["free_bytes"] == 1000
    assert error.params["needed_bytes"] > 100_000
    assert await roles(database_url) == [Role.LIVE]


async def test_only_a_model_of_this_versions_shape_is_gone_back_to(
    client: Client, database_url: str, settings: Settings
):
    """A migration changes the one in use and leaves the earlier one as it was."""
    assert (await _refused(lambda: replay.rollback(settings, silent))).refusal is (
        Refusal.NO_PREVIOUS
    )
    await replay.replay(settings, silent, SWITCH)
    await execute(database_url, f"ALTER TABLE {tables.PREVIOUS_SCHEMA}.runs DROP COLUMN pool")
    assert (await _refused(lambda: replay.rollback(settings, silent))).refusal is (
        Refusal.OTHER_SHAPE
    )


async def test_a_database_migrated_meanwhile_keeps_its_model(
    client: Client, database_url: str, settings: Settings
):
    """By a version whose tables are other ones: it would not find its columns."""
    await execute(database_url, "ALTER TABLE runs ADD COLUMN mood TEXT")

    error = await _refused(lambda: replay.replay(settings, silent, SWITCH))

    assert error.refusal is Refusal.OTHER_SHAPE
    assert await roles(database_url) == [Role.LIVE, Role.NEXT]


async def test_a_swap_that_cannot_be_has_changed_nothing(
    client: Client, database_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    """A transaction that hangs holds nobody up for long; the rebuilt tables wait."""
    monkeypatch.setattr(models, "SWAP_WAIT_SECONDS", 0.05)
    async with (
        database.connection(database_url, tables.READ_SCHEMA) as hanging,
        models.writing(hanging),
    ):
        error = await _refused(lambda: replay.replay(settings, silent, SWITCH))

    assert error.refusal is Refusal.BUSY
    assert await roles(database_url) == [Role.LIVE, Role.NEXT]
    assert (await replay.replay(settings, silent, SWITCH)).switched


async def test_what_is_not_in_use_can_be_dropped(
    client: Client, database_url: str, settings: Settings
):
    """A second time there is nothing left to drop."""
    await replay.replay(settings, silent, SWITCH)
    assert await replay.drop(settings)

    assert await roles(database_url) == [Role.LIVE]
    assert not await replay.drop(settings)
    assert await in_schema(database_url, "models", "SELECT schema FROM built") == [
        (tables.READ_SCHEMA,)
    ]


async def test_a_swap_is_announced_to_nobody(client: Client, database_url: str, settings: Settings):
    """Readers have all that they had; a notification would only make them look in vain."""
    async with (
        projecting(client, database_url),
        database.connection(database_url, tables.READ_SCHEMA) as listener,
    ):
        await publish_events(client, Platform(34).history(30))
        await reached(database_url, 30)
        await listener.execute(f"LISTEN {tables.TRAINING_CHANNEL}".encode())
        await replay.replay(settings, silent, SWITCH)
        await replay.rollback(settings, silent)
        await listener.execute(f"SELECT pg_notify('{tables.TRAINING_CHANNEL}', 'end')".encode())
        heard = [each.payload async for each in listener.notifies(timeout=5, stop_after=1)]

    assert heard == ["end"]
