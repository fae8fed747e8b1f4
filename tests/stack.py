"""The real servers that tests run against: started once, migrated once, copied for each test."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from anyio.from_thread import start_blocking_portal
from psycopg import sql
from sqlalchemy.engine import make_url

import migrations
from afina.embedded import servers
from afina.embedded.servers import Servers
from afina.journal import Journal

TEMPLATE = "afina_template"
DROP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Stack:
    """Both embedded servers, and a migrated database to copy."""

    servers: Servers
    data_dir: Path

    @property
    def nats_url(self) -> str:
        return self.servers.broker.url

    @contextmanager
    def fresh_database(self) -> Generator[str]:
        """The address of a migrated, empty database that is dropped afterwards."""
        name = f"test_{uuid4().hex}"
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER afina")
        self.administer(copy.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        try:
            yield self.database_url(name)
        finally:
            self._drop(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def migrate_template(self) -> None:
        create = sql.SQL("CREATE DATABASE {} OWNER afina")
        self.administer(create.format(sql.Identifier(TEMPLATE)))
        migrations.upgrade(self.database_url(TEMPLATE))

    def database_url(self, name: str) -> str:
        url = make_url(self.servers.database.url).set(database=name)
        return url.render_as_string(hide_password=False)

    def administer(self, statement: sql.Composed, *, seconds: float = 0) -> None:
        """Execute ``statement`` as the administrator, for so long at most; 0 waits for ever."""
        options = f"-cstatement_timeout={round(seconds * 1000)}"
        url = self.servers.database.admin_url
        with psycopg.connect(url, autocommit=True, options=options) as connection:
            connection.execute(statement)

    def _drop(self, statement: sql.Composed) -> None:
        """A connection that was given up half-way holds its database until it is collected."""
        try:
            self.administer(statement, seconds=DROP_SECONDS)
        except psycopg.errors.QueryCanceled:
            gc.collect()
            self.administer(statement)


@contextmanager
def running(data_dir: Path) -> Generator[Stack]:
    """Both servers until the block ends, kept by a thread that lives as long.

    The kernel ends them when that thread ends, however it does.
    """
    journal = Journal(data_dir / "log" / "afina.log", terminal=None)
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(servers.running(data_dir, journal)) as started,
    ):
        stack = Stack(started, data_dir)
        stack.migrate_template()
        yield stack
    journal.close()
