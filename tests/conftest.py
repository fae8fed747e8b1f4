"""Fixtures that every room's tests share: real NATS, real PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings as hypothesis_settings
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from infra import streams
from infra.bus import EventLog, connected
from schemas import subjects
from tests import stack
from tests.stack import Stack

ACK_WAIT_SECONDS = 30.0

# How long an example takes says more of the machine than of the code.
hypothesis_settings.register_profile("afina", deadline=None)
hypothesis_settings.load_profile("afina")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest begin, so that no process waits long for the other at the end.

    Those that share a whole running Afina come last: while it idles it takes other tests' time.
    """
    longest = {item.path for item in items if item.get_closest_marker("model")}
    sharing = {item.path for item in items if "stack" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: (item.path in sharing) - (item.path in longest))


@pytest.fixture(scope="session")
def servers() -> Iterator[Stack]:
    """Embedded NATS and PostgreSQL, started once for all tests."""
    # Not in pytest's folder, which a second run of the tests may clear meanwhile.
    with (
        TemporaryDirectory(prefix="afina-tests-") as folder,
        stack.running(Path(folder)) as running,
    ):
        yield running


@pytest.fixture
def nats_url(servers: Stack) -> str:
    """The broker, as the control plane reaches it."""
    return servers.nats_url


@pytest.fixture
def database_url(servers: Stack) -> Iterator[str]:
    """A migrated database of this test's own."""
    with servers.databases.fresh() as url:
        yield url


@pytest.fixture
async def client(nats_url: str) -> AsyncIterator[Client]:
    """A connection to a broker whose streams are new and empty."""
    async with connected(nats_url, "tests") as client:
        await empty(client)
        yield client


async def empty(client: Client) -> None:
    """Delete every stream and provision them anew, until nothing of an earlier test is there.

    On a very busy computer a deletion was once seen to leave two events behind.
    """
    jetstream = client.jetstream()
    await _renew(client)
    while (await jetstream.stream_info(subjects.TRAINING)).state.messages:
        await _renew(client)


async def _renew(client: Client) -> None:
    for name in (subjects.TRAINING, subjects.TELEMETRY, subjects.PRESENCE):
        with suppress(NotFoundError):
            await client.jetstream().delete_stream(name)
    await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=ACK_WAIT_SECONDS)


@pytest.fixture
def log(client: Client) -> EventLog:
    """The event log, empty."""
    return EventLog(client)
