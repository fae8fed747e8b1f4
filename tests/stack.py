"""The real servers that tests run against: started once for all tests."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from anyio.from_thread import start_blocking_portal

from afina.embedded import servers
from afina.embedded.servers import Servers
from afina.journal import Journal
from tests.databases import Databases


@dataclass(frozen=True, slots=True)
class Stack:
    """Both embedded servers, and the databases of one of them."""

    servers: Servers
    data_dir: Path
    databases: Databases

    @property
    def nats_url(self) -> str:
        return self.servers.broker.url


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
        database = started.database
        yield Stack(started, data_dir, Databases(database.admin_url, database.url))
    journal.close()
