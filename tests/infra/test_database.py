import psycopg
import pytest
from sqlalchemy import insert, select

from infra import database
from schemas import tables

LOCK = "SELECT pg_try_advisory_lock(42)"


async def test_queries_find_the_read_model_without_naming_it(database_url: str):
    engine = database.engine(database_url, tables.READ_SCHEMA)
    async with engine.begin() as connection:
        await connection.execute(insert(tables.positions).values(projection="x", sequence=7))
    async with engine.connect() as connection:
        assert await connection.scalar(select(tables.positions.c.sequence)) == 7
    await engine.dispose()


async def test_the_same_tables_can_be_found_elsewhere(database_url: str):
    """That is how a replay builds them beside the live ones."""
    async with database.connection(database_url, "beside") as connection:
        await connection.execute("CREATE SCHEMA beside")
        await connection.execute(
            "CREATE TABLE positions (LIKE read_v1.positions INCLUDING DEFAULTS)"
        )
        await connection.execute("INSERT INTO positions VALUES ('x', 1)")
    async with database.connection(database_url, tables.READ_SCHEMA) as connection:
        cursor = await connection.execute("SELECT count(*) FROM positions")
        assert await cursor.fetchone() == (0,)


async def test_leaving_a_connection_lets_its_locks_go(database_url: str):
    async with database.connection(database_url, tables.READ_SCHEMA) as first:
        assert await (await first.execute(LOCK)).fetchone() == (True,)
        async with database.connection(database_url, tables.READ_SCHEMA) as second:
            assert await (await second.execute(LOCK)).fetchone() == (False,)
    async with database.connection(database_url, tables.READ_SCHEMA) as third:
        assert await (await third.execute(LOCK)).fetchone() == (True,)


async def test_a_wrong_password_is_an_operational_error(database_url: str):
    """Which the projector takes for an outage, and says so, and tries again."""
    wrong = database_url.replace("postgresql://afina:", "postgresql://afina:x")

    with pytest.raises(psycopg.OperationalError):
        async with database.connection(wrong, tables.READ_SCHEMA):
            pass


async def test_a_query_survives_the_loss_of_its_connection(database_url: str):
    """The pool asks a connection how it is before lending it."""
    engine = database.engine(database_url, tables.READ_SCHEMA)
    async with engine.connect() as connection:
        await connection.execute(select(tables.positions))
    await _end_all_others(database_url)

    async with engine.connect() as connection:
        assert (await connection.execute(select(tables.positions))).all() == []
    await engine.dispose()


async def _end_all_others(database_url: str) -> None:
    async with database.connection(database_url, tables.READ_SCHEMA) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
