"""Databases for tests: copied from a migrated one, and emptied rather than copied anew.

A copy costs many times what emptying it does. Whoever changed what is more than rows has changed
it for good: such a database is dropped.
"""

import gc
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString
from uuid import uuid4

import psycopg
from psycopg import Connection, sql
from sqlalchemy.engine import make_url

import migrations

TEMPLATE = "afina_template"
LEAVE_SECONDS = 2.0

SPEED: tuple[LiteralString, ...] = ("fsync", "full_page_writes", "synchronous_commit")
"""What only matters after a failure of the power, which no test of these servers outlives."""

# Not what moves by itself: statistics, and where a table lies on the disk.
SHAPE: LiteralString = """
    SELECT 'schema', oid::text, nspname::text, nspacl::text FROM pg_namespace
        WHERE nspname !~ '^pg_'
    UNION ALL SELECT 'relation', oid::text, relname::text, concat(relkind, relacl, reloptions)
        FROM pg_class WHERE oid >= 16384 AND relkind <> 't'
    UNION ALL SELECT 'column', attrelid || ' ' || attnum, attname::text,
        concat(atttypid, attnotnull, atthasdef, attacl)
        FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
    UNION ALL SELECT 'constraint', oid::text, conname::text, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT 'trigger', oid::text, tgname::text, tgenabled::text FROM pg_trigger
    UNION ALL SELECT 'function', oid::text, proname::text, prosrc FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT 'setting', setdatabase || ' ' || setrole, setconfig::text, ''
        FROM pg_db_role_setting WHERE setdatabase
            IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    ORDER BY 1, 2
"""
TABLES: LiteralString = """
    SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind = 'r' AND pg_class.oid >= 16384 ORDER BY pg_class.oid
"""
SEQUENCES: LiteralString = """
    SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),
        last_value IS NOT NULL
    FROM pg_sequences
"""
LEFT: LiteralString = """
    SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a database holds."""

    shape: list[tuple[object, ...]]
    rows: list[tuple[sql.Composed, bytes]]
    """Of each table, as they are copied out and in."""
    sequences: list[tuple[object, ...]]

    @classmethod
    def of(cls, connection: Connection) -> "Contents":
        tables = [sql.SQL(".").join(map(sql.Identifier, name)) for name in _all(connection, TABLES)]
        rows = [(table, _copied_out(connection, table)) for table in tables]
        return cls(_all(connection, SHAPE), rows, _all(connection, SEQUENCES))

    def put_back(self, connection: Connection) -> None:
        """Instead of the rows that are there, in tables of the same shape."""
        connection.execute("SET session_replication_role = replica")  # in any order of the tables
        delete = sql.SQL("DELETE FROM {}")
        connection.execute(sql.SQL("; ").join(delete.format(table) for table, _ in self.rows))
        for table, rows in self.rows:
            if rows:
                _copy_in(connection, table, rows)
        for sequence in self.sequences:
            connection.execute("SELECT setval(%s, %s, %s)", sequence)


class Databases:
    """Of one server: a migrated template, and its copies that nobody uses."""

    def __init__(self, admin_url: str, owner_url: str) -> None:
        self._admin_url = admin_url
        self._owner_url = owner_url
        self._unused: list[str] = []
        for setting in SPEED:
            self.administer(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self.administer(sql.SQL("SELECT pg_reload_conf()"))
        create = sql.SQL("CREATE DATABASE {} OWNER afina")
        self.administer(create.format(sql.Identifier(TEMPLATE)))
        migrations.upgrade(self.url(TEMPLATE))
        with self._connected(TEMPLATE) as connection:
            self._template = Contents.of(connection)

    def url(self, name: str) -> str:
        return _of(self._owner_url, name)

    @contextmanager
    def fresh(self) -> Generator[str]:
        """The address of a migrated, empty database; whoever is still in it is put out."""
        name = self._unused.pop() if self._unused else self._copied()
        try:
            yield self.url(name)
        finally:
            if self._emptied(name):
                self._unused.append(name)
            else:
                self._drop(name)

    def administer(self, statement: sql.Composable, *, seconds: float = 0) -> None:
        """Execute ``statement`` as the administrator, for so long at most; 0 waits for ever."""
        options = f"-cstatement_timeout={round(seconds * 1000)}"
        with psycopg.connect(self._admin_url, autocommit=True, options=options) as connection:
            connection.execute(statement)

    def _copied(self) -> str:
        name = f"test_{uuid4().hex}"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER afina")
        self.administer(copy.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        return name

    def _emptied(self, name: str) -> bool:
        """Whether it is as the template again."""
        with self._connected(name) as connection:
            left = _all(connection, LEFT, [round(LEAVE_SECONDS * 1000)])
            if (False,) in left or _all(connection, SHAPE) != self._template.shape:
                return False
            self._template.put_back(connection)
        return True

    def _drop(self, name: str) -> None:
        """A connection that was given up half-way holds its database until it is collected."""
        statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        try:
            self.administer(statement, seconds=LEAVE_SECONDS)
        except psycopg.errors.QueryCanceled:
            gc.collect()
            self.administer(statement)

    @contextmanager
    def _connected(self, name: str) -> Iterator[Connection]:
        with psycopg.connect(_of(self._admin_url, name)) as connection:
            yield connection


def _of(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _all(
    connection: Connection, query: LiteralString, parameters: list[object] | None = None
) -> list[tuple[object, ...]]:
    return connection.execute(query, parameters).fetchall()


def _copied_out(connection: Connection, table: sql.Composed) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT").format(table)
    with connection.cursor().copy(statement) as copy:
        return b"".join(copy)


def _copy_in(connection: Connection, table: sql.Composed, rows: bytes) -> None:
    statement = sql.SQL("COPY {} FROM STDIN").format(table)
    with connection.cursor().copy(statement) as copy:
        copy.write(rows)
