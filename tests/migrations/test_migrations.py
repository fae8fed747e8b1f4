import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from nats.aio.client import Client
from psycopg import sql
from sqlalchemy import Engine, MetaData, create_engine, inspect, text
from sqlalchemy.engine import make_url

import migrations
from consumers import replay
from infra.settings import Settings
from schemas import tables
from schemas.base import Event
from schemas.events.worker import WorkerBack, WorkerLost
from tests.consumers.projecting import projecting, publish_events, reached
from tests.schemas.examples import (
    dataset_deleted,
    dataset_uploaded_v1,
    epoch_completed,
    run_completed,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)
from tests.stack import Stack

OF_THE_FIRST_RELEASE = ("name", "task", "text_column", "label_column", "group_column")
OF_THE_FIRST_RELEASE += ("rows_total", "rows_used", "rows_left_out", "labels", "examples_sha256")
"""Columns of its datasets table that are elsewhere today."""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Of the migrated database, finding the read model as the processes do."""
    made = create_engine(
        make_url(database_url).set(drivername="postgresql+psycopg"),
        connect_args={"options": f"-csearch_path={tables.READ_SCHEMA}"},
    )
    yield made
    made.dispose()


@pytest.fixture
def blank_url(servers: Stack) -> Iterator[str]:
    """A database that no migration has seen."""
    name = sql.Identifier("blank")
    servers.databases.administer(sql.SQL("CREATE DATABASE {} OWNER afina").format(name))
    yield servers.databases.url("blank")
    servers.databases.administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def configured(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = make_url(url).set(drivername="postgresql+psycopg")
    return config


def schemas_of(url: str) -> set[str]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    try:
        return set(inspect(engine).get_schema_names())
    finally:
        engine.dispose()


def differences(engine: Engine, metadata: MetaData, schema: str | None) -> list[object]:
    """What Alembic would still have to do to reach ``metadata``."""

    def in_schema(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "schema" or name == schema

    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_schemas": schema is not None,
        "include_name": in_schema,
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))


def test_the_migrated_read_model_is_the_declared_one(engine: Engine):
    """Columns, types, keys and indexes: a query written against one works on the other."""
    assert differences(engine, tables.read_model, None) == []


def test_the_migrated_access_tables_are_the_declared_ones(engine: Engine):
    assert differences(engine, tables.access, tables.ACCESS_SCHEMA) == []


def test_the_migrated_tables_about_models_are_the_declared_ones(engine: Engine):
    assert differences(engine, tables.models, tables.MODELS_SCHEMA) == []


def test_the_migrated_outbox_is_the_declared_one(engine: Engine):
    assert differences(engine, tables.notices, tables.NOTICES_SCHEMA) == []


@pytest.mark.parametrize(
    "drift",
    [
        "ALTER TABLE read_v1.runs ADD COLUMN mood TEXT",
        "ALTER TABLE read_v1.runs DROP COLUMN pool",
        "ALTER TABLE read_v1.runs ALTER COLUMN attempt TYPE BIGINT",
        "ALTER TABLE read_v1.runs ALTER COLUMN name DROP NOT NULL",
        "DROP INDEX read_v1.runs_by_status",
        "DROP TABLE read_v1.logs",
    ],
)
def test_a_drift_would_be_seen(engine: Engine, drift: str):
    with engine.begin() as connection:
        connection.execute(text(drift))

    assert differences(engine, tables.read_model, None) != []


def test_migrating_again_is_harmless(database_url: str, engine: Engine):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO positions VALUES ('training', 7)"))

    migrations.upgrade(database_url)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT sequence FROM positions")) == 7


def test_what_was_made_can_be_unmade_and_made_again(blank_url: str):
    ours = {tables.READ_SCHEMA, tables.ACCESS_SCHEMA, tables.NOTICES_SCHEMA}

    migrations.upgrade(blank_url)
    assert ours <= schemas_of(blank_url)

    command.downgrade(configured(blank_url), "base")
    assert not ours & schemas_of(blank_url)

    migrations.upgrade(blank_url)
    assert ours <= schemas_of(blank_url)


async def test_datasets_of_the_first_release_become_those_that_a_replay_makes(
    client: Client, nats_url: str, database_url: str, engine: Engine
):
    """Row for row, whether they were deleted, uploaded again, or stand as they came."""
    kept, gone, back = (UUID(int=number) for number in range(1, 4))
    told = [dataset_uploaded_v1(dataset_id=each) for each in (kept, gone, back)]
    told += [dataset_deleted(dataset_id=gone), dataset_deleted(dataset_id=back)]
    told += [dataset_uploaded_v1(dataset_id=back, group_column=None), run_requested()]
    async with projecting(client, database_url):
        await publish_events(client, told)
        await reached(database_url, len(told))
    command.downgrade(configured(database_url), "0001")
    with engine.connect() as connection:
        query = text("SELECT * FROM datasets ORDER BY dataset_id")
        then = connection.execute(query).mappings().all()
    assert [row["last_sequence"] for row in then] == [1, 4, 6]
    as_written = dataset_uploaded_v1(dataset_id=kept).model_dump(mode="json")
    assert {name: then[0][name] for name in OF_THE_FIRST_RELEASE} == {
        name: as_written[name] for name in OF_THE_FIRST_RELEASE
    }
    migrations.upgrade(database_url)

    settings = Settings(nats_url=nats_url, database_url=database_url)
    result = await replay.replay(settings, lambda stream, done, total: None)

    assert {table.name for table in result.tables if not table.equal} == set()
    compared = {table.name: table.live_rows for table in result.tables}
    assert (compared["datasets"], compared["dataset_versions"], compared["runs"]) == (3, 3, 1)


async def test_exams_of_before_become_those_that_a_replay_makes(
    client: Client, nats_url: str, database_url: str, engine: Engine
):
    """Their score was macro F1, and their texts had one label each."""
    told = [run_requested(), run_started(), epoch_completed(2), run_completed()]
    async with projecting(client, database_url):
        await publish_events(client, told)
        await reached(database_url, len(told))
    command.downgrade(configured(database_url), "0002")
    with engine.connect() as connection:
        epoch = connection.scalar(text("SELECT metrics FROM epochs"))
        report = connection.scalar(text("SELECT report FROM runs"))
    assert {"score", "multi_label", "micro_f1"}.isdisjoint(epoch | report)
    migrations.upgrade(database_url)

    settings = Settings(nats_url=nats_url, database_url=database_url)
    result = await replay.replay(settings, lambda stream, done, total: None)

    assert {table.name for table in result.tables if not table.equal} == set()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT metrics->'score' FROM epochs")) == epoch["macro_f1"]


async def test_lost_workers_of_before_have_the_alerts_that_a_replay_makes(
    client: Client, nats_url: str, database_url: str, engine: Engine
):
    """Whether they are back, still lost, or lost again."""
    told: list[Event] = []
    for number, fate in enumerate([(WorkerBack,), (), (WorkerBack, WorkerLost)]):
        worker_id = f"gpu-{number}"
        told += [worker_registered(worker_id=worker_id)]
        told += [worker_event(kind, worker_id=worker_id) for kind in (WorkerLost, *fate)]
    async with projecting(client, database_url):
        await publish_events(client, told)
        await reached(database_url, len(told))
    command.downgrade(configured(database_url), "0006")
    migrations.upgrade(database_url)

    settings = Settings(nats_url=nats_url, database_url=database_url)
    result = await replay.replay(settings, lambda stream, done, total: None)

    assert {table.name for table in result.tables if not table.equal} == set()
    with engine.connect() as connection:
        open_since = connection.scalars(text("SELECT closed_at IS NULL FROM alerts ORDER BY 1"))
        assert list(open_since) == [False, True, True]


def test_two_processes_that_start_together_do_not_migrate_together(blank_url: str):
    migrate = [sys.executable, "-c", f"import migrations; migrations.upgrade({blank_url!r})"]
    processes = [subprocess.Popen(migrate) for _ in range(2)]

    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert tables.READ_SCHEMA in schemas_of(blank_url)


def test_the_history_has_one_end():
    """Two people who add a migration at once notice here."""
    script = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
