"""Databases that tests leave to each other."""

import psycopg
import pytest

from tests.stack import Stack

JOIN = """
    INSERT INTO access.users (user_id, name, role, created_at) VALUES ('ana', 'Ana', 'user', now())
"""
NEXT = "SELECT nextval('access.outbox_position_seq')"
HOLDINGS = "SELECT user_id, value FROM access.users, models.generation AS held(value)"


def test_a_database_that_was_used_is_as_the_first_one_was(servers: Stack):
    """Rows that came or went and numbers that were drawn; who is still in it is put out."""
    with servers.databases.fresh() as url:
        left = psycopg.connect(url)
        with psycopg.connect(url) as connection:
            for statement in (JOIN, NEXT, NEXT, "DELETE FROM models.generation"):
                connection.execute(statement)
    with servers.databases.fresh() as again, psycopg.connect(again) as connection:
        assert again == url
        assert connection.execute(HOLDINGS).fetchall() == [("local", 0)]
        assert connection.execute(NEXT).fetchall() == [(1,)]
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT")
    left.close()


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE access.cats (name text)",
        "ALTER TABLE access.users ADD COLUMN cats integer",
        "ALTER TABLE access.users ALTER COLUMN name DROP NOT NULL",
        "CREATE SCHEMA cats",
        "REVOKE INSERT ON access.users FROM afina",
    ],
)
def test_a_database_of_another_shape_is_left_to_nobody(change: str, servers: Stack):
    """Though it holds the same rows."""
    with servers.databases.fresh() as url, psycopg.connect(url) as connection:
        connection.execute(change)
    with servers.databases.fresh() as another:
        assert another != url
